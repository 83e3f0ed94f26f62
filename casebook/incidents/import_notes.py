"""What a person should know of an import of incidents: a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from casebook.core.english import counted, first_of
from casebook.core.months import Month, Span
from casebook.files.arrow_columns import Ints
from casebook.incidents.import_merge import Incidents
from casebook.incidents.import_rows import IncidentColumns, Vocabulary
from casebook.incidents.import_sources import holds, say_covers
from casebook.incidents.import_store import Written
from casebook.incidents.queries import stored as incidents
from casebook.incidents.types import IncidentType
from casebook.store.report import Cover
from casebook.store.transaction import Transaction

_MANY_ROWS = 9
"""An ID that so many more rows have may be none."""


def covers_note(covers: Sequence[Cover]) -> str:
    """What to say of what files cover that nobody gave a window for."""
    return (
        f"Covers {say_covers(covers)}: the months in the file. Where that is wrong, say "
        "--covers FROM..TO."
    )


def masked_notes(masks: Counter[str]) -> list[str]:
    """What to say of rows where something stands in the place of an ID."""
    if not masks:
        return []
    said = first_of([f"'{mask}'" for mask, _ in masks.most_common()], 3)
    return [f"Rows whose ID is none ({said}): {masks.total():,}. Each is an incident of its own."]


def repeated_notes(found: Incidents, words: Vocabulary) -> list[str]:
    """What to say of rows that repeat an incident of the same files."""
    again = found.changes + found.repeats
    named = int(again[~found.rows.anonymous].sum())
    unnamed = int(again[found.rows.anonymous].sum())
    notes = []
    if named:
        notes.append(
            f"Rows that repeat the ID of another: {named:,}. An incident counts once, in the "
            "month it first appeared, with the outcome furthest on."
        )
        most = int(np.argmax(np.where(found.rows.anonymous, -1, again)))
        reference = words.references.at(found.rows.reference[most : most + 1])[0]
        if again[most] >= _MANY_ROWS and reference is not None:
            notes.append(
                f"'{reference}' is the ID of {again[most] + 1:,} rows, which count as one incident:"
                " look whether it is an ID, and name another column with --map."
            )
    if unnamed:
        notes.append(
            f"Rows without an ID that stand in another of the files too: {unnamed:,}. They count "
            "once."
        )
    return notes


def kept_notes(written: Written, rows: IncidentColumns, source: str) -> list[str]:
    """What to say of incidents that the files tell of and that weren't changed by them."""
    notes = []
    if written.kept_newer:
        newest = Month.from_code(int(rows.extract.max()))
        said = counted(written.kept_newer, "incident keeps", "incidents keep")
        notes.append(
            f"{said} the type, place or outcome that a newer extract of {source} gave: the "
            f"newest month of these files is {newest.label}."
        )
    if written.earlier:
        said = counted(written.earlier, "incident counts", "incidents count")
        notes.append(
            f"{said} in an earlier month than a newer extract of {source} gave: an incident "
            "counts in the month it first appeared. Where that was wrong, import the newer extract "
            "again with --covers FROM..TO."
        )
    if written.kept_known:
        said = counted(written.kept_known, "incident keeps", "incidents keep")
        notes.append(
            f"{said} a place, or an outcome further on, that these files don't have. Where it was "
            "wrong, import them again with --covers FROM..TO."
        )
    return notes


def subtype_notes(types: Sequence[IncidentType], kinds: Ints) -> list[str]:
    """What to say of rows without a sub-type whose type has some; ``kinds`` is each row's."""
    used = [types[number] for number in np.unique(kinds).tolist()]
    coarser = {(each.parent, each.kind) for each in used if each.parent}
    blank = np.array([each[:2] in coarser for each in types], bool)
    number = int(blank[kinds].sum())
    if not number:
        return []
    return [
        f"Rows without a sub-type whose crime type has some: {number:,}. They count under the type "
        "alone, and where they lie a count of its sub-types is missing, not lower."
    ]


def unnamed_notes(
    tx: Transaction,
    found: Incidents,
    written: Written,
    source: str,
    own: Mapping[str, Sequence[Span]],
) -> list[str]:
    """What to say of rows without an ID that were added to months the source covers already."""
    if not own:
        return []
    rows = found.rows.take(written.fresh & found.rows.anonymous)
    kinds = incidents.types(tx)
    pairs, counts = np.unique(rows.month * len(kinds) + rows.type, return_counts=True)
    again = 0
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        month, kind = divmod(pair, len(kinds))
        if holds(own.get(kinds[kind][1], ()), Month.from_code(month)):
            again += count
    if not again:
        return []
    note = (
        f"{counted(again, 'row')} without an ID "
        f"{'was' if again == 1 else 'were'} added to months already loaded from {source}; if this "
        "file replaces the earlier one, import it again with --covers FROM..TO."
    )
    return [note]
