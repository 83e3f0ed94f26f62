"""The real data that imports may be tested with."""

from __future__ import annotations

import os

collect_ignore = [] if "CASEBOOK_REAL_DATA" in os.environ else ["test_import_real.py"]
