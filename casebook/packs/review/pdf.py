"""The review pack as a tagged PDF, or as several where one would be too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from casebook.packs.review.pack import ReviewPack
from casebook.packs.review.volumes import PagesVolume, in_volumes
from casebook.packs.typesetting import as_data, printable, typeset

TEMPLATES = ("review.typ", "hotspot_pages.typ", "review_end.typ")
_PAGES = ("review_part.typ", "hotspot_pages.typ")


def render_pdf(pack: ReviewPack) -> bytes:
    """The pack as one PDF; the same pack gives the same bytes.

    Raises :class:`casebook.packs.typesetting.PdfFailure` where the fonts aren't installed.
    """
    return typeset(TEMPLATES, _printed(pack), pack.made_on)


def render_volumes(pack: ReviewPack) -> bytes | Iterator[bytes]:
    """The pack as one PDF, or as several, each made when it is asked for.

    Raises as :func:`render_pdf` does.
    """
    first, others = in_volumes(pack)
    return _one_by_one(first, others) if others else render_pdf(pack)


def _one_by_one(first: ReviewPack, others: tuple[PagesVolume, ...]) -> Iterator[bytes]:
    from casebook.packs.set_apart import typeset_apart

    here = [anchor for anchor, _ in first.contents]
    yield typeset_apart(TEMPLATES, _printed(first) | {"anchors": here}, first.made_on)
    for volume in others:
        data = as_data(volume) | {"anchors": list(volume.anchors)}
        yield typeset_apart(_PAGES, printable(data), first.made_on)


def _printed(pack: ReviewPack) -> dict[str, Any]:
    """The pack as Typst takes it: all but its bare numbers."""
    own = {one.name: getattr(pack, one.name) for one in fields(pack) if one.name != "numbers"}
    return printable(as_data(own | {"made": pack.made, "contents": pack.contents}))
