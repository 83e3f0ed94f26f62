"""How much counts vary over hotspots: the same numbers as worked out the plain, long way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.core.months import Month, Window
from casebook.figures.judging.judged_place import JudgedPlace
from casebook.figures.judging.variation import Variation
from casebook.incidents.counts import Counts
from casebook.measures.overdispersion import PlaceMonths, overdispersion
from casebook.profiles.responses.beginning import Beginning

SPAN = Window(Month(2022, 1), Month(2024, 12))
_COUNTS = st.one_of(st.integers(0, 30), st.none())
_DAYS = st.dates(date(2023, 1, 1), date(2024, 12, 31))
Series = dict[Month, int]


def plain_phi(series: Sequence[tuple[list[int], list[int] | None]]) -> tuple[float, int, bool]:
    """Σ(y−E)²/E over Σ(T−1), place by place and month by month, as the formula is read."""
    squares, degrees, season = 0.0, 0, False
    for counts, rest in series:
        total = sum(counts)
        if total < 12:
            continue
        if rest is None or sum(rest) == 0:
            expected = [total / len(counts) for _ in counts]
        else:
            expected = [total * one / sum(rest) for one in rest]
        pairs = [(y, e) for y, e in zip(counts, expected, strict=True) if e > 0]
        squares += sum((y - e) ** 2 / e for y, e in pairs)
        degrees += len(pairs) - 1
        season = season or rest is None
    return (max(1.0, squares / degrees) if degrees >= 50 else 1.0), degrees, season


def plain_series(
    place: JudgedPlace, own: Series, rest: Series, window: Window
) -> tuple[list[int], list[int] | None]:
    """The months of a place's baseline for ``window``: with the rest's, where six are known."""
    months = [month for month in place.baseline(window).window.months if month in own]
    both = [month for month in months if month in rest]
    if len(both) >= 6:
        return [own[m] for m in both], [rest[m] for m in both]
    return [own[m] for m in months], None


@st.composite
def _places(draw: st.DrawFn) -> tuple[JudgedPlace, list[int | None]]:
    began = draw(st.none() | _DAYS)
    declared = Window(Month(2022, 3), Month(2022, draw(st.integers(3, 12))))
    place = JudgedPlace(
        Counts({}),
        live_from=draw(st.none() | _DAYS),
        retired_on=draw(st.none() | _DAYS),
        beginning=None if began is None else Beginning(began, "patrol"),
        declared=draw(st.none() | st.just(declared)),
        boundaries=draw(st.sampled_from([(), (7,)])),
    )
    counts = draw(st.lists(_COUNTS, min_size=len(SPAN), max_size=len(SPAN)))
    # few of them in most months, so that some places have too few and others enough
    return place, [
        None if one is None else one // draw(st.sampled_from([1, 4, 15])) for one in counts
    ]


@given(
    st.lists(_places(), max_size=12),
    st.lists(st.one_of(st.integers(0, 900), st.none()), min_size=len(SPAN), max_size=len(SPAN)),
    st.integers(12, len(SPAN) - 1),
    st.integers(1, 3),
)
def test_it_is_what_the_plain_formula_gives(
    places: list[tuple[JudgedPlace, list[int | None]]],
    rest: list[int | None],
    at: int,
    months: int,
) -> None:
    """In every window, whichever were asked before: each place's own baseline, gaps left out."""
    known = {m: n for m, n in zip(SPAN.months, rest, strict=True) if n is not None}
    found = Variation(SPAN, known, places)
    found.of(Window(SPAN.last, SPAN.last))
    window = Window(SPAN.first + at, min(SPAN.first + (at + months - 1), SPAN.last))
    live = [
        ({m: n for m, n in zip(SPAN.months, own, strict=True) if n is not None}, place)
        for place, own in places
        if place.live_in(window)
    ]
    phi, degrees, season = plain_phi([plain_series(p, own, known, window) for own, p in live])
    said = found.of(window)
    assert said.phi == pytest.approx(phi, rel=1e-12)
    assert (said.degrees, said.season_in_it) == (degrees, season)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 200), st.integers(0, 500)), min_size=1, max_size=14),
        max_size=20,
    ),
    st.booleans(),
)
def test_a_list_of_places_gives_what_the_plain_formula_gives(
    places: list[list[tuple[int, int]]], with_rest: bool
) -> None:
    """With the rest of the force's months, some of them without any, and with none of them."""
    series = [([y for y, _ in one], [r for _, r in one] if with_rest else None) for one in places]
    phi, degrees, season = plain_phi(series)
    said = overdispersion([PlaceMonths(*one) for one in series])
    assert said.phi == pytest.approx(phi, rel=1e-12)
    assert (said.degrees, said.season_in_it) == (degrees, season)


def test_windows_with_one_baseline_share_what_was_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 60 hotspots with a response each is worked out once for three months after it."""
    from casebook.figures.judging import variation

    asked: list[PlaceMonths] = []

    def counted(place: PlaceMonths) -> object:
        asked.append(place)
        return real(place)

    real = variation.share
    monkeypatch.setattr(variation, "share", counted)
    place = JudgedPlace(Counts({}), beginning=Beginning(date(2024, 5, 1), "patrol"))
    found = Variation(SPAN, {}, [(place, [4, 12] * 18)] * 60)
    for month in (Month(2024, 7), Month(2024, 8), Month(2024, 9)):
        assert found.of(Window(month, month)).phi > 1
    assert len(asked) == 60
