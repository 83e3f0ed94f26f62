"""One order of need: the pack's, the sitting's and that of Today's reviews to sign."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casebook.agenda.today.behind import signing_order
from casebook.agenda.today.today import today
from casebook.book.opening import Book
from casebook.core.months import Window
from casebook.incidents.in_boundaries import follow_boundaries
from casebook.packs.chapters.parts import PackScope
from casebook.packs.review.pack import review_pack
from casebook.places.import_polygons import import_places
from casebook.profiles import casefile, intake, stage_moves
from casebook.profiles.profile import Profile
from casebook.reviews import months as reviews
from casebook.reviews.meeting import read_order
from casebook.reviews.sitting import read_sitting, read_turns
from tests import lomea
from tests.books import on
from tests.reviews.reviewed import AREA_ONLY, ONE, SEPTEMBER, TWO, as_person, make_town, signed

LATE = date(2024, 10, 29)
FOUR, FIVE, SIX = "PMP-2024-004", "PMP-2024-005", "PMP-2024-006"


def _by(book: Book, login: str) -> Book:
    return as_person(book, login, LATE)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Book]:
    """Six profiles that need more and less; HS-03 is shared, September's reviews are late."""
    book = make_town(tmp_path)
    squares = [lomea.square(1.5 + n / 50, f"HS-0{n}", "anti-social behaviour") for n in (3, 4)]
    path = tmp_path / "more.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": squares}))
    import_places(book, path, follow=follow_boundaries, kind="hotspot")
    for ref, owner, hotspots in (
        (FOUR, "sgt.h", ["HS-03"]),
        (FIVE, "sgt.s", ["HS-03", "HS-04"]),
        (SIX, "sgt.h", ["HS-04"]),
    ):
        heading = Profile(ref, f"Problem {ref[-1]}", owner=owner, area="Harbour")
        intake.new_profile(on(book, date(2024, 4, int(ref[-1]))), heading, hotspots=hotspots)
    reviews.open_month(_by(book, "ana"), SEPTEMBER)
    for _ in range(2):
        stage_moves.advance(_by(book, "sgt.h"), FOUR)
    stage_moves.advance(_by(book, "insp.h"), FOUR, waiver="The analyst is away.")
    endorsed_by = {ONE: "insp.h", TWO: "insp.s", FOUR: "admin", SIX: "insp.h"}
    for ref, inspector in endorsed_by.items():
        owner = casefile.read_profile(book, ref).profile.owner
        asks = {"asks": "A camera"} if ref == SIX else {}
        lines = {"did": "Patrols", **asks}
        reviews.update(_by(book, owner or ""), ref, SEPTEMBER, lines)
        reviews.endorse(_by(book, inspector), ref, SEPTEMBER)
    yield book
    book.store.close()


def _pack(book: Book) -> list[str]:
    """The hotspots that the pack tells of, in its order."""
    made = review_pack(PackScope(_by(book, "rev.a"), Window(SEPTEMBER, SEPTEMBER)))
    return [row.hotspot or "" for row in made.numbers.rows]


def _agree(book: Book) -> list[str]:
    """The order, once pack, sitting and Today were found to have the same one."""
    reader = _by(book, "rev.a")
    sitting = read_sitting(reader, SEPTEMBER)
    order = [turn.ref for turn in sitting.turns]
    hotspots = {file.profile.ref: file.hotspots for file in casefile.list_profiles(book)}
    assert _pack(book) == list(dict.fromkeys(one for ref in order for one in hotspots[ref]))
    need = list(signing_order(reader, today(reader)))
    assert need == [ref for ref in order if ref in need]
    turns = read_turns(reader, SEPTEMBER)
    begun = turns.in_order(read_order(reader, SEPTEMBER, turns.waiting), "waiting")
    assert [t.ref for t in begun.to_do] == [t.ref for t in sitting.to_do]
    assert {turn.ref for turn in begun.to_do} == set(need)
    return order


def test_pack_sitting_and_today_take_profiles_in_one_order(town: Book, tmp_path: Path) -> None:
    """As they stand, when later data turns it round, and when one is signed before that."""
    # six points for an ask that is late, then 3 + 2 for a verdict or a waiver, then 3 + 1, then 3
    assert _agree(town) == [SIX, ONE, FOUR, TWO, AREA_ONLY, FIVE]
    signed(town, TWO, SEPTEMBER, by="rev.a", day=LATE)
    many = [row for row in lomea.thirteen_months(60) if f",{SEPTEMBER}," in row]
    lomea.add_incidents(town, tmp_path, many, "late.csv")
    # the first is outside usual variation now, 3 + 5; of the one that is signed nothing is owed
    assert _agree(town) == [ONE, SIX, FOUR, AREA_ONLY, FIVE, TWO]


def test_some_profiles_stand_among_each_other_as_among_all(town: Book) -> None:
    """With the same matters, also those that share a hotspot with one that isn't asked for."""
    signed(town, FOUR, SEPTEMBER, by="rev.a", day=LATE)
    reader = _by(town, "rev.a")
    whole = read_order(reader, SEPTEMBER)
    for some in ({FIVE}, {FOUR}, {FOUR, FIVE}, {ONE, SIX, AREA_ONLY}, set[str]()):
        order = read_order(reader, SEPTEMBER, some)
        assert order.subjects == tuple(ref for ref in whole.subjects if ref in some)
        for ref in some:
            own = [(m.kind, m.fact, m.ask, m.decided) for m in order.of(ref)]
            assert own == [(m.kind, m.fact, m.ask, m.decided) for m in whole.of(ref)]
