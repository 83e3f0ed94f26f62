"""The pack's PDF as it lies on the table: no page near empty, no small tables, rows with heads."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from casebook.core.months import Month, Window
from casebook.packs.chapters.parts import PackScope
from casebook.packs.review.hotspot.gathered import ResultLine, nothing_gathered
from casebook.packs.review.pack import review_pack
from casebook.packs.review.pdf import render_pdf
from casebook.packs.row_heads import with_row_heads
from casebook.profiles.profile import Action
from casebook.reviews.review import Review
from tests.books import make_book
from tests.packs import made_up
from tests.packs.made_up import FILES, ROWS, SEPTEMBER, pack
from tests.packs.pdf_pages import fill_of_pages, tags_of_pages

SMALLEST = 8.0
"""Points of the text of tables."""
_WORDS = "The rank was marshalled on every Friday and Saturday, and the bars took it in turn. "


def busy(length: int) -> bytes:
    """The PDF of a pack whose first hotspot has much to tell, more with ``length``."""
    months = (Month(2024, 8), SEPTEMBER)
    reviews = [
        Review(
            "PMP-2024-001",
            month,
            state=state,
            did=_WORDS * length,
            hindered=_WORDS * length,
            asks=_WORDS,
            decisions=("continue",),
            reason=_WORDS * length,
            id=month.number,
        )
        for month, state in zip(months, ("signed", "updated"), strict=True)
    ]
    actions = tuple(
        Action("PMP-2024-001", _WORDS, review=8, actual=_WORDS, id=n) for n in range(1, length * 3)
    )
    kept = replace(
        nothing_gathered(SEPTEMBER),
        reviews={"PMP-2024-001": reviews},
        results={"HS-01": [ResultLine(f"Kind {n}", "prevention", n, n) for n in range(12)]},
    )
    file = replace(FILES[0], actions=actions)
    return render_pdf(pack(files=(file, *FILES[1:]), kept=kept))


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_a_hotspot_has_two_pages_at_most_and_none_is_near_empty(length: int) -> None:
    """However much is to tell, what doesn't fit on its page fills a fair part of the next."""
    made = busy(length)
    filled = fill_of_pages(made)
    assert min(filled) >= 0.15
    heads = [len(list(page.all("H1"))) for page in tags_of_pages(made)]
    own = [at for at, count in enumerate(heads) if count == 1][-5:]
    assert [later - one <= 2 for one, later in pairwise(own)] == [True] * 4


def test_a_pack_of_no_hotspots_has_no_page_of_them(tmp_path: Path) -> None:
    """It says so above what follows, and no page is near empty."""
    book = make_book(tmp_path)
    month = Window(SEPTEMBER, SEPTEMBER)
    made = render_pdf(review_pack(PackScope(book, month)))
    book.store.close()
    filled = fill_of_pages(made)
    assert (len(filled), min(filled) >= 0.15) == (3, True)


def test_a_name_or_a_title_without_end_takes_no_page_of_its_own() -> None:
    """10,000 characters are cut on the page, which says so; the front page shows its lines."""
    endless = "Lamps out along the path. " * 400
    file = replace(FILES[0], profile=replace(FILES[0].profile, title=endless))
    apart = made_up.file("PMP-2024-099", None, title=endless)
    rows = tuple(replace(row, name=endless) for row in ROWS)
    made = pack(table=made_up.table(rows), files=(file, apart))
    case = next(case for part in made.sections for case in part.cases)
    assert len(case.title) <= 200
    assert "Shortened; the whole text is in the casebook." in case.says
    assert max(len(line.place) for line in made.front.places) <= 120
    assert len(fill_of_pages(render_pdf(made))) <= 8


def test_how_full_a_page_is_is_read_from_the_file() -> None:
    """The pages of a made-up pack are filled as one sees them."""
    filled = fill_of_pages(render_pdf(pack()))
    assert 0 < min(filled) <= max(filled) <= 1


def test_tables_are_set_in_8_points_or_more() -> None:
    """In every template of pages, and in the styles of paper."""
    folder = files("casebook.packs").joinpath("templates")
    sizes = []
    for entry in folder.iterdir():
        source = entry.read_text(encoding="utf-8")
        if entry.name.endswith(".typ"):
            sizes += re.findall(r"grid-table\([^\n]*?size: ([\d.]+)pt", source)
        elif entry.name.endswith(".css"):
            sizes += re.findall(r"table[^{}]*\{[^}]*font-size: ([\d.]+)pt", source)
    assert len(sizes) > 5
    assert min(map(float, sizes)) >= SMALLEST


def test_every_row_of_a_table_has_a_heading_that_names_it() -> None:
    """Those of the table's head name columns; the first cell of each other row its row."""
    tables = [table for page in tags_of_pages(render_pdf(pack())) for table in page.all("Table")]
    assert len(tables) > 8
    for table in tables:
        head = [cell.scope for part in table.all("THead") for cell in part.all("TH")]
        assert set(head) <= {"Column"}
        rows = [row for body in table.all("TBody") for row in body.all("TR")]
        assert rows
        for row in rows:
            assert [cell.scope for cell in row.all("TH")] == ["Row"]


def test_the_status_strip_is_read_pair_by_pair_and_sentences_are_paragraphs() -> None:
    """Each pair is one paragraph; nothing on a page hangs loose from its structure."""
    made = pack()
    first = made.sections[0]
    page = next(p for p in tags_of_pages(render_pdf(made))[3:] if list(p.all("H1")))
    assert len(list(page.all("P"))) > len(first.status) + len(first.cases[0].passages)


def test_row_heads_keep_every_object_where_the_file_says_it_is() -> None:
    """The table of offsets is that of the longer objects."""
    made = render_pdf(pack())
    start = int(made.rsplit(b"startxref", 1)[1].split()[0])
    section = re.match(rb"xref\r?\n0 (\d+)\r?\n", made[start:])
    assert section is not None
    table = made[start + section.end() :]
    for number in range(1, int(section[1])):
        line = table[20 * number : 20 * number + 20]
        if line[17:18] == b"n":
            assert made.startswith(b"%d 0 obj" % number, int(line[:10]))


def test_a_file_that_isn_t_as_expected_is_refused() -> None:
    """And not written half changed."""
    with pytest.raises(ValueError, match="no plain table of offsets"):
        with_row_heads(b"%PDF-1.7 without a table")
