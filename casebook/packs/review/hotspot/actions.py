"""The actions of a hotspot's profiles: open ones in full, done ones counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casebook.core import english, wording
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.profiles.profile import Action

_MOST = 8
_LONGEST = 160


def actions_table(actions: Sequence[Action], today: date) -> PrintTable | None:
    """What is still to do, overdue first, then by its day; None where nothing is."""
    undone = [action for action in actions if action.done is None]
    if not undone:
        return None
    undone.sort(key=lambda action: (action.due or date.max, action.id))
    more = len(undone) - _MOST
    return PrintTable(
        "Open actions",
        (
            PrintColumn("Open action"),
            PrintColumn("Who"),
            PrintColumn("Due", kind="phrase"),
            PrintColumn("Stands", kind="phrase"),
        ),
        tuple(_row(action, today) for action in undone[:_MOST]),
        (f"{english.counted(more, 'more action')} to do, not listed here.",) if more > 0 else (),
    )


def _row(action: Action, today: date) -> PrintRow:
    who = ", ".join(part for part in (action.agency, action.owner) if part)
    cells = (
        english.shortened(action.title, _LONGEST),
        english.shortened(who, _LONGEST) or wording.MISSING,
        wording.day(action.due),
        _stands(action, today),
    )
    return PrintRow(cells, alert=(3,) if action.overdue(today) else ())


def _stands(action: Action, today: date) -> str:
    if action.due is None:
        return "No date"
    days = (action.due - today).days
    if days < 0:
        return f"Overdue {english.counted(-days, 'day')}"
    return f"Due in {english.counted(days, 'day')}" if days else "Due today"


def actions_say(actions: Sequence[Action], today: date, without: str) -> str:
    """How many are overdue, to do and done, and the newest that was done.

    ``without`` is what a profile is called, where none is open.
    """
    if without:
        return f"No {without} is open for this hotspot, so no actions are recorded."
    if not actions:
        return "No actions are recorded."
    late = sum(action.overdue(today) for action in actions)
    done = [action for action in actions if action.done is not None]
    said = f"{late} overdue, {len(actions) - late - len(done)} to do, {len(done)} done."
    if not done:
        return said
    last = max(done, key=lambda action: (action.done or date.min, action.id))
    came = english.shortened(last.actual, _LONGEST)
    title = english.shortened(last.title, _LONGEST).rstrip(".")
    return f"{said} Done last, {wording.day(last.done)}: {title}. {came}".rstrip()
