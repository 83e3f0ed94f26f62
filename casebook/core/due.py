"""What somebody owes on a record, and by when.

A kind says by what rules: as data where a rule compares days and states, so that the database is
asked by it (:attr:`~casebook.core.kinds.Record.OWING`), else by a function of its folder
(:attr:`~casebook.core.kinds.Record.DUE_RULE`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Final


class Filled(Enum):
    """What a field holds that holds something."""

    FILLED = "filled"


FILLED: Final = Filled.FILLED


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

    @property
    def order(self) -> tuple[date, str, str, str, str, int]:
        """What lists are ordered by: the longest overdue first."""
        return (self.on, self.about, self.what, self.says, self.kind, self.id)


@dataclass(frozen=True, kw_only=True)
class Owing:
    """A rule of what is owed on records of a kind.

    Of a kind's rules the first that holds of a record is the one. Conditions are what fields hold:
    a value, one of several, nothing (None), or anything (:data:`FILLED`).
    """

    on: str
    """The field with the day by which; nothing is owed where it is blank."""
    says: str = "{text}"
    """What is to be done, with fields in braces."""
    what: str = ""
    """A word for it; empty for what one of the kind is called."""
    where: Mapping[str, Any] = field(default_factory=dict)
    """What the record's fields hold."""
    begins: Mapping[str, str] = field(default_factory=dict)
    """What the texts of these fields begin with, with fields in braces."""
    status: tuple[str, ...] = ()
    """The statuses of the profile it is part of, where it is of one; empty: it may have any."""
    setting: Mapping[str, bool] = field(default_factory=dict)
    """Settings of the casebook without which the rule isn't in force."""
    past: bool = False
    """Whether it is owed only once the day is over."""
    since: bool = False
    """Whether the day is the one since when it waits, so that it is never late."""
    to_make: bool = False
    """Whether a record is still to be made: fields are then those of the profile it would be of."""
    unless: Mapping[str, Any] = field(default_factory=dict)
    """What a record holds that, once it is made, is that record."""
    months: int = 0
    """So many months after the day in its field."""
    about: str = "profile"
    """The field that says what it is about, beside a profile's own ref."""
    who: str = ""
    """The field that names who owes it."""
    by_role: bool = False
    """Whether that field may name a role."""
    owner: bool = False
    """Whether the profile's owner owes it where nobody is named."""
    role: str = ""
    """The role that owes it, whoever holds it."""
    verb: str = ""
    """The verb of access by which it is done; empty for the one its kind is written with."""


@dataclass(frozen=True)
class DueAsked:
    """Of what is owed, what is asked for. None is no bound; what is owed outside may be given."""

    profiles: Collection[str] | None = None
    """What is owed on these profiles and their parts."""
    places: Collection[str] | None = None
    """What is owed on things of these places."""
    names: Collection[str] | None = None
    """Of what is of no place and no profile, what one of these owes: logins, names, agencies.

    Given, what is owed by nobody named is left out.
    """

    @property
    def of_places(self) -> dict[str, Any]:
        """How what lies at these places is looked up, where it is owed by anybody."""
        return self.at_places if self.names is None else {}

    @property
    def at_places(self) -> dict[str, Any]:
        """How things of these places are looked up."""
        return {} if self.places is None else {"place": sorted(self.places)}
