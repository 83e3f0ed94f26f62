"""The changes of a profile in words: who, when, what from and what to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.english import several
from casebook.core.fields import Field
from casebook.core.kinds import is_new, kind_called
from casebook.core.months import Month
from casebook.core.wording import MISSING, day, label_of, yes_or_no
from tui.parts.table import Column, Row
from tui.parts.text import line, plain, sentence
from tui.parts.words import clock, narrow_moment
from tui.profiles.text_change import text_change

if TYPE_CHECKING:
    from casebook.profiles.casefile import ProfileFile
    from casebook.store.history import HistoryEntry


def history_rows(
    file: ProfileFile, entries: tuple[HistoryEntry, ...], zone: tzinfo, *, wide: bool
) -> tuple[list[Column], list[Row]]:
    """The changes of a profile as rows, in the order given."""
    rows = []
    for entry in entries:
        who = f"{entry.who} (by {entry.via})" if entry.via and wide else entry.who
        when = _moment(entry, zone) if wide else narrow_moment(entry.at, zone)
        rows.append(Row(str(entry.seq), (when, who, _what(file, entry))))
    longest = max((len(str(row.made[1])) for row in rows), default=3)
    columns = [
        Column("When", 17 if wide else 15),
        Column("Who", min(longest, 26 if wide else 16)),
        Column("What", 0),
    ]
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
        if _is_text(spec) and before and after:
            told = text_change(str(before), str(after), most=400)
            rows.append(Content.assemble(("changed ", "$quiet"), plain(told)))
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
    from casebook.store.history import removes

    about, kind = _about(file, entry), kind_called(entry.kind)
    if entry.change is None:
        return f"{about}: values disposed of"
    in_words = kind.change_in_words(about, entry.change) if kind else ""
    if in_words:
        return in_words
    if kind and removes(kind, entry.change):
        return f"{about} removed"
    naming = kind.NAMING if kind and is_new(entry.change) else ()
    said = [_change(file, entry, name) for name in entry.change if name not in naming]
    if any(name in entry.change for name in naming):
        return f"{about} added: {'; '.join(said)}" if said else f"{about} added"
    return f"{about}: {'; '.join(said)}" if said else f"{about} opened"


def _change(file: ProfileFile, entry: HistoryEntry, name: str) -> str:
    """``status: open → closed``; of a list what came and went, of a long text its changed words."""
    before, after = (entry.change or {})[name]
    spec, label = _spec(file, entry, name), _label(file, entry, name)
    if before in (None, "", []):
        return f"{label}: {_value(spec, after)}"
    if isinstance(before, list):
        return f"{label}: {_list_change(spec, before, after or [])}"
    if _is_text(spec):
        return f"{label}: {text_change(str(before), str(after or ''))}"
    return f"{label}: {_value(spec, before)} → {_value(spec, after)}"


def _list_change(spec: Field | None, before: list[Any], after: list[Any]) -> str:
    came = [_value(spec, one) for one in after if one not in before]
    went = [_value(spec, one) for one in before if one not in after]
    told = [f"put in {several(came)}" if came else "", f"took out {several(went)}" if went else ""]
    return ", ".join(part for part in told if part) or "in another order"


def _is_text(spec: Field | None) -> bool:
    return spec is None or (spec.free_text and not spec.many)


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
    if spec is not None and spec.type is Month:
        return Month.parse(value).label
    return label_of(spec.codes, value) if spec is not None and spec.codes else str(value)
