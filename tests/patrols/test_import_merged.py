"""Patrols told of by several sources count once, whatever comes first."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.book.opening import Book
from casebook.core.months import Span
from casebook.patrols import queries as patrols
from casebook.patrols.dosage import dosage_by_day
from casebook.patrols.merging import merge
from tests.patrols.patrol_files import (
    EVENING,
    EVER,
    FAR,
    bring,
    counting,
    officer_minutes,
    with_hotspots,
)


@pytest.fixture
def town(book: Book) -> Book:
    """A casebook with three hotspots."""
    return with_hotspots(book)


def test_a_claim_and_a_sheet_of_one_patrol_count_once(town: Book) -> None:
    """The sheet's row is merged under the claim, whose times and resourcing count."""
    bring(town, ["LH21,HS-01,2024-10-07 18:05,2024-10-07 20:10,PC:2,foot,overtime,claim"], "c.csv")
    report = bring(town, [EVENING])
    assert (report.added, report.merged) == (1, 1)
    assert counting(town) == [("LH21", 125, 2, "overtime")]
    assert officer_minutes(town) == 250


def test_a_better_source_that_comes_later_takes_over(town: Book) -> None:
    """The claim that puts a stored sheet under itself is merged too."""
    bring(town, [EVENING])
    claim = "LH21,HS-01,2024-10-07 18:05,2024-10-07 20:10,PC:2,foot,overtime,claim"
    report = bring(town, [claim], "c.csv")
    assert (report.added, report.merged) == (1, 1)
    assert counting(town) == [("LH21", 125, 2, "overtime")]


def test_two_sources_in_one_file_are_merged_once(town: Book) -> None:
    """A file with both rows has one merged patrol, not two."""
    claim = EVENING.replace("sheet", "claim").replace("core", "overtime")
    report = bring(town, [EVENING, claim])
    assert (report.added, report.merged) == (2, 1)
    assert officer_minutes(town) == 240


def test_gps_takes_the_times_and_leaves_the_claim_its_resourcing(town: Book) -> None:
    """Minutes come from GPS, overtime from the claim."""
    claim = EVENING.replace("sheet", "claim").replace("core", "overtime")
    bring(town, [claim], "c.csv")
    bring(town, [EVENING.replace("20:00", "19:40").replace("sheet", "gps")], "g.csv")
    assert counting(town) == [("LH21", 100, 2, "overtime")]


def test_a_rota_is_planned_until_it_is_confirmed(town: Book) -> None:
    """A rota adds no delivered hour; the sheet does, and confirms the rota's row."""
    rota = EVENING.replace("sheet", "rota")
    report = bring(town, [rota], "rota.csv")
    assert counting(town) == []
    assert report.notes == ("The rota covers 7 Oct 2024 to 7 Oct 2024.",)
    report = bring(town, [EVENING])
    assert "1 patrol of the rota confirmed by what was delivered." in report.notes
    assert report.merged == 0
    assert officer_minutes(town) == 240
    with town.store.reading() as tx:
        (row,) = patrols.planned(tx, None, 0, FAR)
        held = patrols.stored(tx, ["LH21"], *EVER)
    ids = {one.patrol.source: one.patrol.id for one in held}
    under = {one.patrol.source: one.merged.under for one in held}
    assert under == {"rota": ids["sheet"], "sheet": None}
    assert (row.officers, row.end - row.start) == (2, 7200)


def test_other_units_in_one_hotspot_are_kept_apart(town: Book) -> None:
    """Officer time adds, patrol time is the union: 40 and 30 minutes, one visit."""
    bring(
        town,
        [
            "A,HS-01,2024-10-07 14:00,2024-10-07 14:20,PC:1,foot,core,sheet",
            "B,HS-01,2024-10-07 14:10,2024-10-07 14:30,PC:1,foot,core,sheet",
        ],
    )
    with town.store.reading() as tx:
        days = dosage_by_day(patrols.delivered(tx, None, 0, FAR), town.zone)
    day = days[date(2024, 10, 7)]
    assert (day.officer_minutes, day.patrol_minutes, day.visits) == (40, 30, 1)


def test_what_stood_under_a_withdrawn_patrol_counts_again(town: Book) -> None:
    """The claim goes, and the sheet's own times and resourcing count."""
    claim = EVENING.replace("sheet", "claim").replace("core", "overtime").replace("20:00", "21:00")
    bring(town, [EVENING], "s.csv")
    bring(town, [claim], "c.csv")
    assert counting(town) == [("LH21", 180, 2, "overtime")]
    bring(town, [claim.replace("LH21", "LH29")], "c2.csv", covers=Span.parse("2024-10"))
    assert counting(town) == [("LH21", 120, 2, "core"), ("LH29", 180, 2, "overtime")]


SOURCES = ("rota", "claim", "sheet", "gps")


@pytest.mark.parametrize(
    "order",
    [SOURCES, SOURCES[::-1], ("sheet", "rota", "gps", "claim"), ("gps", "sheet", "claim", "rota")],
)
def test_the_order_files_come_in_does_not_matter(town: Book, order: tuple[str, ...]) -> None:
    """Whatever comes first, the same rows count for the same time and money.

    GPS stands for the sheet it falls in, as partner time by the rota; the claim that only that
    sheet overlaps counts for itself.
    """
    told = {
        "rota": "LH21,HS-01,2024-10-07 18:00,2024-10-07 22:00,PC:2,foot,partner,rota",
        "claim": "LH21,HS-01,2024-10-07 21:00,2024-10-07 23:00,PC:2,foot,overtime,claim",
        "sheet": "LH21,HS-01,2024-10-07 18:00,2024-10-07 21:30,PC:2,foot,core,sheet",
        "gps": "LH21,HS-01,2024-10-07 18:10,2024-10-07 19:00,PC:2,foot,core,gps",
    }
    for source in order:
        bring(town, [told[source], told[source].replace("10-07", "10-08")], f"{source}.csv")
    assert counting(town) == [("LH21", 50, 2, "partner"), ("LH21", 120, 2, "overtime")] * 2
    with town.store.reading() as tx:
        held = patrols.stored(tx, ["LH21"], *EVER)
    assert {one.patrol.id: one.merged for one in held} == merge(one.patrol for one in held)


def test_a_chain_longer_than_any_margin_is_settled_whole(town: Book) -> None:
    """Claims and sheets overlapping end to end for twelve days, changed from their end.

    The visit gives way to nothing and takes only the place of the sheet it falls in.
    """
    rows = []
    for day in range(1, 13):
        claim = f"LH21,HS-01,2024-10-{day:02} 06:00,2024-10-{day:02} 22:00,PC:1,foot,core,claim"
        sheet = f"LH21,HS-01,2024-10-{day:02} 20:00,2024-10-{day + 1:02} 08:00,PC:1,foot,core,sheet"
        rows += [claim, sheet]
    bring(town, rows)
    assert counting(town) == [("LH21", 16 * 60, 1, "core")] * 12
    bring(town, ["LH21,HS-01,2024-10-13 07:00,2024-10-13 09:00,PC:1,foot,core,gps"], "gps.csv")
    assert counting(town) == [("LH21", 16 * 60, 1, "core")] * 12 + [("LH21", 120, 1, "core")]
    with town.store.reading() as tx:
        held = patrols.stored(tx, ["LH21"], *EVER)
    assert {one.patrol.id: one.merged for one in held} == merge(one.patrol for one in held)


def test_gps_that_saw_little_of_a_sheet_says_so(town: Book) -> None:
    """Ten minutes count in the stead of 120, and the report names whose are missing."""
    bring(town, [EVENING])
    visit = EVENING.replace("18:00", "18:05").replace("20:00", "18:15").replace("sheet", "gps")
    report = bring(town, [visit], "g.csv")
    assert report.notes[-1] == (
        "GPS saw less than half of the time of 1 patrol told by a claim or sheet, and its visits "
        "count in their stead. Most is missing of LH21 at HS-01, 18:00 to 20:00 on 7 Oct 2024 "
        "(sheet): 10 of 120 minutes seen. If the device was off, the hours are too few."
    )
    assert officer_minutes(town) == 20


def test_gps_is_not_gainsaid_by_a_sheet(town: Book) -> None:
    """A visit elsewhere is taken whichever comes first, and the report says both count."""
    away = "LH21,HS-02,2024-10-07 18:30,2024-10-07 19:00,PC:2,foot,core,gps"
    said = (
        "GPS has a unit in another hotspot than a claim or sheet does, 1 time. The first: LH21 was "
        "at HS-02 from 18:30 to 19:00 on 7 Oct 2024 by GPS, and by the sheet at HS-01 from 18:00 "
        "to 20:00 on 7 Oct 2024. Both count: mend the sheet where it is wrong, or those hours "
        "stand twice."
    )
    bring(town, [EVENING])
    report = bring(town, [away], "g.csv")
    assert (report.added, report.rejected, report.notes[-1]) == (1, 0, said)
    later = [away.replace("10-07", "10-08"), EVENING.replace("10-07", "10-08")]
    bring(town, later[:1], "g2.csv")
    report = bring(town, later[1:], "s2.csv")
    assert (report.rejected, report.notes[-1]) == (0, said.replace("7 Oct", "8 Oct"))
    assert officer_minutes(town) == 2 * 2 * 150
