"""What an import of incidents covers, and which source counts where two cover the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from casebook.core.english import counted, listed
from casebook.core.errors import SourceClash
from casebook.core.months import Month, Span, Window, day_label, say_months
from casebook.files.tabular import Flags
from casebook.incidents.coverage.forces import force_key, fuller
from casebook.incidents.import_rows import IncidentColumns
from casebook.incidents.queries.stored import joined
from casebook.store.report import Cover

SAID = {"crime": "crime", "asb": "ASB"}
_NAMED = 3
"""The most forces that are named in a sentence."""

Months = Mapping[str, Sequence[Month]]
"""For each kind in a file, its months in order."""

Whose = Mapping[str, Mapping[Month, tuple[str, ...]]]
"""For each kind in a file and each of its months, the forces it says its rows are of."""

Covered = Mapping[str, Mapping[str, Sequence[Span]]]
"""What each source covers, the source first loaded first: ``{source: {kind: spans}}``."""


def months_of(rows: IncidentColumns, asb: Flags) -> Months:
    """The months of the crimes and of the ASB among ``rows``; a kind without rows is missing."""
    found: dict[str, Sequence[Month]] = {}
    for kind, which in (("crime", ~asb), ("asb", asb)):
        if which.any():
            found[kind] = [Month.from_code(c) for c in np.unique(rows.month[which]).tolist()]
    return found


def whose_months(rows: IncidentColumns, asb: Flags, names: Sequence[str]) -> Whose:
    """The forces of each month of the crimes and of the ASB among ``rows``, by name.

    ``names`` are what rows' forces are numbered by; a month whose rows don't say is missing.
    """
    found: dict[str, dict[Month, tuple[str, ...]]] = {}
    for kind, which in (("crime", ~asb), ("asb", asb)):
        pairs = np.unique(rows.month[which] * len(names) + rows.force[which])
        forces: dict[Month, list[str]] = {}
        for month, force in (divmod(pair, len(names)) for pair in pairs.tolist()):
            if force_key(names[force]):
                forces.setdefault(Month.from_code(month), []).append(names[force])
        found[kind] = {month: _apart(each) for month, each in forces.items()}
    return found


def covers_of(
    months: Months,
    given: Span | None,
    last_day: date,
    subtypes: Collection[str],
    whose: Whose,
) -> tuple[Cover, ...]:
    """What the file covers: the window given, else its months; nothing after ``last_day``.

    ``subtypes`` are the kinds it has sub-types of.
    """
    return tuple(
        Cover(kind, Span(span.start, min(span.end, last_day)), (), kind in subtypes, forces)
        for kind, present in months.items()
        for span, forces in _parts(present, given, whose.get(kind, {}))
    )


def _parts(
    present: Sequence[Month], given: Span | None, whose: Mapping[Month, tuple[str, ...]]
) -> list[tuple[Span, tuple[str, ...]]]:
    """The days a kind of a file covers, in parts that are of the same forces."""
    if given:
        return [(given, _apart(name for forces in whose.values() for name in forces))]
    parts: dict[tuple[str, ...], list[Span]] = {}
    for month in present:
        parts.setdefault(whose.get(month, ()), []).append(Span(month.first, month.last))
    return sorted((span, forces) for forces, spans in parts.items() for span in joined(spans))


def _apart(names: Iterable[str]) -> tuple[str, ...]:
    """Each force once, under the fullest of its names."""
    return tuple(sorted(fuller(names).values()))


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
    """Covers as a person reads them: ``crime Jan to Mar 2024 and ASB 1 Feb 2024 to 9 Feb 2024``.

    Whose data they are is said at the end, or of each where they differ.
    """
    kinds: dict[str, list[str]] = {}
    alike = len({cover.forces for cover in covers}) == 1
    for cover in covers:
        without = f" without {' and '.join(cover.without)}" if cover.without else ""
        whose = "" if alike else _say_forces(cover.forces)
        kinds.setdefault(cover.kind, []).append(_say_span(cover.span) + without + whose)
    said = " and ".join(f"{SAID[kind]} {', '.join(spans)}" for kind, spans in kinds.items())
    return said + (_say_forces(covers[0].forces) if alike else "")


def _say_forces(forces: Sequence[str]) -> str:
    if not forces:
        return ""
    return f" for {listed(forces) if len(forces) <= _NAMED else counted(len(forces), 'force')}"


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
