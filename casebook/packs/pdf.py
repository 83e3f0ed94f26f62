"""A pack as a tagged PDF (PDF/UA-1), laid out by Typst with the fonts it brings and Lato."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from casebook.domain.errors import CasebookError
from casebook.packs.review import ReviewPack

FONTS = ("Lato", "Libertinus Serif", "DejaVu Sans Mono")
_PROBE = b'#set document(title: "x")\n#set text(font: json(bytes(sys.inputs.fonts)))\n' + (
    b"#json(bytes(sys.inputs.data))"
)
_REPLACEMENT = "\ufffd"


class PdfFailure(CasebookError):
    """The PDF can't be made here; the sentence says why."""


def render_pdf(pack: ReviewPack) -> bytes:
    """The pack as PDF; the same pack gives the same bytes.

    Text goes in as data, so nothing an officer typed is markup. A character that no font here can
    draw is printed as �, and the pack says so. Raises :class:`PdfFailure`.
    """
    data, lost = _drawable(_data(pack))
    data["lost"] = (
        "Some characters can't be printed here and stand as �: the HTML pack has them."
        if lost
        else ""
    )
    found = _compiler("review.typ", data).compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=_moment(pack.made_on)
    )
    assert isinstance(found, bytes)
    return found


def count_marked_pages(pack: ReviewPack) -> tuple[int, int]:
    """How many pages the PDF has, and how many markings are printed on them."""
    data, _ = _drawable(_data(pack))
    compiler = _compiler("review.typ", data | {"lost": ""})
    marked = json.loads(compiler.query("<marking>", field="body"))
    pages = json.loads(compiler.query("<pages>", field="value"))
    return pages[0], len(marked)


def _data(pack: ReviewPack) -> dict[str, Any]:
    """The pack as JSON values, with what its properties work out."""
    data = asdict(pack)
    data |= {"made": pack.made, "made_on": str(pack.made_on), "contents": pack.contents}
    for part, section in zip(data["sections"], pack.sections, strict=True):
        for name in ("inset", "counts", "hours"):
            drawn = getattr(section, name)
            part[name] = {"svg": drawn.svg, "alt": drawn.alt} if drawn else None
        for name in ("figures", "patrol", "actions"):
            own = getattr(section, name)
            part[name] = part[name] | {"tiers": own.tiers} if own else None
    for name in ("fell", "command", "others"):
        own = getattr(pack, name)
        data[name] = data[name] | {"tiers": own.tiers} if own else None
    return data


def _compiler(template: str, data: dict[str, Any]) -> typst.Compiler:
    source = files("casebook.packs").joinpath(template).read_bytes()
    return typst.Compiler(
        source,
        sys_inputs={"data": json.dumps(data), "fonts": json.dumps(FONTS)},
        ignore_system_fonts=True,
        font_paths=[_lato()],
    )


@cache
def _lato() -> str:
    """The folder of the installed Lato fonts."""
    for file in distribution("font-lato").files or ():
        if file.name == "Lato-Regular.ttf":
            return str(Path(str(file.locate())).parent)
    raise PdfFailure("The package font-lato lacks its fonts: install it again.")


def _moment(day: date) -> int:
    """The start of ``day`` in UTC, in seconds: the time the PDF says it was made."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def _drawable(data: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The data with what can't be drawn replaced, and whether anything was.

    PDF/UA forbids a character without a glyph, so one emoji in a title would lose the pack.
    """
    unusual = {c for words in _strings(data) for c in words if not _common(c)}
    lost = {ord(c): _REPLACEMENT for c in unusual if not _can_draw(c)}
    return (_translated(data, lost), True) if lost else (data, False)


def _common(character: str) -> bool:
    """Whether every font has the character, so that it needs no trial."""
    return " " <= character <= "~" or character in "\n–−±·£’é"


@cache
def _can_draw(character: str) -> bool:
    """Whether a PDF of that one character can be made."""
    if character in "\t\r":
        return True
    compiler = typst.Compiler(
        _PROBE,
        sys_inputs={"data": json.dumps(f"a{character}b"), "fonts": json.dumps(FONTS)},
        ignore_system_fonts=True,
        font_paths=[_lato()],
    )
    try:
        compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
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


def _translated(value: Any, table: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _translated(part, table) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_translated(part, table) for part in value]
    return value
