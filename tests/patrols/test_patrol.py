"""A patrol's staff, what makes one impossible, and which can't stand together."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casebook.core.errors import BadValue
from casebook.core.local_time import to_utc
from casebook.files.dates import read_moment
from casebook.patrols.patrol import (
    Patrol,
    Staff,
    Timeline,
    UnitTimes,
    fault_of,
    parse_staff,
    staff_of,
)

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2024, 12, 18, 12, tzinfo=UTC)


def patrol(
    start: str = "2024-10-07 18:00",
    end: str = "2024-10-07 20:00",
    *,
    place: str = "HS-01",
    unit: str = "LH21",
    source: str = "sheet",
    staff: Staff = (("PC", 2),),
    file: str = "sheets.csv",
    row: int | None = None,
) -> Patrol:
    """A patrol between two local times."""
    begins = to_utc(read_moment(start), LONDON)
    ends = to_utc(read_moment(end), LONDON, begins)
    return Patrol(place, unit, begins, ends, staff, "foot", "core", source, file=file, row=row)


@pytest.mark.parametrize(
    ("text", "staff"),
    [
        ("PC:2;PCSO:1", (("PC", 2), ("PCSO", 1))),
        ("pcso=1, pc=2", (("PC", 2), ("PCSO", 1))),
        ("2 PCs + 1 Special", (("PC", 2), ("Special", 1))),
        ("2", (("PC", 2),)),
        ("2.0", (("PC", 2),)),
        ("PC:1;PC:1", (("PC", 2),)),
        ("Wardens:2;PC:0", (("warden", 2),)),
    ],
)
def test_staff_is_read_by_kind(text: str, staff: Staff) -> None:
    """Kinds come in their own order, whatever the case, and a bare number is PCs."""
    assert parse_staff(text) == staff


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0", "Nobody was on it"),
        ("PC:0", "Nobody was on it"),
        ("PC:-1;PCSO:2", "Staff can't be fewer than none"),
        ("51", "51 staff is more than one unit has: 50 is the most"),
        ("Sheriff:2", "'Sheriff' is no kind of staff: the kinds are PC, PCSO, Special, warden"),
        ("1.5", "'1.5' is no staff: write it as PC:2;PCSO:1"),
        ("nan", "'nan' is no staff"),
        ("two", "'two' is no staff"),
        ("PC:2;;", "'PC:2;;' is no staff"),
    ],
)
def test_staff_that_cannot_be_is_refused(text: str, why: str) -> None:
    """Nobody, fewer than none, a crowd, an unknown kind and half an officer."""
    with pytest.raises(BadValue, match=why):
        parse_staff(text)


def test_officers_are_the_staff_of_every_kind() -> None:
    """Two PCs and a PCSO are three, for two hours."""
    one = patrol(staff=staff_of({"PCSO": 1, "PC": 2}))
    assert (one.officers, one.minutes) == (3, 120)


BACKWARDS = "It ends ({}:00 on 7 Oct 2024) no later than it starts (18:00 on 7 Oct 2024)."


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("2024-10-07 18:00", "2024-10-07 17:00", BACKWARDS.format(17)),
        ("2024-10-07 18:00", "2024-10-07 18:00", BACKWARDS.format(18)),
        (
            "2024-10-07 18:00",
            "2024-10-08 18:30",
            "It lasts 24.5 hours, and no patrol lasts more than 24.",
        ),
        (
            "2024-12-18 10:00",
            "2024-12-18 12:30",
            (
                "It ends at 12:30 on 18 Dec 2024, which is still to come: "
                "only a rota tells of patrols ahead."
            ),
        ),
    ],
)
def test_times_that_cannot_be_are_told(start: str, end: str, why: str) -> None:
    """Backwards, without length, over a day, and delivered before it happened."""
    assert fault_of(patrol(start, end), NOW, LONDON) == why


def test_a_day_long_patrol_and_a_plan_ahead_can_be() -> None:
    """24 hours is allowed, on the night of 25 hours too; a rota speaks of the future."""
    assert fault_of(patrol("2024-10-07 18:00", "2024-10-08 18:00"), NOW, LONDON) is None
    assert fault_of(patrol("2024-10-26 18:00", "2024-10-27 17:00"), NOW, LONDON) is None
    ahead = patrol("2025-01-07 18:00", "2025-01-07 20:00", source="rota")
    assert fault_of(ahead, NOW, LONDON) is None


def test_a_night_of_25_hours_is_too_long_from_clock_to_clock() -> None:
    """18:00 to 18:00 over the night the clocks go back lasts 25 hours."""
    why = fault_of(patrol("2024-10-26 18:00", "2024-10-27 18:00"), NOW, LONDON)
    assert why == "It lasts 25.0 hours, and no patrol lasts more than 24."


def diary(*patrols: Patrol) -> UnitTimes:
    """A diary with these in it."""
    made = UnitTimes(LONDON)
    for one in patrols:
        made.add(one)
    return made


def test_a_unit_is_in_one_place_at_a_time() -> None:
    """The sentence names the other place, its time and its row, from any source."""
    first = patrol(place="HS-02", source="claim", row=4)
    assert diary(first).clash(patrol("2024-10-07 19:30", "2024-10-07 21:00", row=9)) == (
        "LH21 can't be in two places at once: row 4 has it at HS-02 from 18:00 to 20:00 "
        "on 7 Oct 2024."
    )


def test_what_the_casebook_holds_is_named_by_its_source() -> None:
    """A stored patrol has no row, another file's row names the file."""
    stored = patrol(place="HS-02", source="claim", file="")
    assert "the casebook (claim) has it at HS-02" in str(diary(stored).clash(patrol(row=9)))
    other = patrol(place="HS-02", file="claims.csv", row=3)
    assert "row 3 of claims.csv has it at HS-02" in str(diary(other).clash(patrol(row=9)))


def test_plan_and_fact_may_differ_in_place() -> None:
    """A rota row in one hotspot doesn't forbid a delivered one in another."""
    assert diary(patrol(place="HS-02", source="rota")).clash(patrol()) is None


def test_two_plans_for_one_unit_clash() -> None:
    """A rota can't send a unit to two hotspots at once."""
    clash = diary(patrol(place="HS-02", source="rota", row=2)).clash(patrol(source="rota", row=3))
    assert clash is not None
    assert clash.startswith("LH21 can't be in two places at once: row 2 has it at HS-02")


def test_following_on_is_no_clash() -> None:
    """A unit may leave one hotspot and be in the next the same minute."""
    first = patrol("2024-10-07 16:00", "2024-10-07 18:00", place="HS-02")
    assert diary(first).clash(patrol()) is None


def test_other_units_may_overlap_in_one_hotspot() -> None:
    """Two units in a hotspot are both kept."""
    assert diary(patrol(unit="LH22")).clash(patrol()) is None


def test_the_same_patrol_from_two_sources_is_no_clash() -> None:
    """A claim beside a sheet is for settling, not for refusing."""
    assert diary(patrol(source="claim")).clash(patrol()) is None


def test_one_source_tells_of_a_patrol_once() -> None:
    """A row repeated, repeated with other staff, or overlapping, each in its own words."""
    book = diary(patrol(row=2))
    assert book.clash(patrol(row=5)) == "Repeated: row 2 says the same."
    assert book.clash(patrol(row=5, staff=(("PC", 1),))) == (
        "Entered twice: row 2 is the same patrol with other staff, mode or resourcing."
    )
    assert book.clash(patrol("2024-10-07 19:00", "2024-10-07 21:00", row=5)) == (
        "Entered twice: row 2 has LH21 at HS-01 from 18:00 to 20:00 on 7 Oct 2024 already, "
        "which overlaps."
    )


def test_a_long_patrol_is_found_behind_many_short_ones() -> None:
    """What overlaps is found by length too, not by the nearest start alone."""
    long = patrol("2024-10-07 00:00", "2024-10-07 20:00")
    short = [
        patrol(f"2024-10-07 {hour:02}:00", f"2024-10-07 {hour:02}:30") for hour in range(1, 18)
    ]
    line = Timeline(short)
    line.add(long)
    late = patrol("2024-10-07 19:30", "2024-10-07 21:00")
    assert line.overlapping(late) == [long]
    assert line.overlapping(patrol("2024-10-07 20:00", "2024-10-07 21:00")) == []
    assert Timeline().overlapping(late) == []


def test_a_patrols_length_is_true_over_a_clock_change() -> None:
    """00:30 to 02:30 on 27 Oct 2024 is three hours."""
    one = patrol("2024-10-27 00:30", "2024-10-27 02:30")
    assert one.end - one.start == timedelta(hours=3)


def test_gps_and_what_people_wrote_may_differ_on_where_a_unit_was() -> None:
    """Neither refuses the other, and the pair is told of; two visits at once still can't be."""
    diary = UnitTimes(LONDON)
    sheet = patrol()
    visit = patrol("2024-10-07 18:30", "2024-10-07 19:00", place="HS-02", source="gps")
    diary.add(sheet)
    assert diary.clash(visit) is None
    assert diary.elsewhere(visit) == [(visit, sheet)]
    diary.add(visit)
    claim = patrol("2024-10-07 18:50", "2024-10-07 19:30", place="HS-01", source="claim")
    assert diary.elsewhere(claim) == [(visit, claim)]
    other = patrol("2024-10-07 18:55", "2024-10-07 19:05", place="HS-01", source="gps")
    assert "can't be in two places at once" in str(diary.clash(other))
    planned = patrol("2024-10-07 18:30", "2024-10-07 19:00", source="rota")
    assert diary.elsewhere(planned) == []
