"""What GDAL is given to open for a path: the file itself, or the one in a ZIP."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from casebook.core.errors import BadFile
from geo.pointers import HEAD, refuse_pointer
from geo.unpacking import refuse_bomb

_IN_A_ZIP = frozenset(
    {".shp", ".geojson", ".json", ".gpkg", ".kml", ".kmz", ".fgb", ".gml", ".tab", ".mif"}
    | {".parquet", ".geoparquet"}
)
_ALREADY_KNOWN = (".gdb.zip", ".shp.zip")
"""How names of ZIP files end that GDAL opens as they are."""


@dataclass(frozen=True)
class MapSource:
    """A file of features as GDAL finds it."""

    name: str
    """As a GDAL source."""
    parquet: bytes | None
    """All of a Parquet file, which GDAL isn't asked for."""
    asked: tuple[str, ...]
    """The layers asked for that didn't name the file in the ZIP."""


def find_source(path: Path, takes: str, asked: Sequence[str] = ()) -> MapSource:
    """What there is to open for ``path``; ``asked`` may name one of several files in a ZIP.

    ``takes`` lists what formats would do. Raises :class:`BadFile` for what isn't there, is empty,
    only points elsewhere, or grows beyond reason when it is unpacked.
    """
    full = str(path.absolute())
    with _plainly(path):
        if path.is_dir():
            for within in sorted(path.iterdir()):
                if within.is_file():
                    refuse_pointer(f"{path.name}/{within.name}", _head(within))
            return MapSource(full, None, tuple(asked))
        if path.exists() and not path.is_file():
            raise BadFile(
                f"{path.name} is no file but a pipe or a device: save it to a file first."
            )
        head = _head(path)
        if not head:
            raise BadFile(f"{path.name} is empty.")
        refuse_pointer(path.name, head)
        if head.startswith(b"PAR1"):
            return MapSource(full, path.read_bytes(), tuple(asked))
        if head.startswith(b"PK") or path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                refuse_bombs(archive, path.name)
                if path.suffix.lower() == ".zip" and not full.lower().endswith(_ALREADY_KNOWN):
                    return _in_archive(archive, path, takes, asked)
                full = kml_within(archive, path, path.name) or full
    return MapSource(full, None, tuple(asked))


def refuse_bombs(archive: zipfile.ZipFile, name: str) -> None:
    """Raise :class:`BadFile` where a member says it grows beyond reason."""
    for info in archive.infolist():
        refuse_bomb(f"{name}/{info.filename}", info.compress_size, info.file_size)


def kml_within(archive: zipfile.ZipFile, path: Path, name: str) -> str | None:
    """The only KML of a KMZ as a GDAL source, None for what isn't a KMZ or holds several.

    Opened as the KMZ, its features lack whatever attributes a schema declares. Raises
    :class:`BadFile`, which calls the file ``name``, where it only points elsewhere.
    """
    if path.suffix.lower() != ".kmz":
        return None
    found = [each for each in archive.namelist() if each.lower().endswith(".kml")]
    if len(found) != 1:
        return None
    with archive.open(found[0]) as member:
        refuse_pointer(f"{name}/{found[0]}", member.read(HEAD))
    return _in_zip(path, found[0])


def _in_zip(path: Path, member: str) -> str:
    return f"/vsizip/{{{path.absolute().as_posix()}}}/{member}"


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


@contextmanager
def _plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise BadFile(f"There is no file {path}.") from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
        raise BadFile(f"{path.name} is no ZIP file, or a damaged one.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise BadFile(f"{path.name} is locked or packed in another way: unzip it first.") from error
    except OSError as error:
        raise BadFile(f"{path} can't be read: {error.strerror or error}.") from error


def _in_archive(
    archive: zipfile.ZipFile, path: Path, takes: str, asked: Sequence[str]
) -> MapSource:
    found = [
        name
        for name in archive.namelist()
        if PurePosixPath(name).suffix.lower() in _IN_A_ZIP
        and not name.startswith("__MACOSX")
        and not PurePosixPath(name).name.startswith(".")
    ]
    if not found:
        raise BadFile(f"{path.name} holds no file of polygons: put {takes} in it.")
    left = tuple(asked)
    if len(found) > 1:
        named = [name for name in found if _called(name) & {one.casefold() for one in asked}]
        if len(named) != 1:
            some = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if found[5:] else "")
            raise BadFile(
                f"{path.name} holds several files ({some}): say which with --layer, or import "
                "them one by one."
            )
        found = named
        left = tuple(one for one in asked if one.casefold() not in _called(found[0]))
    with archive.open(found[0]) as member:
        head = member.read(HEAD)
        refuse_pointer(f"{path.name}/{found[0]}", head)
        parquet = head + member.read() if head.startswith(b"PAR1") else None
    return MapSource(_in_zip(path, found[0]), parquet, left)


def _called(member: str) -> set[str]:
    """What a person may call a file of a ZIP."""
    name = PurePosixPath(member)
    return {member.casefold(), name.name.casefold(), name.stem.casefold()}
