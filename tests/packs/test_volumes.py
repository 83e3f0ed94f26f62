"""A long review in volumes: whole, in order, each a PDF that says where the rest stands."""

from __future__ import annotations

from functools import partial

import pypdfium2
import pytest

from casebook.packs.review import pdf
from casebook.packs.review.volumes import in_volumes
from tests.packs.made_up import pack
from tests.packs.pdf_pages import tags_of_pages


def _texts(made: bytes) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(made)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_a_pack_that_isn_t_long_is_one_volume() -> None:
    """Of three hotspots, where three fit: the pack as it is."""
    made = pack()
    assert in_volumes(made, 3) == (made, ())
    assert isinstance(pdf.render_volumes(made), bytes)


def test_every_page_stands_in_one_volume_in_order_of_need() -> None:
    """Three hotspots two to a volume: the tables apart, then two pages, then one."""
    made = pack()
    first, others = in_volumes(made, 2)
    assert first.sections == ()
    assert [volume.sections for volume in others] == [made.sections[:2], made.sections[2:]]
    assert [first.title, *(volume.title for volume in others)] == [
        f"{made.title}, part {number} of 3" for number in (1, 2, 3)
    ]
    assert first.volumes == (
        "The pages of 3 hotspots, in order of need, are files of their own: part 2 (places 1 to 2) "
        "to part 3 (place 3)."
    )
    assert others[1].volumes.startswith("The pages of place 3 of 3, in order of need. Part 1 has")
    assert (first.front, first.definitions) == (made.front, made.definitions)


def test_the_table_of_all_hotspots_says_in_which_part_each_page_stands() -> None:
    """A line above the rows of each part; the rows and the total are as they were."""
    made = pack()
    first, _ = in_volumes(made, 2)
    groups = [
        (at, line.cells) for at, line in enumerate(first.hotspots.lines) if line.kind == "group"
    ]
    assert groups == [(0, ("Part 2: places 1 to 2",)), (3, ("Part 3: place 3",))]
    assert (
        tuple(line for line in first.hotspots.lines if line.kind != "group") == made.hotspots.lines
    )


def test_each_volume_is_a_tagged_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made when it is asked for, with its own contents, the same bytes again; page 1 says so."""
    monkeypatch.setattr(pdf, "in_volumes", partial(in_volumes, most=2))
    made = list(pdf.render_volumes(pack()))
    assert made == list(pdf.render_volumes(pack()))
    words = [_texts(each) for each in made]
    assert "part 1 of 3" in words[0][0]
    assert "are files of their own" in " ".join(words[0][0].split())
    assert not any("What the owner says" in page for page in words[0])
    refs = [part.ref for part in pack().sections]
    assert all(ref in words[1][0] for ref in refs[:2])
    assert refs[2] not in words[1][0]
    assert refs[2] in words[2][1]
    for each in made:
        assert any(list(page.all("H1")) for page in tags_of_pages(each))
