"""What somebody owes on a record, and by when.

A kind says by what rule: by its fields (:attr:`~casebook.core.kinds.Record.DUE_ON`), or by a
function of its folder (:attr:`~casebook.core.kinds.Record.DUE_RULE`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Due:
    """One thing somebody owes, and by when."""

    on: date
    what: str
    """review, action, request, query, programme review, …: a word for its kind."""
    about: str
    """The profile, place, programme, indicator or meeting it belongs to."""
    says: str
    who: str
    """A login or role, for a query the named officer; empty where nobody is named."""
    overdue: bool
    kind: str
    """The kind of the record it is owed on."""
    id: int
    """Which record of that kind; 0 where what is owed is still to be made."""
    within: str = ""
    """The place or profile by which an area has it, where ``about`` is neither."""
    role: bool = False
    """Whether ``who`` is a role, whoever holds it, and not a login of the same letters."""
    verb: str = ""
    """The verb of access by which it is done; empty for the one its kind is written with."""
