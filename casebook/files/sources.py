"""Finding the tables among files, folders and archives."""

from __future__ import annotations

import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from casebook.core.english import first_of
from casebook.core.errors import BadFile
from casebook.files.contents import Piece, plainly, refuse_no_file
from geo.recognise import ENDINGS, OF_SEVERAL_FILES
from geo.unpacking import is_packed, refuse_bomb

_SUFFIXES = frozenset(
    {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".json"}
    | {".geoparquet", ".gpx"}
    | ENDINGS
)
"""What is taken out of a folder or an archive; a file named by itself is looked into instead."""
_MOST_MEMBERS = 20_000
"""Three years of all forces' files are under 5,000."""
_MOST_ENDINGS = 4
_GEODATABASE = ".gdb"
_ZIPPED_KML = ".kmz"
_SPREADSHEETS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_TAKES = (
    "CSV, XLSX, XLS, ODS, Parquet, JSON, GPX, GeoJSON, GeoPackage, Shapefile, KML and FlatGeobuf, "
    "and folders and ZIP files of them"
)


class FoundPieces(NamedTuple):
    """The files to read, folders and archives in name order, and the names of those left out."""

    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...]

    def from_anywhere(self) -> FoundPieces:
        """The same, found from whatever folder a process works in."""
        whole = tuple(replace(piece, path=piece.path.absolute()) for piece in self.pieces)
        return self._replace(pieces=whole)


def find_pieces(paths: Sequence[Path]) -> FoundPieces:
    """The files to read among ``paths``.

    Raises :class:`BadFile` where a path can't be read, an archive is damaged, or nothing is left.
    """
    pieces: list[Piece] = []
    left_out: list[str] = []
    alike = Counter(path.name for path in paths)
    for path in paths:
        name = path.name if path.name and alike[path.name] == 1 else path.as_posix()
        with plainly(name):
            refuse_no_file(path, name)
            found = list(_in_folder(path, name) if path.is_dir() else _in_file(path, name, name))
        taken, others = _parted(found, path)
        left_out += others
        if not taken and any(map(is_packed, others)):
            packed = first_of(list(filter(is_packed, others)), 3)
            raise BadFile(f"{name} holds archives inside itself ({packed}): unzip it first.")
        if not taken:
            raise BadFile(f"{name} holds no table: what can be read is {_TAKES}.")
        pieces += taken
    return FoundPieces(tuple(pieces), tuple(left_out))


def files_of(path: Path) -> list[Path]:
    """The file, and those beside it that belong to it: a Shapefile is all the files of its name."""
    if path.suffix.lower() not in OF_SEVERAL_FILES:
        return [path]
    beside = sorted(path.parent.glob("*"))
    return [one for one in beside if _belongs(one.name, path.name)] or [path]


def sha256_of(paths: Iterable[Path]) -> str:
    """One SHA-256 for files and folders, the same in whatever order they are given."""
    digests = []
    for path in paths:
        with plainly(path.name):
            refuse_no_file(path, path.name)
            files = _files_under(path) if path.is_dir() else [path]
            for each in files:
                with each.open("rb") as file:
                    digests.append(hashlib.file_digest(file, "sha256").digest())
    if len(digests) == 1:
        return digests[0].hex()
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    """Whether a ZIP is an XLSX, XLSB or ODS file rather than a bundle of files."""
    return any(name in _SPREADSHEETS for name in archive.namelist())


def _in_folder(folder: Path, name: str) -> Iterator[Piece]:
    if folder.suffix.lower() == _GEODATABASE:
        yield _geodatabase(folder, name, name)
        return
    whole: set[Path] = set()
    for path in _files_under(folder):
        within = path.relative_to(folder)
        above = next((up for up in within.parents if up.suffix.lower() == _GEODATABASE), None)
        if above is None:
            yield from _in_file(path, f"{name}/{within.as_posix()}", name)
        elif above not in whole:
            whole.add(above)
            yield _geodatabase(folder / above, f"{name}/{above.as_posix()}", name)


def _geodatabase(folder: Path, name: str, given: str) -> Piece:
    """An Esri geodatabase: a folder that is one file to its users."""
    return Piece(name, folder, None, sum(p.stat().st_size for p in _files_under(folder)), given)


def _files_under(folder: Path) -> list[Path]:
    within = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in within if not _hidden(path.relative_to(folder).parts))


def _in_file(path: Path, name: str, given: str) -> Iterator[Piece]:
    with plainly(name):
        with path.open("rb") as file:
            packed = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
        if packed and path.suffix.lower() != _ZIPPED_KML:
            with zipfile.ZipFile(path) as archive:
                if not is_spreadsheet(archive):
                    yield from _in_archive(archive, path, name, given)
                    return
        yield Piece(name, path, None, path.stat().st_size, given)


def _in_archive(archive: zipfile.ZipFile, path: Path, name: str, given: str) -> Iterator[Piece]:
    databases: dict[PurePosixPath, list[zipfile.ZipInfo]] = {}
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise BadFile(
            f"{name} holds {len(archive.infolist()):,} files, and over {_MOST_MEMBERS:,} aren't "
            "read at once: unzip it and import the folders that matter."
        )
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        within = PurePosixPath(info.filename)
        if ".." in within.parts:
            raise BadFile(
                f"{name} names a file outside itself ({info.filename}), as no archive should: "
                "make it anew."
            )
        if info.is_dir() or _hidden(within.parts):
            continue
        above = next((up for up in within.parents if up.suffix.lower() == _GEODATABASE), None)
        if above is not None:
            _refuse_member(info, name)
            databases.setdefault(above, []).append(info)
            continue
        piece = Piece(f"{name}/{info.filename}", path, info.filename, info.file_size, given)
        if _is_table(piece):
            _refuse_member(info, name)
        yield piece
    for above, infos in databases.items():
        size = sum(info.file_size for info in infos)
        members = tuple(info.filename for info in infos)
        yield Piece(f"{name}/{above}", path, str(above), size, given, members)


def _refuse_member(info: zipfile.ZipInfo, name: str) -> None:
    if info.flag_bits & 1:
        raise BadFile(f"{name} is locked with a password: unzip it first.")
    refuse_bomb(f"{name}/{info.filename}", info.compress_size, info.file_size)


def _parted(found: Sequence[Piece], path: Path) -> tuple[list[Piece], list[str]]:
    """The pieces to read, each with what belongs to it, and the names of the others."""
    taken: list[Piece] = []
    others: list[Piece] = []
    for piece in found:
        itself = piece.member is None and piece.path == path
        (taken if itself or _is_table(piece) else others).append(piece)
    by_stem: dict[PurePosixPath, list[Piece]] = {}
    for other in others:
        for stem in _stems(other.own_name):
            by_stem.setdefault(stem, []).append(other)
    whole: list[Piece] = []
    parts: set[str] = set()
    for piece in taken:
        if piece.own_name.suffix.lower() in OF_SEVERAL_FILES:
            near = by_stem.get(piece.own_name.with_suffix(""), ())
            mine = [each for each in near if each.name not in parts and _is_part(each, piece)]
            parts |= {each.name for each in mine}
            beside = tuple(other.member for other in mine if other.member)
            whole.append(replace(piece, beside=beside))
        else:
            whole.append(piece)
    return whole, [other.name for other in others if other.name not in parts]


def _stems(name: PurePosixPath) -> Iterator[PurePosixPath]:
    """What a file may be a part of: ``hs.shp.xml`` of ``hs.shp`` and of ``hs``."""
    parts = name.name.split(".")
    for kept in range(1, min(len(parts), _MOST_ENDINGS + 1)):
        yield name.with_name(".".join(parts[:-kept]) or "-")


def _is_part(other: Piece, piece: Piece) -> bool:
    """Whether one is a part of the other, such as a Shapefile's .dbf."""
    same = other.path == piece.path if piece.member else other.member is None
    near = other.own_name.parent == piece.own_name.parent
    return same and near and _belongs(other.own_name.name, piece.own_name.name)


def _belongs(name: str, of: str) -> bool:
    """Whether a file of that name belongs to one of several files.

    >>> _belongs("hs.shp.xml", "hs.shp"), _belongs("hs.csv", "hs.shp")
    (True, False)
    """
    stem = of.rpartition(".")[0]
    return name.startswith(f"{stem}.") and (
        name == of or PurePosixPath(name).suffix.lower() not in _SUFFIXES
    )


def _hidden(parts: Sequence[str]) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _is_table(piece: Piece) -> bool:
    name = piece.own_name
    unpacked = PurePosixPath(name.stem) if name.suffix.lower() == ".gz" else name
    return unpacked.suffix.lower() in _SUFFIXES
