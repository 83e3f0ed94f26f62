"""Finding the tables among files, folders and archives, and reading their bytes."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from casebook.core.errors import BadFile

T = TypeVar("T")

_SUFFIXES = frozenset(
    {".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".json"}
    | {".gpx"}
)
"""What is taken out of a folder or an archive; a file named by itself is looked into instead."""
_LARGEST_MEMBER = 2 << 30
_SPREADSHEETS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


@dataclass(frozen=True)
class Piece:
    """One file that may hold a table, on the disk or inside an archive."""

    name: str
    path: Path
    member: str | None
    size: int
    given: str
    """The name of the file or folder that was asked for and holds it."""


def find_pieces(paths: Sequence[Path]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """The files to read, folders and archives in name order, and the names of those left out.

    Raises :class:`BadFile` where a path can't be read, an archive is damaged, or nothing is left.
    """
    pieces: list[Piece] = []
    left_out: list[str] = []
    alike = Counter(path.name for path in paths)
    for path in paths:
        name = path.name if alike[path.name] == 1 else path.as_posix()
        with plainly(name):
            if not path.exists():
                raise FileNotFoundError
            found = list(_in_folder(path, name) if path.is_dir() else _in_file(path, name, name))
        taken = [p for p in found if _is_table(p) or (p.member is None and p.path == path)]
        left_out += [p.name for p in found if not _is_table(p)] if taken != found else []
        if not taken:
            raise BadFile(
                f"{name} holds no table: what can be read is CSV, XLSX, XLS, ODS, Parquet, "
                "JSON and GPX, and folders and ZIP files of them."
            )
        pieces += taken
    return tuple(pieces), tuple(left_out)


def read_pieces(
    pieces: Sequence[Piece], work: Callable[[Piece, bytes], T]
) -> Iterator[tuple[Piece, T]]:
    """Each piece with what ``work`` makes of its bytes, one piece ahead of the caller."""
    reader = _PieceReader()

    def make(piece: Piece) -> T:
        return work(piece, reader.read(piece))

    with ThreadPoolExecutor(1, "read") as ahead:
        try:
            waiting = ahead.submit(make, pieces[0])
            for number, piece in enumerate(pieces):
                made = waiting.result()
                if number + 1 < len(pieces):
                    waiting = ahead.submit(make, pieces[number + 1])
                yield piece, made
        finally:
            ahead.shutdown(cancel_futures=True)
            reader.close()


def sha256_of(paths: Iterable[Path]) -> str:
    """One SHA-256 for files and folders, the same in whatever order they are given."""
    digests = []
    for path in paths:
        with plainly(path.name):
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


@contextmanager
def plainly(name: str) -> Iterator[None]:
    """Turn what a disk or an archive can do to a file into :class:`BadFile`, one sentence each."""
    try:
        yield
    except FileNotFoundError as error:
        raise BadFile(f"There is no file {name}: look at its name and folder.") from error
    except PermissionError as error:
        raise BadFile(
            f"{name} can't be read: you lack permission, or another program holds it open."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadFile(f"{name} is a damaged ZIP file: fetch it again.") from error
    except NotImplementedError as error:
        raise BadFile(
            f"{name} is packed in a way that can't be read here: unzip it first."
        ) from error
    except OSError as error:
        raise BadFile(f"{name} can't be read: {error.strerror or error}.") from error


class _PieceReader:
    """Reads pieces one after another, keeping the archive it is in open."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._archive: zipfile.ZipFile | None = None

    def read(self, piece: Piece) -> bytes:
        with plainly(piece.name):
            if piece.member is None:
                return piece.path.read_bytes()
            if self._archive is None or self._path != piece.path:
                self.close()
                self._path, self._archive = piece.path, zipfile.ZipFile(piece.path)
            return self._archive.read(piece.member)

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None


def _in_folder(folder: Path, name: str) -> Iterator[Piece]:
    for path in _files_under(folder):
        yield from _in_file(path, f"{name}/{path.relative_to(folder).as_posix()}", name)


def _files_under(folder: Path) -> list[Path]:
    within = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in within if not _hidden(path.relative_to(folder).parts))


def _in_file(path: Path, name: str, given: str) -> Iterator[Piece]:
    with plainly(name):
        with path.open("rb") as file:
            packed = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
        if packed:
            with zipfile.ZipFile(path) as archive:
                if not is_spreadsheet(archive):
                    yield from _in_archive(archive, path, name, given)
                    return
        yield Piece(name, path, None, path.stat().st_size, given)


def _in_archive(archive: zipfile.ZipFile, path: Path, name: str, given: str) -> Iterator[Piece]:
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if info.is_dir() or _hidden(PurePosixPath(info.filename).parts):
            continue
        piece = Piece(f"{name}/{info.filename}", path, info.filename, info.file_size, given)
        if _is_table(piece) and info.flag_bits & 1:
            raise BadFile(f"{name} is locked with a password: unzip it first.")
        if _is_table(piece) and info.file_size > _LARGEST_MEMBER:
            raise BadFile(f"{piece.name} is over 2 GB when unpacked: unzip it first.")
        yield piece


def _hidden(parts: Sequence[str]) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _is_table(piece: Piece) -> bool:
    return PurePosixPath(piece.member or piece.path.name).suffix.lower() in _SUFFIXES
