"""GDAL through pyogrio, told which formats to open and to fetch nothing.

Some of GDAL's formats only point at other files or at addresses in the web, so that a file called
``hotspots.geojson`` could read another or call out. Nothing else of the product imports pyogrio.
"""

from __future__ import annotations

import atexit
import importlib
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from casebook.core.errors import BadFile
from geo.loading import load_geometry

FORMATS = frozenset(
    {"GeoJSON", "GeoJSONSeq", "JSONFG", "TopoJSON", "ESRIJSON", "GPKG", "ESRI Shapefile", "KML"}
    | {"LIBKML", "FlatGeobuf", "GML", "MapInfo File", "OpenFileGDB", "GPX", "OSM"}
)
"""GDAL's names of the formats that are opened: each holds its features itself."""

KML_OWN = frozenset(
    {"id", "timestamp", "begin", "end", "altitudemode", "tessellate", "extrude", "visibility"}
    | {"draworder", "icon"}
)
"""Columns that KML writes for itself and nobody typed."""

_LOG_READ = 1 << 16
_ALONE = threading.RLock()
"""Held by the thread that reads: what GDAL is told, and where it says what is wrong, are one for
the whole process, so that files read side by side would hear each other's faults."""
_SETTINGS = {
    # a scheme that no program knows, so that every request fails before it leaves
    "GDAL_HTTP_PROXY": "none://",
    "GDAL_HTTPS_PROXY": "none://",
    "CPL_MAX_ERROR_REPORTS": "-1",
    "GML_DOWNLOAD_SCHEMA": "NO",
    # its own way to Arrow goes wrong where a feature has no geometry
    "OGR_FLATGEOBUF_STREAM_BASE_IMPL": "YES",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
}
_EXEMPT = ("no_proxy", "NO_PROXY")
"""Environment variables that name hosts which requests go to past any proxy."""
_MOST_SAID = 3
_SAID_BETTER = ("Non closed ring", "More than one layer")
"""Warnings of GDAL that the caller says in its own words, naming the features."""


def list_layers(source: str) -> list[tuple[str, str | None]]:
    """Each layer of ``source`` and what GDAL calls its geometry, None for a table without any.

    Raises what pyogrio raises for what can't be opened.
    """
    with _ALONE:
        found = _pyogrio().list_layers(source)
    return [(str(name), None if kind is None else str(kind)) for name, kind in found]


def describe_layer(source: str, layer: str) -> dict[str, Any]:
    """What pyogrio's ``read_info`` says of a layer; :class:`BadFile` for a format not opened."""
    with _ALONE:
        info: dict[str, Any] = _pyogrio().read_info(source, layer=layer)
    if info["driver"] not in FORMATS:
        raise BadFile(f"{source} is {info['driver']}, a format that isn't opened here.")
    return info


def read_features(source: str, layer: str, columns: Sequence[str] | None = None) -> Any:
    """What pyogrio's ``raw.read`` gives of a layer: about it, feature ids, WKB and columns."""
    with _ALONE:
        return _pyogrio().raw.read(source, layer=layer, columns=columns)


def read_batches(source: str, layer: str, columns: Sequence[str], *, shapes: bool) -> Iterator[Any]:
    """The features of a layer as Arrow record batches, its WKB last where ``shapes`` are wanted.

    Dates with times are ISO text with the zone the file gives them. To be read while
    :func:`listening`. Raises :class:`RuntimeError`, as pyogrio does, for what GDAL can't read.
    """
    opened = _pyogrio().raw.open_arrow(
        source,
        layer=layer,
        columns=list(columns),
        read_geometry=shapes,
        use_pyarrow=True,
        datetime_as_string=True,
    )
    before = _logged()
    with opened as (_, reader):
        for batch in reader:
            _heed(before)
            yield batch
    _heed(before)


@cache
def _log() -> BinaryIO:
    """What GDAL writes what goes wrong to while others read from it; it would go to stderr.

    Where files may do without a name it has none, so that it goes with the process, however that
    ends: one that is killed cleans nothing up.
    """
    if Path("/dev/fd").exists():
        return cast(BinaryIO, tempfile.TemporaryFile(buffering=0))
    folder = Path(tempfile.mkdtemp(prefix="casebook-gdal-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return (folder / "log").open("w+b", buffering=0)


def _path_of(log: BinaryIO) -> str:
    """How GDAL, in this process, can open it."""
    open_here = f"/dev/fd/{log.fileno()}"
    return open_here if Path(open_here).exists() else str(log.name)


def _logged() -> int:
    """How many bytes GDAL has written there."""
    return os.fstat(_log().fileno()).st_size


def _heed(before: int) -> None:
    """Raise for an error written since there were ``before`` bytes, and warn of a warning."""
    if _logged() == before:
        return
    log = _log()
    log.seek(before)
    lines = log.read(_LOG_READ).decode("utf-8", "replace").splitlines()
    log.seek(0, os.SEEK_END)  # from where GDAL writes on, on a system where it shares the place
    for line in lines:
        kind, _, said = line.partition(":")
        if kind.startswith("ERROR"):
            raise RuntimeError(said.strip())
        warnings.warn(said.strip() or line, RuntimeWarning, stacklevel=2)


def write_features(path: Path, wkb: Any, columns: Mapping[str, Any], **how: Any) -> None:
    """Write features, their WKB and their columns; ``how`` is as pyogrio's ``raw.write`` has it."""
    with _ALONE:
        _pyogrio().raw.write(path, wkb, list(columns.values()), list(columns), **how)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Fills the list with what GDAL warned of meanwhile, a sentence each, once it is over.

    One thread listens and reads at a time; the others wait.
    """
    notes: list[str] = []
    with _ALONE, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        yield notes
    # libraries warn of their own future too, which is nothing to the person with the file
    ours = (w for w in said if not issubclass(w.category, (DeprecationWarning, FutureWarning)))
    words = dict.fromkeys(str(warning.message).rstrip(".")[:200] for warning in ours)
    kept = [text for text in words if not text.startswith(_SAID_BETTER)]
    notes += [f"While reading, GDAL said: {text}." for text in kept[:_MOST_SAID]]


def last_said(error: Exception) -> str:
    """The last thing GDAL said in an error, which is what it stopped at."""
    return str(error).rpartition(";")[2].strip().rstrip(".")[:200]


@cache
def _pyogrio() -> Any:
    """The library once GDAL knows :data:`FORMATS` alone; :class:`BadFile` where that can't be.

    A thread of its own imports it: in the thread that does, pyogrio keeps to itself what GDAL would
    write to the log that :func:`_heed` looks at.
    """
    with ThreadPoolExecutor(1, "gdal") as alone:
        return alone.submit(_imported).result()


def _imported() -> Any:
    load_geometry()  # which pyogrio imports too
    import pyogrio
    import pyogrio.core

    for name in _EXEMPT:
        os.environ.pop(name, None)
    others = sorted(set(pyogrio.list_drivers()) - FORMATS)
    pyogrio.set_gdal_config_options(_SETTINGS | {"CPL_LOG": _path_of(_log())})
    if others:
        skipped = str(pyogrio.get_gdal_config_option("GDAL_SKIP") or "").split(",")
        # GDAL parts the names by spaces where there is no comma
        pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join([*skipped, *others, ""])})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a name that was skipped before
            importlib.reload(pyogrio.core)  # it has GDAL go through its formats again
    left = sorted(set(pyogrio.list_drivers()) - FORMATS)
    if left:
        raise BadFile(
            f"The GDAL installed here opens {left[0]}, which may read other files, and can't be "
            "told not to: install pyogrio with pip, as Casebook's installation does."
        )
    return pyogrio
