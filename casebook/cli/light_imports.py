"""What libraries import and no command needs: left out, or brought in when it is first used."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, NoReturn


class LightImports:
    """Finds a few modules otherwise than Python does; the first of ``sys.meta_path``."""

    def find_spec(self, name: str, path: Any = None, target: object = None) -> ModuleSpec | None:
        """Refuse a module, or say how it is loaded; others are looked for as ever."""
        if name in ("pandas", "geopandas"):
            # pyogrio and pyarrow import it where it is installed, and it adds nothing here
            raise ModuleNotFoundError(f"{name} isn't used by commands", name=name)
        if name == "pyproj.sync":
            unfetching: Any = _NothingFetched()
            return ModuleSpec(name, unfetching)
        if name == "importlib.metadata":
            spec = PathFinder.find_spec(name, path)
            if spec is not None:
                later: Any = _WhenUsed(spec.loader)
                spec.loader = later
            return spec
        return None


class _NothingFetched:
    """Makes the part of pyproj that fetches files from the web, without urllib and TLS."""

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Have Python make it."""

    def exec_module(self, module: ModuleType) -> None:
        """Put in what the rest of pyproj imports of it."""
        vars(module)["_download_resource_file"] = _refuse_to_fetch


def _refuse_to_fetch(*_: object, **__: object) -> NoReturn:
    raise OSError("Nothing is fetched from the web here.")


class _WhenUsed:
    """Makes ``importlib.metadata`` only when something is asked of it.

    SQLAlchemy imports it, with the parsers of mail and ZIPs, to look for dialects that it lacks.
    Python's own ``LazyLoader`` would make it as soon as it is imported a second time.
    """

    def __init__(self, own: Any) -> None:
        self._own = own

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Have Python make it."""

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty until then."""

        def bring_in(asked: str) -> Any:
            if asked.startswith("_"):  # its own parts, while it is brought in
                raise AttributeError(asked)
            self._own.exec_module(module)
            vars(module).pop("__getattr__", None)
            return getattr(module, asked)

        vars(module)["__getattr__"] = bring_in


def asyncio_without_tls() -> None:
    """Import ``asyncio`` as where Python has no TLS: the terminal speaks to nobody over it."""
    if "ssl" in sys.modules:
        return
    # with None, as Python documents it, an import fails
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
