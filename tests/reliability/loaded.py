"""Everything a child of the trials needs, loaded once in the process they are forked from."""

from __future__ import annotations

import importlib
import os
import pkgutil

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import casebook

for _found in pkgutil.walk_packages(casebook.__path__, "casebook."):
    if ".migrations" not in _found.name:
        importlib.import_module(_found.name)
for _name in ("alembic.command", "pyogrio", "pandas", "geopandas", "folium", "typst", "openpyxl"):
    importlib.import_module(_name)
