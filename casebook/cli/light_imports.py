"""What libraries import and no command needs: left out, or brought in when it is first used."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
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
        if name in _LATER:
            spec = PathFinder.find_spec(name, path)
            if spec is not None:
                later: Any = _WhenUsed(spec.loader, dict(_LATER[name]))
                spec.loader = later
            return spec
        return None


_LATER: dict[str, dict[str, Any]] = {
    "importlib.metadata": {},
    "asyncio": {"iscoroutine": inspect.iscoroutine},
}
"""What is brought in when it is first used, each with what it is asked for when it is imported."""


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
    """Makes a module only when something is asked of it.

    SQLAlchemy imports ``importlib.metadata``, with the parsers of mail and ZIPs, to look for
    dialects that it lacks, and ``asyncio`` for databases that are waited for in one thread.
    Python's own ``LazyLoader`` would make them as soon as they are imported a second time.
    """

    def __init__(self, own: Any, known: dict[str, Any]) -> None:
        self._own = own
        self._known = known
        """What can be given without it."""
        self._lock = RLock()
        self._begun = False

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Have Python make it."""

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty until then."""

        def bring_in(asked: str) -> Any:
            if asked in self._known:
                return self._known[asked]
            part = self._part(module, asked)
            if part is not None:
                return part
            with self._lock:  # another thread waits until all of it is there
                self._bring_in(module)
            if asked not in vars(module):
                raise AttributeError(f"module {module.__name__!r} has no attribute {asked!r}")
            return vars(module)[asked]

        vars(module)["__getattr__"] = bring_in

    def _part(self, module: ModuleType, asked: str) -> ModuleType | None:
        """The module's part of that name, which comes without the whole.

        Parts ask for one another so while Python holds them for this thread: whoever waited then
        for the whole, which another thread is making of them, would wait for ever.
        """
        name = f"{module.__name__}.{asked}"
        if PathFinder.find_spec(name, module.__path__) is None:
            return None
        try:
            return import_module(name)
        except ImportError as error:  # one of another system
            raise AttributeError(f"{name} can't be imported here") from error

    def _bring_in(self, module: ModuleType) -> None:
        """Make it; while that is done its own parts ask for others that aren't there yet."""
        if self._begun:
            return
        self._begun = True
        try:
            self._own.exec_module(module)
        except BaseException:
            self._begun = False
            raise
        self._known.clear()
        vars(module).pop("__getattr__", None)


def asyncio_without_tls() -> None:
    """Import ``asyncio`` as where Python has no TLS: the terminal speaks to nobody over it."""
    if "ssl" in sys.modules:
        return
    # with None, as Python documents it, an import fails
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        from asyncio import run  # noqa: F401 - all of it comes with what is no part of its own
    finally:
        del sys.modules["ssl"]
