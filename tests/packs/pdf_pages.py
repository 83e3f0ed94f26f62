"""What stands on the pages of a PDF, read from the file itself: how full each is, tags, tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
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
    words: str = ""
    """What stands on the page in it and in its parts."""

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


def rows_of_tables(pdf: bytes) -> list[list[list[str]]]:
    """The words of every cell of every table, page after page: rows of cells, headings first."""
    return [
        [[cell.words for cell in row.parts if cell.kind in ("TH", "TD")] for row in table.all("TR")]
        for page in tags_of_pages(pdf)
        for table in page.all("Table")
    ]


def _tags(page: pypdfium2.PdfPage) -> Tag:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        children = (pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(count))
        marked = _marked(page)
        return Tag("Page", "", tuple(_tag(child, marked) for child in children if child))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _marked(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The words of each piece of marked content of a page, by its number."""
    found: dict[int, list[str]] = {}
    text = page.get_textpage()
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        number = pdfium.FPDFPageObj_GetMarkedContentID(each.raw)
        long = pdfium.FPDFTextObj_GetText(each.raw, text.raw, None, 0)
        room = (ctypes.c_ushort * (long // 2 + 1))()
        pdfium.FPDFTextObj_GetText(each.raw, text.raw, room, long)
        found.setdefault(number, []).append(bytes(room)[: long - 2].decode("utf-16-le"))
    return {number: "".join(parts) for number, parts in found.items()}


def _tag(element: object, marked: Mapping[int, str]) -> Tag:
    count = pdfium.FPDF_StructElement_CountChildren(element)
    children = (pdfium.FPDF_StructElement_GetChildAtIndex(element, at) for at in range(count))
    parts = tuple(_tag(child, marked) for child in children if child)
    own = pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)
    numbers = (
        pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, at) for at in range(own)
    )
    words = (*(marked.get(number, "") for number in numbers), *(part.words for part in parts))
    return Tag(
        _words(pdfium.FPDF_StructElement_GetType, element),
        _words(pdfium.FPDF_StructElement_GetStringAttribute, element, b"Scope"),
        parts,
        " ".join(" ".join(words).split()),
    )


def _words(read: object, *asked: object) -> str:
    long = read(*asked, None, 0)  # type: ignore[operator]
    if long < 4:
        return ""
    room = ctypes.create_string_buffer(long)
    read(*asked, room, long)  # type: ignore[operator]
    return room.raw[: long - 2].decode("utf-16-le")
