"""One patrol from several sources counts once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.patrols.merging import UNKNOWN_CREW, Merged, crew, merge, overlapping_groups
from casebook.patrols.patrol import Patrol, Timeline

EVENING = datetime(2024, 10, 7, 18, tzinfo=UTC)


def row(
    id_: int,
    source: str,
    start: int,
    end: int,
    resourcing: str = "core",
    unit: str = "LH21",
    place: str = "HS-01",
) -> Patrol:
    """A patrol from ``start`` to ``end`` minutes into the evening."""
    begins, ends = EVENING + timedelta(minutes=start), EVENING + timedelta(minutes=end)
    return Patrol(place, unit, begins, ends, (("PC", 2),), "foot", resourcing, source, id=id_)


def numbered(rows: list[Patrol]) -> list[Patrol]:
    """The rows with ids of their own."""
    return [
        Patrol(
            one.place, one.unit, one.start, one.end, one.staff, one.mode, one.resourcing,
            one.source, id=number,
        )
        for number, one in enumerate(rows, 1)
    ]  # fmt: skip


ROWS = st.lists(
    st.builds(
        lambda source, start, length, resourcing, unit, place: row(
            0, source, start, start + length, resourcing, unit, place
        ),
        st.sampled_from(["gps", "claim", "sheet", "manual", "rota"]),
        st.integers(0, 600),
        st.integers(1, 240),
        st.sampled_from(["core", "overtime", "partner"]),
        st.sampled_from(["LH21", "LH22"]),
        st.sampled_from(["HS-01", "HS-02"]),
    ),
    max_size=14,
).map(numbered)


def test_a_claim_and_a_sheet_of_one_patrol_are_one_patrol() -> None:
    """The claim's times and resourcing count, and the sheet's row stands under it."""
    rows = [row(1, "sheet", 0, 120), row(2, "claim", 10, 130, "overtime")]
    assert merge(rows) == {1: Merged(2, "core"), 2: Merged(None, "overtime")}


def test_gps_gives_the_times_and_the_claim_the_resourcing() -> None:
    """The GPS visit counts, as overtime, because the claim it overlaps says so."""
    rows = [row(1, "claim", 0, 120, "overtime"), row(2, "gps", 5, 110, "core")]
    assert merge(rows) == {1: Merged(2, "overtime"), 2: Merged(None, "overtime")}


def test_without_a_claim_the_duty_file_gives_the_resourcing() -> None:
    """A sheet's row is partner time where the rota planned it so; the rota row is confirmed."""
    rows = [row(1, "rota", 0, 120, "partner"), row(2, "sheet", 0, 100, "core")]
    assert merge(rows) == {1: Merged(2, "partner"), 2: Merged(None, "partner")}


def test_a_claim_is_not_overruled_by_the_duty_file() -> None:
    """The claim counts as overtime though the rota said core."""
    rows = [row(1, "rota", 0, 120, "core"), row(2, "claim", 0, 100, "overtime")]
    assert merge(rows)[2] == Merged(None, "overtime")


def test_each_claim_keeps_its_own_resourcing() -> None:
    """A claim within a longer one of the same unit isn't told by the other what it was."""
    rows = [row(1, "claim", 0, 120, "overtime"), row(2, "claim", 30, 60, "partner")]
    assert [one.counted_as for one in merge(rows).values()] == ["overtime", "partner"]


def test_a_planned_patrol_nobody_delivered_is_under_nothing() -> None:
    """A rota row alone stays planned; one that only touches a delivered patrol too."""
    rows = [row(1, "rota", 0, 120), row(2, "sheet", 120, 180)]
    assert merge(rows) == {1: Merged(None, "core"), 2: Merged(None, "core")}


def test_units_and_places_are_apart() -> None:
    """Another unit in the hotspot, and the unit in another hotspot, are other patrols."""
    rows = [
        row(1, "sheet", 0, 120),
        row(2, "claim", 0, 120, "overtime", unit="LH22"),
        row(3, "claim", 0, 120, "overtime", place="HS-02"),
    ]
    assert {one.under for one in merge(rows).values()} == {None}


def test_visits_within_a_sheet_count_in_its_stead() -> None:
    """Two GPS visits within one sheet count, and the sheet is under the longer."""
    rows = [row(1, "sheet", 0, 200, "partner"), row(2, "gps", 0, 60), row(3, "gps", 90, 180)]
    assert merge(rows) == {
        1: Merged(3, "partner"),
        2: Merged(None, "partner"),
        3: Merged(None, "partner"),
    }


def test_a_short_visit_takes_the_place_of_what_it_overlaps_and_of_nothing_else() -> None:
    """The sheet around ten minutes of GPS gives way; the claim that only the sheet meets counts."""
    rows = [
        row(1, "sheet", 0, 120),
        row(2, "gps", 5, 15),
        row(3, "claim", 110, 240, "overtime"),
        row(4, "sheet", 230, 300, "partner"),
    ]
    assert merge(rows) == {
        1: Merged(2, "core"),
        2: Merged(None, "core"),
        3: Merged(None, "overtime"),
        4: Merged(3, "partner"),
    }


def test_a_row_that_only_meets_one_that_does_not_count_counts() -> None:
    """GPS stands for the claim's two hours; the sheet's next two were seen by nobody else."""
    rows = [
        row(1, "gps", 5, 15),
        row(2, "claim", 0, 120, "overtime"),
        row(3, "sheet", 110, 240),
    ]
    assert merge(rows) == {
        1: Merged(None, "overtime"),
        2: Merged(1, "overtime"),
        3: Merged(None, "overtime"),
    }


def test_gps_asks_a_sheet_who_paid_before_itself() -> None:
    """Wardens on a sheet alone are partner time, though a device knows nothing of that."""
    rows = [row(1, "sheet", 0, 120, "partner"), row(2, "gps", 5, 100, "core")]
    assert merge(rows)[2] == Merged(None, "partner")


def test_gps_elsewhere_is_paid_as_the_unit_was_at_that_time() -> None:
    """A claim at HS-01 makes a visit to HS-02 in its time overtime, and both count."""
    rows = [row(1, "claim", 0, 120, "overtime"), row(2, "gps", 30, 50, place="HS-02")]
    assert merge(rows) == {1: Merged(None, "overtime"), 2: Merged(None, "overtime")}
    rows[0] = row(1, "claim", 60, 120, "overtime")
    assert merge(rows)[2] == Merged(None, "core")


def test_the_crew_of_a_visit_is_its_own_or_told_by_the_unit_s_other_rows() -> None:
    """A claim before a sheet before the rota, at the place before elsewhere; else one officer."""
    visit = replace(row(9, "gps", 30, 60), staff=())
    rota = replace(row(1, "rota", 0, 120), staff=(("PC", 4),))
    away = replace(row(2, "claim", 0, 120, place="HS-02"), staff=(("PC", 3),))
    sheet = replace(row(3, "sheet", 0, 40), staff=(("PCSO", 2),))
    claim = replace(row(4, "claim", 50, 120), staff=(("PC", 1), ("PCSO", 1)))
    told = [visit, away, rota, sheet, claim]
    found = []
    while told:
        found.append(crew(visit, Timeline(told)))
        told.pop()
    assert found == [claim.staff, sheet.staff, rota.staff, away.staff, UNKNOWN_CREW]
    assert crew(row(9, "gps", 30, 60), Timeline([claim])) == (("PC", 2),)
    assert (
        crew(visit, Timeline([replace(claim, start=visit.end)])) == UNKNOWN_CREW == (("other", 1),)
    )


def test_a_plan_kept_by_a_row_that_does_not_count_is_confirmed_by_the_one_that_does() -> None:
    """The rota overlaps the sheet alone, and the sheet's hours are the GPS visit's."""
    rows = [row(1, "rota", 0, 60), row(2, "sheet", 30, 180), row(3, "gps", 90, 180)]
    assert merge(rows)[1].under == 3


def test_patrols_that_touch_are_two() -> None:
    """One ends as the other starts: no shared time, two groups."""
    rows = [row(1, "sheet", 0, 60), row(2, "claim", 60, 120)]
    assert overlapping_groups(rows) == [[rows[0]], [rows[1]]]
    assert {one.under for one in merge(rows).values()} == {None}


def test_nothing_settles_to_nothing() -> None:
    """No rows, no answers."""
    assert merge([]) == {}


@settings(deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Patrol], dice: Random) -> None:
    """Shuffled rows settle the same, and settling again changes nothing."""
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert merge(shuffled) == merge(rows) == merge(rows)


@settings(deadline=None)
@given(ROWS)
def test_what_counts_is_never_told_by_two_sources_at_once(rows: list[Patrol]) -> None:
    """Counting rows of one unit and place from different sources share no time."""
    merged = merge(rows)
    assert merged.keys() == {one.id for one in rows}
    counting = [one for one in rows if not one.planned and merged[one.id].under is None]
    for one, other in combinations(counting, 2):
        if (one.unit, one.place) == (other.unit, other.place) and one.source != other.source:
            assert one.end <= other.start or other.end <= one.start


@settings(deadline=None)
@given(ROWS)
def test_what_does_not_count_shares_time_with_what_does(rows: list[Patrol]) -> None:
    """No delivered row is under one it doesn't overlap, nor under one of a worse source."""
    by_id = {one.id: one for one in rows}
    rank = ["gps", "claim", "sheet", "manual"].index
    for id_, one in merge(rows).items():
        if one.under is not None and not by_id[id_].planned:
            row_, head = by_id[id_], by_id[one.under]
            assert row_.start < head.end
            assert head.start < row_.end
            assert rank(head.source) < rank(row_.source)


@settings(deadline=None)
@given(ROWS)
def test_what_is_under_another_is_under_one_that_counts(rows: list[Patrol]) -> None:
    """No chains: it names a delivered row of the same unit and place that counts itself."""
    by_id = {one.id: one for one in rows}
    merged = merge(rows)
    for id_, one in merged.items():
        if one.under is not None:
            head = by_id[one.under]
            assert merged[head.id].under is None
            assert not head.planned
            assert (head.unit, head.place) == (by_id[id_].unit, by_id[id_].place)


@settings(deadline=None)
@given(ROWS)
def test_delivered_time_never_gets_lost_altogether(rows: list[Patrol]) -> None:
    """Every group of overlapping delivered rows has one that counts."""
    merged = merge(rows)
    lines = {(one.unit, one.place) for one in rows}
    for line in lines:
        mine = [one for one in rows if (one.unit, one.place) == line and not one.planned]
        for group in overlapping_groups(mine):
            assert any(merged[one.id].under is None for one in group)
