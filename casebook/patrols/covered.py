"""The days that what is loaded speaks for: of each source, and of each team's shift sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from casebook.core.months import Span
from casebook.patrols.queries import SHEET_LOAD
from casebook.store.loads import loads
from casebook.store.transaction import Transaction

LOAD_KINDS = ("patrols", "pings")
"""The kinds of load that bring patrols."""


def covers(tx: Transaction) -> dict[str, tuple[Span, ...]]:
    """The days each source of patrols speaks for, in order, spans that touch made one."""
    spans: dict[str, list[Span]] = {}
    for one in loads(tx):
        if one.kind not in LOAD_KINDS:
            continue
        for cover in one.covers:
            spans.setdefault(cover.kind, []).append(cover.span)
    return {source: _joined(found) for source, found in spans.items()}


def team_covers(tx: Transaction) -> dict[str, tuple[Span, ...]]:
    """The days that each area's shift sheets speak for, of that area alone, in order."""
    spans: dict[str, list[Span]] = {}
    for one in loads(tx, SHEET_LOAD):
        for cover in one.covers:
            for area in cover.areas:
                spans.setdefault(area, []).append(cover.span)
    return {area: _joined(found) for area, found in spans.items()}


def covers_of_areas(teams: Mapping[str, Sequence[Span]], areas: Iterable[str]) -> tuple[Span, ...]:
    """The days that sheets of any of these areas speak for."""
    return _joined(span for area in areas for span in teams.get(area, ()))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and joined[-1].touches(span):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
