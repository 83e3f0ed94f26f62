"""What a file holds, on the disk or in an archive, read or unpacked when it is asked for."""

from __future__ import annotations

import json
import lzma
import shutil
import tempfile
import tomllib
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar

from casebook.core.errors import BadFile
from geo.unpacking import refuse_bomb

T = TypeVar("T")

HEAD = 1 << 16
"""How many of a file's first bytes tell what it is."""
_LARGEST_TEXT = 64 << 20
_GZIPPED = b"\x1f\x8b\x08"
_GZIP = 31
"""What zlib calls gzip's own heading and check."""
_STEP = 1 << 20
_SMALL = 4 << 20
"""Bytes up to which a piece is read whole when it is opened."""
_AHEAD = 32 << 20
"""Bytes of small pieces that may be read and wait for the caller."""


@dataclass(frozen=True)
class Piece:
    """One file that may hold tables, on the disk or inside an archive."""

    name: str
    path: Path
    member: str | None
    size: int
    given: str
    """The name of the file or folder that was asked for and holds it."""
    beside: tuple[str, ...] = ()
    """The members of the archive that belong to it, as a Shapefile's do."""

    @property
    def own_name(self) -> PurePosixPath:
        """The folders and the name it has on the disk or in its archive."""
        return PurePosixPath(self.member or self.path.as_posix())


class PieceContent:
    """A piece's bytes, or a path where another library finds it."""

    def __init__(self, piece: Piece, archive: zipfile.ZipFile | None) -> None:
        self._piece = piece
        self._archive = archive
        self._folder: Path | None = None
        self._data: bytes | None = None
        """What it holds unpacked, where it was packed itself."""
        self._whole: bytes | None = None
        """What a small one holds as it lies there."""
        self.head = b""
        """Its first bytes; none of a folder that is one file to its users."""
        if piece.path.is_dir() or not self._is_file():
            return
        with self._open() as file:
            if piece.size <= _SMALL:
                self._whole = file.read()
                self.head = self._whole[:HEAD]
            else:
                self.head = file.read(HEAD)
        if self.head.startswith(_GZIPPED):
            self._data = _unzipped(self.whole(), piece.name)
            self.head = self._data[:HEAD]

    @property
    def ending(self) -> str:
        """The ending of its name, in small letters, as it is when it is unpacked."""
        name = self._piece.own_name
        return (PurePosixPath(name.stem) if name.suffix.lower() == ".gz" else name).suffix.lower()

    def whole(self) -> bytes:
        """All of it, unpacked."""
        if self._data is not None:
            return self._data
        if self._whole is not None:
            return self._whole
        with self._open() as file:
            return file.read()

    def source(self) -> Path | bytes:
        """Where it lies on the disk as it is, else all of it, unpacked."""
        if self._data is None and self._piece.member is None:
            return self._piece.path
        return self.whole()

    def on_disk(self) -> Path:
        """Where it lies with what belongs to it, unpacked into a folder of its own if need be."""
        piece = self._piece
        if self._data is None and self._archive is None:
            return piece.path
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="casebook-"))
        if self._data is not None:
            path = self._folder / f"unpacked{self.ending}"
            path.write_bytes(self._data)
            return path
        assert self._archive is not None
        assert piece.member is not None
        above = PurePosixPath(piece.member).parent
        for name in dict.fromkeys((*((piece.member,) if self._is_file() else ()), *piece.beside)):
            info = self._archive.getinfo(name)
            refuse_bomb(f"{piece.path.name}/{name}", info.compress_size, info.file_size)
            target = self._folder.joinpath(*PurePosixPath(name).relative_to(above).parts)
            target.parent.mkdir(exist_ok=True)
            with self._archive.open(name) as source, target.open("wb") as file:
                shutil.copyfileobj(source, file, _STEP)
        return self._folder / PurePosixPath(piece.member).name

    def close(self) -> None:
        """Take away what was unpacked."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _is_file(self) -> bool:
        """Whether it is itself a file, and not a folder of an archive."""
        piece = self._piece
        return self._archive is None or piece.member in self._archive.NameToInfo

    def _open(self) -> IO[bytes]:
        if self._archive is None or self._piece.member is None:
            return self._piece.path.open("rb")
        return self._archive.open(self._piece.member)


def read_pieces(
    pieces: Sequence[Piece], work: Callable[[Piece, PieceContent], T], *, ahead: bool = True
) -> Iterator[tuple[Piece, T]]:
    """Each piece with what ``work`` makes of its content, made ``ahead`` of the caller if asked."""
    reader = _PieceReader()

    def make(piece: Piece) -> T:
        with plainly(piece.name):
            content = reader.open(piece)
            try:
                return work(piece, content)
            finally:
                content.close()

    try:
        if ahead:
            yield from _made_ahead(pieces, make)
        else:
            yield from ((piece, make(piece)) for piece in pieces)
    finally:
        reader.close()


def _made_ahead(pieces: Sequence[Piece], make: Callable[[Piece], T]) -> Iterator[tuple[Piece, T]]:
    with ThreadPoolExecutor(1, "read") as pool:
        try:
            due: deque[Future[T]] = deque()
            upcoming, room = deque(pieces), _AHEAD
            for piece in pieces:
                while upcoming and (len(due) < 2 or room > 0):
                    room -= upcoming[0].size
                    due.append(pool.submit(make, upcoming.popleft()))
                made = due.popleft().result()
                yield piece, made
                room += piece.size
        finally:
            pool.shutdown(cancel_futures=True)


def text_of(path: Path) -> str:
    """The text of a small UTF-8 file, such as a JSON; :class:`BadFile` for what is none."""
    name = path.name
    with plainly(name):
        refuse_no_file(path, name)
        if path.is_dir():
            raise BadFile(f"{name} is a folder: name a file in it.")
        if path.stat().st_size > _LARGEST_TEXT:
            raise BadFile(f"{name} is larger than {_LARGEST_TEXT >> 20} MB: give less at a time.")
        data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{name} is no UTF-8 text: save it as UTF-8.") from error


def json_of(text: str, name: str) -> Any:
    """The JSON in ``text``, which the file ``name`` holds; raises :class:`BadFile`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{name} is no JSON: {error}.") from error


def toml_of(text: str, name: str) -> dict[str, Any]:
    """The TOML in ``text``, which the file ``name`` holds; raises :class:`BadFile`."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{name} is no TOML: {error}.") from error


def refuse_no_file(path: Path, name: str) -> None:
    """Refuse what would never end, or block, when it is read: pipes and devices."""
    if not path.exists():
        raise FileNotFoundError
    if not (path.is_file() or path.is_dir()):
        raise BadFile(f"{name} is no file but a pipe or a device: save it to a file first.")


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
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
        raise BadFile(f"{name} is a damaged ZIP file: fetch it again.") from error
    except NotImplementedError as error:
        raise BadFile(
            f"{name} is packed in a way that can't be read here: unzip it first."
        ) from error
    except OSError as error:
        raise BadFile(f"{name} can't be read: {error.strerror or error}.") from error
    except ValueError as error:
        if "seek" not in str(error):  # what a ZIP says of a place that it can't have
            raise
        raise BadFile(f"{name} is a damaged ZIP file: fetch it again.") from error


def _unzipped(packed: bytes, name: str) -> bytes:
    """What ``packed`` holds, of one gzip stream or several behind one another."""
    parts: list[bytes] = []
    size, rest = 0, packed
    try:
        while rest.startswith(_GZIPPED):
            stream = zlib.decompressobj(_GZIP)
            while not stream.eof:
                parts.append(stream.decompress(rest, _STEP))
                size += len(parts[-1])
                refuse_bomb(name, len(packed), size)
                rest = stream.unconsumed_tail
                if not rest and not parts[-1]:
                    raise EOFError
            rest = stream.unused_data
    except (zlib.error, EOFError) as error:
        raise BadFile(f"{name} is a damaged gzip file: fetch it again.") from error
    return b"".join(parts)


class _PieceReader:
    """Opens pieces one after another, keeping the archive it is in open."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._archive: zipfile.ZipFile | None = None

    def open(self, piece: Piece) -> PieceContent:
        if piece.member is None:
            return PieceContent(piece, None)
        if self._archive is None or self._path != piece.path:
            self.close()
            self._path, self._archive = piece.path, zipfile.ZipFile(piece.path)
        return PieceContent(piece, self._archive)

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None
