"""A record kind's one definition: typed text, JSON and records stay the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.core.errors import BadValue
from casebook.core.fields import decode, encode, field, fields_of, parse, to_text
from casebook.core.months import Month
from casebook.profiles.profile import Action, Profile
from casebook.profiles.stages import BODIES, Analyse, Hypothesis, Objective, Scan

TEXT = st.text(max_size=40)


def test_every_stage_body_is_made_of_defined_fields() -> None:
    """No field of a stage is without a label, so every form and printout can name it."""
    for kind in BODIES.values():
        for spec in fields_of(kind).values():
            assert spec.label, (kind, spec.name)


@pytest.mark.parametrize("typed", ["2024-10-07", "07/10/2024", "7 Oct 2024", "7 October 2024"])
def test_a_date_may_be_typed_as_people_write_it(typed: str) -> None:
    """Day first, month in words or ISO: all are the same day."""
    assert parse(fields_of(Objective)["deadline"], typed) == date(2024, 10, 7)


def test_who_may_say_a_day_is_shown_how_to_and_a_file_s_dates_have_their_year() -> None:
    """A person types at a day, so that "Fri" means one; a file is read on any."""
    spec = fields_of(Objective)["deadline"]
    with pytest.raises(BadValue, match="a day such as 18/12, 18 Dec, Fri or today, not 'soon'"):
        parse(spec, "soon", date(2024, 12, 18))
    with pytest.raises(BadValue, match="a date such as 2024-10-07, not '18/12'"):
        parse(spec, "18/12")


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("deadline", "soon", "Deadline takes a date such as 2024-10-07, not 'soon'."),
        ("deadline", "2024-13-01", "Deadline takes a date such as 2024-10-07, not '2024-13-01'."),
        ("baseline_value", "nan", "Baseline value takes a number, not 'nan'."),
        ("baseline_value", "inf", "Baseline value takes a number, not 'inf'."),
    ],
)
def test_what_cannot_be_taken_is_refused_in_one_sentence(
    name: str, typed: str, sentence: str
) -> None:
    """The sentence names the field, what it takes and what was typed."""
    with pytest.raises(BadValue) as refused:
        parse(fields_of(Objective)[name], typed)
    assert str(refused.value) == sentence
    assert refused.value.field == name


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        (Objective, {"baseline_from": "2024-13"}, "baseline_from"),
        (Objective, {"baseline_value": [1]}, "baseline_value"),
        (Scan, {"sources": "crime data"}, "sources"),
        (Analyse, {"hypotheses": ["dark"]}, "hypotheses"),
        (Analyse, {"hypotheses": [{"tested": True}]}, "hypotheses"),
        (Analyse, {"hypotheses": [{"statement": "dark", "tested": "perhaps"}]}, "hypotheses"),
        (Profile, {"ref": "P-1"}, "title"),
        (Action, {"profile": "P-1", "title": "x", "cost": None, "due": 7}, "due"),
        (Profile, {"colour": "red"}, ""),
    ],
)
def test_a_refusal_of_json_carries_the_records_field(
    kind: type, data: dict[str, Any], field: str
) -> None:
    """That of the record itself where a row in it is wrong; none for a key that is no field."""
    with pytest.raises(BadValue) as refused:
        decode(kind, data)
    assert refused.value.field == field


def test_a_bad_month_says_how_to_write_one() -> None:
    """2024-13 is no month."""
    with pytest.raises(BadValue, match=r"'2024-13' is no month: write it as 2024-09\."):
        parse(fields_of(Objective)["baseline_from"], "2024-13")


def test_several_values_are_parted_by_semicolons() -> None:
    """Blank parts are dropped."""
    assert parse(fields_of(Scan)["sources"], "crime data; ; asb calls") == (
        "crime data",
        "asb calls",
    )


def test_an_unknown_key_is_refused_by_name() -> None:
    """A mistyped key can't vanish silently."""
    with pytest.raises(BadValue, match="scan has no field 'evnts'"):
        decode(Scan, {"evnts": "x"})


def test_a_missing_required_field_is_named() -> None:
    """A profile can't be made without its title."""
    with pytest.raises(BadValue, match="Profile needs: Title"):
        decode(Profile, {"ref": "PMP-2024-001"})


@settings(max_examples=40)
@given(
    what=TEXT,
    hypotheses=st.lists(st.builds(Hypothesis, TEXT, TEXT, TEXT, st.booleans()), max_size=3),
)
def test_a_stage_survives_json(what: str, hypotheses: list[Hypothesis]) -> None:
    """Whatever is written, markup and control characters too, comes back as typed."""
    body = Analyse(what=what, hypotheses=tuple(hypotheses))
    assert decode(Analyse, encode(body)) == body


@given(
    baseline=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    month=st.none() | st.builds(Month, st.integers(1900, 2100), st.integers(1, 12)),
    deadline=st.none() | st.dates(date(1900, 1, 1)),
)
def test_what_is_shown_can_be_typed_back(
    baseline: float | None, month: Month | None, deadline: date | None
) -> None:
    """The text of a field in a form, saved unchanged, changes nothing."""
    body = Objective(baseline_value=baseline, baseline_from=month, deadline=deadline)
    specs = fields_of(Objective)
    for name in ("baseline_value", "baseline_from", "deadline"):
        value = getattr(body, name)
        assert parse(specs[name], to_text(specs[name], value)) == value


def test_an_action_keeps_its_cost_in_pounds() -> None:
    """A pound sign and thousands commas are taken."""
    assert parse(fields_of(Action)["cost"], "£1,250.50") == 1250.5


@pytest.mark.parametrize("text", ["12,5", "£1.234,50", "1,2345", ",5", "1234,567"])
def test_a_comma_that_parts_no_thousands_is_refused(text: str) -> None:
    """12,5 is twelve and a half to whoever writes it so: it is no 125."""
    with pytest.raises(BadValue, match=f"Cost takes a number, not '{text}'"):
        parse(fields_of(Action)["cost"], text)


def test_a_whole_number_field_refuses_a_fraction_from_json() -> None:
    """2.5 repeat locations are a mistake, not 2."""
    with pytest.raises(BadValue, match=r"Repeat locations takes a whole number, not 2\.5\."):
        decode(Scan, {"repeat_locations": 2.5})


@pytest.mark.parametrize("number", [10**16, -(10**20), float("nan"), float("inf"), 1e300, 1.5])
def test_no_whole_number_is_larger_than_anything_counted(number: float) -> None:
    """Databases keep none beyond; NaN, infinity and halves are no whole numbers."""

    @dataclass(frozen=True)
    class Tally:
        count: int = field("Count", default=0)

    with pytest.raises(BadValue, match="Count takes a whole number"):
        decode(Tally, {"count": number})
    with pytest.raises(BadValue, match="Count takes a whole number"):
        parse(fields_of(Tally)["count"], str(number))
    assert decode(Tally, {"count": 10**15}).count == 10**15


@dataclass(frozen=True)
class _Visit:
    """A moment, and a day still to come."""

    at: datetime | None = field("At", default=None)
    by: date | None = field("By", ahead=True, default=None)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:30", datetime(2024, 12, 18, 14, 30)),  # noqa: DTZ001 - by the clock on the wall
        ("yesterday 9:05", datetime(2024, 12, 17, 9, 5)),  # noqa: DTZ001 - by the clock on the wall
        ("Tue 14:30", datetime(2024, 12, 17, 14, 30)),  # noqa: DTZ001 - by the clock on the wall
        ("17/12 23:59", datetime(2024, 12, 17, 23, 59)),  # noqa: DTZ001 - by the clock on the wall
        ("2024-10-07T14:30", datetime(2024, 10, 7, 14, 30)),  # noqa: DTZ001 - by the clock on the wall
    ],
)
def test_a_moment_is_said_as_people_say_it(text: str, at: datetime) -> None:
    """A time alone is today's; a day before it may be a word."""
    assert parse(fields_of(_Visit)["at"], text, date(2024, 12, 18)) == at


def test_without_a_today_a_day_is_said_whole() -> None:
    """A file that is read says no days that depend on when it is read."""
    by = fields_of(_Visit)["by"]
    assert parse(by, "Fri", date(2024, 12, 18)) == date(2024, 12, 20)
    for text in ("Fri", "18/12", "today"):
        with pytest.raises(BadValue, match=f"By takes a date such as 2024-10-07, not '{text}'"):
            parse(by, text)
    with pytest.raises(BadValue, match="At takes a day and a time"):
        parse(fields_of(_Visit)["at"], "14:30")
