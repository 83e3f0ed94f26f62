"""Files written so that the same content is always the same bytes, on every system."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_ZIPPED_ON = (2024, 12, 18, 0, 0, 0)


def table(rows: Iterable[Sequence[str]], newline: str = "\n") -> bytes:
    """Comma-separated lines; a field with a comma, quote or newline in it is refused."""
    out = io.StringIO()
    for row in rows:
        line = ",".join(row)
        if line.count(",") != len(row) - 1 or any(sign in line for sign in '"\r\n'):
            raise ValueError(f"a field in {row} would need quoting")
        out.write(line + newline)
    return out.getvalue().encode()


def pretty(value: object) -> bytes:
    """JSON for people to read, ending in a newline."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def write(path: Path, content: bytes) -> None:
    """The file with this content; a file that has it already is left alone."""
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    """An archive of these members with one fixed date.

    An archive that holds exactly these already is left alone, because builds of zlib differ in
    how they pack the same content.
    """
    if path.exists() and unzipped(path) == dict(members):
        return
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _ZIPPED_ON)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)


def unzipped(path: Path) -> dict[str, bytes]:
    """Every member of an archive and its content, in the archive's order."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
