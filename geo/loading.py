"""Loading the libraries of geometry whole, by one thread at a time."""

from __future__ import annotations

import threading

_ALONE = threading.Lock()


def load_geometry() -> None:
    """Import pyproj and shapely whole, before a part of either is imported where threads read.

    Two threads that import parts of one of them in different orders each wait for what the other
    holds, and Python lets one of them go on with a module that is half made.
    """
    with _ALONE:
        import pyproj  # noqa: F401
        import shapely  # noqa: F401
