"""What an import of incidents covers, and which source counts where two cover the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np

from casebook.core.errors import SourceClash
from casebook.core.months import Month, Span, Window, day_label, say_months
from casebook.files.tabular import Flags
from casebook.incidents.import_rows import IncidentColumns
from casebook.incidents.queries import joined
from casebook.store.report import Cover

SAID = {"crime": "crime", "asb": "ASB"}

Months = Mapping[str, Sequence[Month]]
"""For each kind in a file, its months in order."""

Covered = Mapping[str, Mapping[str, Sequence[Span]]]
"""What each source covers, the source first loaded first: ``{source: {kind: spans}}``."""


def months_of(rows: IncidentColumns, asb: Flags) -> Months:
    """The months of the crimes and of the ASB among ``rows``; a kind without rows is missing."""
    found: dict[str, Sequence[Month]] = {}
    for kind, which in (("crime", ~asb), ("asb", asb)):
        if which.any():
            found[kind] = [Month.from_code(c) for c in np.unique(rows.month[which]).tolist()]
    return found


def covers_of(
    months: Months, given: Span | None, last_day: date, subtypes: Collection[str]
) -> tuple[Cover, ...]:
    """What the file covers: the window given, else its months; nothing after ``last_day``.

    ``subtypes`` are the kinds it has sub-types of.
    """
    covers = []
    for kind, present in months.items():
        spans = [given] if given else joined([Span(month.first, month.last) for month in present])
        subtyped = kind in subtypes
        covers += [
            Cover(kind, Span(span.start, min(span.end, last_day)), subtypes=subtyped)
            for span in spans
        ]
    return tuple(covers)


def refuse_clash(months: Months, source: str, covered: Covered) -> None:
    """Raise :class:`SourceClash` where another source covers a month that this one doesn't yet."""
    for kind, other, shared in _shared(months, source, covered):
        raise SourceClash(
            f"{other} already covers {SAID[kind]} in {say_months(shared)}: give this file a name "
            f"with --source NAME to keep it beside, and set count_{kind}_from to choose which of "
            "the two counts."
        )


def counting_notes(
    months: Months, source: str, covered: Covered, counting: Mapping[tuple[str, Month], str]
) -> tuple[str, ...]:
    """For each other source of the same months, a sentence on which of the two counts."""
    notes = []
    for kind, other, shared in _shared(months, source, covered):
        for first, second in ((other, source), (source, other)):
            won = [month for month in shared if counting.get((kind, month)) == first]
            if won:
                notes.append(
                    f"For {SAID[kind]} in {say_months(won)}, {first} counts and {second} is kept "
                    f"beside it; count_{kind}_from chooses."
                )
    return tuple(notes)


def holds(spans: Sequence[Span], month: Month) -> bool:
    """Whether any of the spans has a day of the month."""
    return any(span.start <= month.last and month.first <= span.end for span in spans)


def say_covers(covers: Sequence[Cover]) -> str:
    """Covers as a person reads them: ``crime Jan to Mar 2024 and ASB 1 Feb 2024 to 9 Feb 2024``."""
    kinds: dict[str, list[str]] = {}
    for cover in covers:
        without = f" without {' and '.join(cover.without)}" if cover.without else ""
        kinds.setdefault(cover.kind, []).append(_say_span(cover.span) + without)
    return " and ".join(f"{SAID[kind]} {', '.join(spans)}" for kind, spans in kinds.items())


def _say_span(span: Span) -> str:
    window = Window(Month.of(span.start), Month.of(span.end))
    if (window.start, window.end) == (span.start, span.end):
        return window.label
    return f"{day_label(span.start)} to {day_label(span.end)}"


def _shared(months: Months, source: str, covered: Covered) -> list[tuple[str, str, list[Month]]]:
    """Kind, other source and months: where others cover what ``source`` didn't cover before."""
    own = covered.get(source, {})
    found = []
    for kind, present in months.items():
        fresh = [month for month in present if not holds(own.get(kind, ()), month)]
        for other, kinds in covered.items():
            shared = [month for month in fresh if holds(kinds.get(kind, ()), month)]
            if shared and other != source:
                found.append((kind, other, shared))
    return found
