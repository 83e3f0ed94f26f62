"""The review pack as a tagged PDF."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from typing import Any

from casebook.packs.review.pack import ReviewPack
from casebook.packs.typesetting import printable, typeset

TEMPLATE = "review.typ"


def render_pdf(pack: ReviewPack) -> bytes:
    """The pack as PDF; the same pack gives the same bytes.

    Raises :class:`casebook.packs.typesetting.PdfFailure` where the fonts aren't installed.
    """
    return typeset(TEMPLATE, _printed(pack), pack.made_on)


def _printed(pack: ReviewPack) -> dict[str, Any]:
    """The pack as Typst takes it."""
    return printable(_data(pack))


def _values(value: Any) -> Any:
    """A value as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, tuple):
        return [_values(part) for part in value]
    return value


def _data(pack: ReviewPack) -> dict[str, Any]:
    """The pack as JSON values, with what its properties work out."""
    data = {
        each.name: _values(getattr(pack, each.name))
        for each in fields(pack)
        if each.name != "numbers"
    }
    data |= {"made": pack.made, "made_on": str(pack.made_on), "contents": pack.contents}
    for part, section in zip(data["sections"], pack.sections, strict=True):
        for name in ("inset", "charts", "week"):
            drawn = getattr(section, name)
            part[name] = {"svg": drawn.svg, "alt": drawn.alt} if drawn else None
        for name in ("verdicts", "figures", "patrol", "results", "money", "actions"):
            own = getattr(section, name)
            part[name] = part[name] | {"tiers": own.tiers} if own else None
    front = data["front"]
    for name in ("decisions", "rule"):
        own = getattr(pack.front, name)
        front[name] = front[name] | {"tiers": own.tiers} if own else None
    for name in ("late", "fell", "hotspots", "others"):
        own = getattr(pack, name)
        data[name] = data[name] | {"tiers": own.tiers} if own else None
    return data
