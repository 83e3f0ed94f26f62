"""The changes of a profile in words: who, when, what from and what to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.english import several
from casebook.core.fields import Field
from casebook.core.kinds import is_new, kind_called
from casebook.core.wording import MISSING, day, label_of, yes_or_no
from tui.parts.table import Column, Row
from tui.parts.text import line, plain, sentence
from tui.parts.words import clock

if TYPE_CHECKING:
    from casebook.profiles.casefile import ProfileFile
    from casebook.store.history import HistoryEntry


def history_rows(
    file: ProfileFile, entries: tuple[HistoryEntry, ...], zone: tzinfo, *, wide: bool
) -> tuple[list[Column], list[Row]]:
    """The changes of a profile as rows, in the order given."""
    columns = [Column("When", 17), Column("Who", 24 if wide else 12), Column("What", 0)]
    rows = []
    for entry in entries:
        who = f"{entry.who} (by {entry.via})" if entry.via else entry.who
        rows.append(Row(str(entry.seq), (_moment(entry, zone), who, _what(file, entry))))
    return columns, rows


def entry_to_read(file: ProfileFile, entry: HistoryEntry, zone: tzinfo) -> Content:
    """One change with every value before and after."""
    who = f"{entry.who}, entered by {entry.via}" if entry.via else entry.who
    blocks = [sentence(_moment(entry, zone), who, _about(file, entry))]
    if entry.why:
        blocks.append(plain(f"Why: {entry.why}"))
    for name, (before, after) in (entry.change or {}).items():
        spec = _spec(file, entry, name)
        rows = [line(_label(file, entry, name), "bold $primary")]
        if before not in (None, "", []):
            rows.append(Content.assemble(("before  ", "$quiet"), plain(_value(spec, before))))
        rows.append(Content.assemble(("after   ", "$quiet"), plain(_value(spec, after))))
        blocks.append(Content("\n").join(rows))
    if entry.change is None:
        blocks.append(plain("The values were disposed of; the entry stands."))
    return Content("\n\n").join(blocks)


def _moment(entry: HistoryEntry, zone: tzinfo) -> str:
    return clock(entry.at, zone, date.min)


def _about(file: ProfileFile, entry: HistoryEntry) -> str:
    """What was changed: the heading, ``scan``, ``action 3``, ``HS-01``."""
    kind = kind_called(entry.kind)
    name = kind.part_name(_values(file, entry)) if kind else ""
    return name or entry.record.removeprefix(f"{file.profile.ref} ")


def _values(file: ProfileFile, entry: HistoryEntry) -> Callable[[str], Any]:
    """A field's value of the record that an entry is about.

    As it stands, or as the entry that took it away says; None where neither says it.
    """
    parts = (file.profile, *file.stages, *file.places, *file.actions)
    same = (one for one in parts if (one.KIND, one.id) == (entry.kind, entry.record_id))
    record = next(same, None)

    def value(name: str) -> Any:
        before, after = (entry.change or {}).get(name, (None, None))
        return getattr(record, name, None) or after or before

    return value


def _what(file: ProfileFile, entry: HistoryEntry) -> str:
    about, kind = _about(file, entry), kind_called(entry.kind)
    if entry.change is None:
        return f"{about}: values disposed of"
    in_words = kind.change_in_words(about, entry.change) if kind else ""
    if in_words:
        return in_words
    naming = kind.NAMING if kind and is_new(entry.change) else ()
    said = [_change(file, entry, name) for name in entry.change if name not in naming]
    return f"{about}: {', '.join(said)}" if said else f"{about} opened"


def _change(file: ProfileFile, entry: HistoryEntry, name: str) -> str:
    """A short value from and to; a long one by its label alone."""
    before, after = (entry.change or {})[name]
    spec, label = _spec(file, entry, name), _label(file, entry, name)
    if spec is None or spec.free_text or spec.many or before in (None, ""):
        return label
    return f"{label} {_value(spec, before)} → {_value(spec, after)}"


def _spec(file: ProfileFile, entry: HistoryEntry, name: str) -> Field | None:
    """The definition of a field that history names; None for one this version doesn't know."""
    kind = kind_called(entry.kind)
    return kind.field_of(name, _values(file, entry)) if kind else None


def _label(file: ProfileFile, entry: HistoryEntry, name: str) -> str:
    spec = _spec(file, entry, name)
    return spec.label if spec else name.removeprefix("body.")


def _value(spec: Field | None, value: Any) -> str:
    """A JSON value as history holds it, as a person reads it."""
    if value in (None, "", []):
        return "(blank)" if spec is None or spec.free_text else MISSING
    if isinstance(value, list):
        return several(_value(spec, part) for part in value)
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part not in (None, "", False))
    if isinstance(value, bool):
        return yes_or_no(value)
    if spec is not None and spec.type is date:
        return day(date.fromisoformat(value))
    return label_of(spec.codes, value) if spec is not None and spec.codes else str(value)
