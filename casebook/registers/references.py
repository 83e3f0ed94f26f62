"""References of activities that stand on another one already, and who put them there."""

from __future__ import annotations

from casebook.core.english import first_of
from casebook.core.months import day_label
from casebook.registers.activity import Activity
from casebook.registers.notes import Written
from casebook.store.transaction import Transaction

_MOST = 3


def used_before(tx: Transaction, written: Written) -> tuple[str, ...]:
    """Each reference that an activity written before has too: of what, on which day, by whom.

    Two results may share one, as an arrest and its search do; so it is told and not refused. One
    typed in capitals is that in small letters.
    """
    own = {entry.id for _, entry in written}
    asked = dict.fromkeys(entry.reference.strip() for _, entry in written if entry.reference)
    said = []
    for reference in asked:
        spelt = (reference, reference.upper(), reference.lower())
        others = [
            one for one in tx.load(Activity, reference=spelt) if one.id not in own and reference
        ]
        if others:
            told = [_told(tx, one) for one in others]
            said.append(f"Reference {reference} is used already: {first_of(told, _MOST)}.")
    return tuple(said)


def _told(tx: Transaction, one: Activity) -> str:
    entries = tx.history.of_record(Activity.KIND, one.id)
    who = entries[0].who if entries else "an import"
    where = one.place or one.profile or ", ".join(one.programmes)
    return f"{one.code} at {where} on {day_label(one.at)}, by {who}"
