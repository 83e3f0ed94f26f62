"""The real data that candidates may be tested with."""

from __future__ import annotations

import os

collect_ignore = [] if "CASEBOOK_REAL_DATA" in os.environ else ["test_memphis_real.py"]
