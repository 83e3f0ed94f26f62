"""Pages set by Typst: tagged PDF (PDF/UA-1), with the fonts it brings and Lato."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from casebook.core.errors import CasebookError
from casebook.packs.drawing.svg import Picture
from casebook.packs.row_heads import with_row_heads
from casebook.packs.tables import PrintTable

FONTS = ("Lato", "Libertinus Serif", "DejaVu Sans Mono")
_PROBE = b"""#set document(title: "x")
#set text(font: json(bytes(sys.inputs.fonts)))
#json(bytes(sys.inputs.data))"""
_REPLACEMENT = "\ufffd"
_LOST = "Some characters can't be printed here and stand as �: the HTML pack has them."


class PdfFailure(CasebookError):
    """The PDF can't be made on this machine."""


def typeset(templates: Sequence[str], data: dict[str, Any], made_on: date) -> bytes:
    """The pages of ``data``, from :func:`printable`, as PDF; the same data gives the same bytes.

    ``templates`` are set one beneath the other.

    Text goes in as data, so nothing an officer typed is markup. PDF/UA forbids a character without
    a glyph, so one that no font here can draw is printed as �, and ``lost`` in the data says so.
    Raises :class:`PdfFailure` where the fonts aren't installed.
    """
    source, moment = source_of(*templates), _moment(made_on)
    try:
        made = _compiled(source, data, moment)
    except typst.TypstError:
        made = _compiled(source, _without_what_breaks(data), moment)
    return with_row_heads(made)


def as_data(value: Any) -> Any:
    """A page as JSON has it: records by their fields, days ISO; for :func:`printable`.

    Of a table its upper headings stand beside its fields, of a drawing its words beside it.
    """
    if isinstance(value, Picture):
        return {"svg": value.svg, "alt": value.alt}
    if is_dataclass(value) and not isinstance(value, type):
        data = {each.name: as_data(getattr(value, each.name)) for each in fields(value)}
        return data | {"tiers": as_data(value.tiers)} if isinstance(value, PrintTable) else data
    if isinstance(value, Mapping):
        return {key: as_data(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_data(part) for part in value]
    return str(value) if isinstance(value, date) else value


def printable(data: dict[str, Any], in_columns: Collection[str] = ()) -> dict[str, Any]:
    """Data as Typst takes it: text that can be drawn, long words that can be broken.

    What stands under the keys ``in_columns`` is of narrow columns, where words break sooner.
    """
    whole = _each(data, _plainly_spaced)
    whole |= {key: _each(whole[key], _breakable_in_columns) for key in in_columns}
    found: dict[str, Any] = _each(whole, _breakable)
    lost = {
        ord(character): _REPLACEMENT
        for character in set[str]().union(*_strings(found))
        if not _common(character) and not _can_draw(character)
    }
    if lost:
        found = _each(found, lambda words: words.translate(lost))
    return found | {"lost": _LOST if lost else ""}


def _compiled(source: bytes, data: Any, moment: int = 0) -> bytes:
    found = _compiler(source, data).compile(format="pdf", pdf_standards=["ua-1"], timestamp=moment)
    assert isinstance(found, bytes)
    return found


def _without_what_breaks(data: dict[str, Any]) -> dict[str, Any]:
    """The data with � for the rare characters of texts that together can't be drawn."""
    broken = {
        words
        for words in set(_strings(data))
        if not words.startswith("<svg") and not all(map(_common, words)) and not _draws(words)
    }

    def mended(words: str) -> str:
        if words not in broken:
            return words
        return "".join(c if _common(c) else _REPLACEMENT for c in words)

    mended_data: dict[str, Any] = _each(data, mended)
    return mended_data | {"lost": _LOST}


_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def _plainly_spaced(words: str) -> str:
    """The words with one sign for the end of a line and blanks for tabs.

    Typst has no glyph for a tab beside the signs that other programs end lines with.
    """
    if words.startswith("<svg"):
        return words
    return _LINE_ENDS.sub("\n", words).replace("\t", " ")


def _compiler(source: bytes, data: Any) -> typst.Compiler:
    """Typst with the data as JSON and the fonts that are the same on every machine."""
    folders: list[Any] = [_lato()]
    inputs = {"data": json.dumps(data), "fonts": json.dumps(FONTS)}
    return typst.Compiler(source, sys_inputs=inputs, ignore_system_fonts=True, font_paths=folders)


def source_of(*templates: str) -> bytes:
    """The templates beneath what every pack's pages share: colours, marking, tables."""
    folder = files("casebook.packs").joinpath("templates")
    return b"".join(folder.joinpath(name).read_bytes() for name in ("furniture.typ", *templates))


@cache
def _lato() -> str:
    """The folder of the installed Lato fonts."""
    try:
        listed = distribution("font-lato").files or []
    except PackageNotFoundError:
        listed = []
    for file in listed:
        if file.name == "Lato-Regular.ttf":
            return str(Path(str(file.locate())).parent)
    raise PdfFailure("The package font-lato isn't installed whole: run pip install font-lato.")


def _moment(day: date) -> int:
    """The start of ``day`` in UTC, in seconds: the time the PDF says it was made."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def _common(character: str) -> bool:
    """Whether every font has the character, so that it needs no trial."""
    return " " <= character <= "~" or "À" <= character <= "ÿ" or character in "\n–−±·£’"


@cache
def _can_draw(character: str) -> bool:
    """Whether a PDF of that one character can be made."""
    return _draws(f"a{character}b")


def _draws(words: str) -> bool:
    """Whether a PDF of these words alone can be made."""
    try:
        _compiled(_PROBE, words)
    except typst.TypstError:
        return False
    return True


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each(part, change) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each(part, change) for part in value]
    return value


def _breakable(words: str) -> str:
    """Words of more than 40 characters with places to break them; drawings stay as they are."""
    if words.startswith("<svg"):
        return words
    return re.sub(r"(\S{40})(?=\S)", "\\1\u200b", words)


def _breakable_in_columns(words: str) -> str:
    """Words of more than 20 characters with a place to break after every 8."""
    return re.sub(r"\S{21,}", lambda long: re.sub(r"(\S{8})(?=\S)", "\\1\u200b", long[0]), words)
