"""What stands on the pages of a PDF, read from the file itself: how full each is, and its tags."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_SCALE = 0.5
_MARGIN = 15 / 25.4 * 72
"""Points from a page's edge in which its marking and its number stand."""


def fill_of_pages(pdf: bytes) -> list[float]:
    """How far down each page is written on, as a share of what lies between its margins."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_fill(page) for page in document]
    finally:
        document.close()


def _fill(page: pypdfium2.PdfPage) -> float:
    drawn = page.render(scale=_SCALE, grayscale=True).to_numpy()
    edge = int(_MARGIN * _SCALE) + 1
    inside = drawn.reshape(drawn.shape[0], -1)[edge:-edge]
    written = (inside < 200).any(axis=1).nonzero()[0]
    return float(written[-1] + 1) / len(inside) if len(written) else 0.0


@dataclass(frozen=True)
class Tag:
    """An element of a page's structure: its type, the scope of a heading cell, and its parts."""

    kind: str
    scope: str
    parts: tuple[Tag, ...]

    def all(self, kind: str) -> Iterator[Tag]:
        """Every element of that type in it, itself too, in reading order."""
        if self.kind == kind:
            yield self
        for part in self.parts:
            yield from part.all(kind)


def tags_of_pages(pdf: bytes) -> list[Tag]:
    """The structure of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_tags(page) for page in document]
    finally:
        document.close()


def _tags(page: pypdfium2.PdfPage) -> Tag:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        children = (pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(count))
        return Tag("Page", "", tuple(_tag(child) for child in children if child))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _tag(element: object) -> Tag:
    count = pdfium.FPDF_StructElement_CountChildren(element)
    children = (pdfium.FPDF_StructElement_GetChildAtIndex(element, at) for at in range(count))
    return Tag(
        _words(pdfium.FPDF_StructElement_GetType, element),
        _words(pdfium.FPDF_StructElement_GetStringAttribute, element, b"Scope"),
        tuple(_tag(child) for child in children if child),
    )


def _words(read: object, *asked: object) -> str:
    long = read(*asked, None, 0)  # type: ignore[operator]
    if long < 4:
        return ""
    room = ctypes.create_string_buffer(long)
    read(*asked, room, long)  # type: ignore[operator]
    return room.raw[: long - 2].decode("utf-16-le")
