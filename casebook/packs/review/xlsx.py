"""The review pack's figures as a workbook."""

from __future__ import annotations

from casebook.packs.review.numbers import number_sheets
from casebook.packs.review.pack import ReviewPack
from casebook.packs.workbook import WorkbookFace, workbook

_READING = (
    "Headings of figures are those of casebook figures; a blank cell is not known, 0 is none.",
    "The last column of a sheet is the command that lists what is behind its row.",
)


def render_xlsx(pack: ReviewPack) -> bytes:
    """The pack's figures as XLSX; the same pack gives the same bytes."""
    about = (*_READING, *pack.cut_off, *pack.definitions, *pack.reading, *pack.notes, *pack.record)
    face = WorkbookFace(pack.title, pack.force, pack.marking, pack.synthetic, pack.made_on, about)
    return workbook(face, number_sheets(pack.numbers))
