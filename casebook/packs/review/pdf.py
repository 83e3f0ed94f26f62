"""The review pack as a tagged PDF."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from casebook.packs.review.pack import ReviewPack
from casebook.packs.typesetting import as_data, printable, typeset

TEMPLATE = "review.typ"


def render_pdf(pack: ReviewPack) -> bytes:
    """The pack as PDF; the same pack gives the same bytes.

    Raises :class:`casebook.packs.typesetting.PdfFailure` where the fonts aren't installed.
    """
    return typeset(TEMPLATE, _printed(pack), pack.made_on)


def _printed(pack: ReviewPack) -> dict[str, Any]:
    """The pack as Typst takes it: all but its bare numbers."""
    own = {one.name: getattr(pack, one.name) for one in fields(pack) if one.name != "numbers"}
    return printable(as_data(own | {"made": pack.made, "contents": pack.contents}))
