"""What libraries import and no command needs: left out, or brought in when it is first used."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import Any


class WithoutPandas:
    """Hides pandas, which no command needs, from libraries that import it where it is installed.

    To pyogrio and pyarrow it adds nothing here, and importing it takes longer than most commands.
    """

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse these two; others are looked for as ever."""
        if name in ("pandas", "geopandas"):
            raise ModuleNotFoundError(f"{name} isn't used by commands", name=name)


def projections_without_downloads() -> None:
    """Leave out the part of pyproj that fetches files from the web, and urllib and TLS with it.

    Nothing is ever fetched here, and reading a force's year takes little longer than they do.
    """
    name = "pyproj.sync"
    if name not in sys.modules:
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name])["_download_resource_file"] = None


def metadata_when_used() -> None:
    """Bring in ``importlib.metadata`` only where something is asked of it.

    SQLAlchemy imports it, with the parsers of mail and ZIPs, to look for dialects that it lacks.
    Python's own loader of modules for later would bring it in as soon as it is imported again.
    """
    name = "importlib.metadata"
    found = importlib.util.find_spec(name)
    if name in sys.modules or found is None or found.loader is None:
        return
    module, loader = importlib.util.module_from_spec(found), found.loader

    def bring_in(asked: str) -> Any:
        if asked.startswith("_"):  # its own parts, while it is brought in
            raise AttributeError(asked)
        loader.exec_module(module)
        vars(module).pop("__getattr__", None)
        return getattr(module, asked)

    vars(module)["__getattr__"] = bring_in
    sys.modules[name] = module
    vars(importlib)["metadata"] = module


def asyncio_without_tls() -> None:
    """Import ``asyncio`` as where Python has no TLS: the terminal speaks to nobody over it."""
    if "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
