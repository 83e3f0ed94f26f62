"""Writing patrols that a file brings, and saying what they changed of those that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from casebook.book.opening import Book
from casebook.core.english import counted, plural
from casebook.core.local_time import span_label
from casebook.core.wording import number
from casebook.patrols import queries as patrols
from casebook.patrols.covered import covers
from casebook.patrols.import_window import PatrolChanges
from casebook.patrols.merge_stored import Remerged, merge_around
from casebook.patrols.patrol import GPS, Patrol
from casebook.store.report import Cover, ImportReport
from casebook.store.transaction import Transaction


def known(tx: Transaction, covered: Sequence[Cover]) -> bool:
    """Whether the casebook knows of all these days already."""
    held = covers(tx)
    return all(
        any(
            span.start <= cover.span.start and cover.span.end <= span.end
            for span in held.get(cover.kind, ())
        )
        for cover in covered
    )


def store(
    book: Book, tx: Transaction, changes: PatrolChanges, report: ImportReport, load: int
) -> ImportReport:
    """Write the changes and merge patrols anew; gives the report with what that showed."""
    patrols.remove(tx, [one.id for one in changes.withdrawn])
    patrols.change(tx, changes.changed, load)
    patrols.add(tx, changes.added, load)
    remerged = merge_around(tx, changes.affected)
    return replace(
        report,
        merged=_merged_rows(changes, remerged),
        notes=(
            *report.notes,
            *_confirmed_note(remerged),
            *_cut_short_note(book, remerged),
            *_elsewhere_note(book, changes),
        ),
    )


def _merged_rows(changes: PatrolChanges, remerged: Remerged) -> int:
    """How many new rows stand under another source's patrol, or put one held before under them."""
    new = {one.key for one in changes.added}
    under_another = set()
    for id_, merged in remerged.changes.items():
        row = remerged.patrols[id_]
        if row.planned or merged.under is None:
            continue
        head = remerged.patrols[merged.under]
        under_another |= {row.key} & new or {head.key} & new
    return len(under_another)


def _confirmed_note(remerged: Remerged) -> Iterator[str]:
    if remerged.confirmed:
        said = counted(remerged.confirmed, "patrol")
        yield f"{said} of the rota confirmed by what was delivered."


def _cut_short_note(book: Book, remerged: Remerged) -> Iterator[str]:
    """What to say of rows in whose stead GPS counts less than half of their time."""
    visits = [one for one in remerged.patrols.values() if one.source == GPS]
    cut: list[tuple[timedelta, timedelta, Patrol]] = []
    for id_, merged in remerged.changes.items():
        row = remerged.patrols[id_]
        if row.planned or merged.under is None or remerged.patrols[merged.under].source != GPS:
            continue
        seen = sum((_shared(row, visit) for visit in visits), timedelta())
        if seen < (row.end - row.start) / 2:
            cut.append((row.end - row.start - seen, seen, row))
    if cut:
        _, seen, row = max(cut, key=lambda one: (one[0], one[2].key))
        yield (
            f"GPS saw less than half of the time of {counted(len(cut), 'patrol')} told by "
            f"a claim or sheet, and its visits count in their stead. Most is missing of {row.unit} "
            f"at {row.place}, {span_label(row.start, row.end, book.zone)} ({row.source}): "
            f"{number(seen / timedelta(minutes=1), 0)} of "
            f"{counted(round(row.minutes), 'minute')} seen. If the device "
            "was off, the hours are too few."
        )


def _shared(row: Patrol, visit: Patrol) -> timedelta:
    if (row.unit, row.place) != (visit.unit, visit.place):
        return timedelta()
    return max(min(row.end, visit.end) - max(row.start, visit.start), timedelta())


def _elsewhere_note(book: Book, changes: PatrolChanges) -> Iterator[str]:
    """What to say of units that GPS saw in one hotspot while people wrote of another."""
    if not changes.elsewhere:
        return
    visit, other = changes.elsewhere[0]
    visits = len({visit.key for visit, _ in changes.elsewhere})
    yield (
        f"GPS has {'a unit' if visits == 1 else 'units'} in another hotspot than a claim or sheet "
        f"does, {visits:,} {plural(visits, 'time')}. The first: {visit.unit} was at "
        f"{visit.place} from {span_label(visit.start, visit.end, book.zone)} by GPS, and by the "
        f"{other.source} at {other.place} from "
        f"{span_label(other.start, other.end, book.zone)}. Both count: mend the {other.source} "
        "where it is wrong, or those hours stand twice."
    )
