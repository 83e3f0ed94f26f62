"""The casebook that imports are tested on, and the real data they may be tested with."""

from __future__ import annotations

import os

from tests.services.conftest import book

__all__ = ["book"]

collect_ignore = [] if "CASEBOOK_REAL_DATA" in os.environ else ["test_incidents_real.py"]
