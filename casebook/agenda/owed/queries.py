"""What is owed by the rules of the kinds, as a question to the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    String,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    not_,
    or_,
    select,
)

from casebook.agenda.owed.rule_queries import owed_by_rules
from casebook.core.due import Due
from casebook.core.kinds import Record
from casebook.core.settings import Settings
from casebook.places.place import Place
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.reviews.review import Review
from casebook.store.pages.days import day_said
from casebook.store.pages.page import After, By, OrderedRows, PageOfRows
from casebook.store.pages.words import holding
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction

Condition = ColumnElement[bool]

_MANY = 500
"""Of more profiles all that is owed is found first: a statement can't name so many so often."""
_PROFILE, _LINK, _PLACE, _REVIEW = map(table_of, (Profile, ProfilePlace, Place, Review))


class Step(NamedTuple):
    """What is to be done to what: by its verb of access, or the one its kind is written with."""

    kind: str
    verb: str
    what: str
    about: str
    id: int
    """The record's number, where it belongs to more or else than a profile; else 0."""


class OwedRow(NamedTuple):
    """One thing owed by a rule, as the database has it."""

    on: date
    what: str
    about: str
    says: str
    who: str
    late: int
    kind: str
    id: int
    role: int
    verb: str
    step: str
    """Its verb, or else the word for it."""
    apart: int
    """1 where it belongs to more or else than a profile."""

    @property
    def to_do(self) -> Step:
        """What is to be done."""
        return Step(self.kind, self.verb, self.what, self.about, self.id if self.apart else 0)

    @property
    def due(self) -> Due:
        """The same as everybody has it."""
        said = (self.on, self.what, self.about, self.says, self.who, bool(self.late))
        return Due(*said, self.kind, self.id, role=bool(self.role), verb=self.verb)


class HowMany(NamedTuple):
    """How many things are owed, and how many of them are late."""

    total: int
    late: int


@dataclass(frozen=True)
class OwedRows:
    """Things owed by the rules of kinds, as a question: nothing is read before it is asked.

    What was read by now is narrowed here, in the same way as the database would.
    """

    tx: Transaction
    rows: Subquery
    given: Mapping[str, Any]
    where: tuple[ColumnElement[bool], ...] = ()
    known: tuple[OwedRow, ...] | None = None
    """Those of them, where they were read by now; nothing more is asked then."""

    def that(self, condition: Callable[[], Condition], keep: Callable[[OwedRow], bool]) -> OwedRows:
        """Those of them that this holds of, as the database has it and as Python has it."""
        if self.known is not None:
            return replace(self, known=tuple(filter(keep, self.known)))
        return replace(self, where=(*self.where, condition()))

    def read(self, most: int) -> OwedRows:
        """The same, read by now where it is at most so much."""
        if self.known is not None:
            return self
        query = select(self.rows).where(*self.where).limit(most + 1)
        found = self.tx.sql.execute(query, self.given).all()
        if len(found) > most:
            return self
        return replace(self, known=tuple(map(OwedRow._make, found)))

    def about(self, refs: Collection[str]) -> OwedRows:
        """Those about one of ``refs``."""
        return self.that(lambda: self.rows.c.about.in_(sorted(refs)), lambda one: one.about in refs)

    def by(
        self, names: Collection[str], roles: Collection[str] | None, but: Collection[Step] = ()
    ) -> OwedRows:
        """Those owed by somebody of these names, or by one of ``roles`` as a role.

        Without roles a name may be a role's too. Those that are one of the steps ``but`` aren't.
        """
        return self.that(
            lambda: self._by(names, roles, but), lambda one: _by(one, names, roles, but)
        )

    def not_by(
        self, names: Collection[str], roles: Collection[str], but: Collection[Step]
    ) -> OwedRows:
        """The others."""
        return self.that(
            lambda: not_(self._by(names, roles, but)),
            lambda one: not _by(one, names, roles, but),
        )

    def _by(
        self, names: Collection[str], roles: Collection[str] | None, but: Collection[Step]
    ) -> ColumnElement[bool]:
        c = self.rows.c
        called: ColumnElement[bool] = c.who.in_(sorted(names))
        if roles is not None:
            named = c.who.in_(sorted(roles))
            called = or_(and_(c.role == 1, named), and_(c.role == 0, called))
        return and_(called, not_(self._steps(but))) if but else called

    def _steps(self, steps: Collection[Step]) -> ColumnElement[bool]:
        c, alike = self.rows.c, dict[tuple[str, str, str], list[Step]]()
        for step in steps:
            alike.setdefault(step[:3], []).append(step)
        return or_(
            false(),
            *(
                and_(
                    *(c.kind == kind, c.verb == verb, c.what == what),
                    or_(
                        c.about.in_(sorted({step.about for step in them if not step.id})),
                        c.id.in_(sorted({step.id for step in them if step.id})),
                    ),
                )
                for (kind, verb, what), them in alike.items()
            ),
        )

    def taking(self, steps: Collection[str], *, others: bool = False) -> OwedRows:
        """Those that take one of these steps, by verb or else by word; with ``others`` any else."""

        def condition() -> Condition:
            step = self.rows.c.step.in_(sorted(steps))
            return not_(step) if others else step

        return self.that(condition, lambda one: (one.step in steps) is not others)

    def waiting(
        self, login: str, own: Collection[str], passed: Collection[int], within: Collection[str]
    ) -> OwedRows:
        """What others owe ``login``: on its profiles, called ``own``, and reviews it ``passed`` on.

        Of proposals those among ``within``.
        """

        def condition() -> Condition:
            c = self.rows.c
            return case(
                (c.verb == "accept", c.about.in_(sorted(within))),
                else_=or_(
                    and_(c.kind.in_([Review.KIND]), c.id.in_(sorted(passed))),
                    and_(c.about.in_(sorted(own)), c.who != login),
                ),
            )

        passed_on = {(Review.KIND, number) for number in passed}

        def keep(one: OwedRow) -> bool:
            if one.verb == "accept":
                return one.about in within
            return (one.kind, one.id) in passed_on or (one.about in own and one.who != login)

        return self.that(condition, keep)

    def on_records(self, records: Collection[tuple[str, int]], *, others: bool = False) -> OwedRows:
        """Those on these records, by kind and number; with ``others`` those on any other."""

        def condition() -> Condition:
            c, numbers = self.rows.c, dict[str, list[int]]()
            for kind, number in sorted(records):
                numbers.setdefault(kind, []).append(number)
            of = (and_(c.kind == kind, c.id.in_(them)) for kind, them in numbers.items())
            on = or_(false(), *of)
            return not_(on) if others else on

        return self.that(condition, lambda one: ((one.kind, one.id) in records) is not others)

    def until(self, day: date) -> OwedRows:
        """Those owed by a day."""
        return self.that(lambda: self.rows.c.on <= day, lambda one: one.on <= day)

    def after(self, day: date) -> OwedRows:
        """Those owed after a day."""
        return self.that(lambda: self.rows.c.on > day, lambda one: one.on > day)

    def late(self) -> OwedRows:
        """Those that are late."""
        return self.that(lambda: self.rows.c.late == 1, lambda one: bool(one.late))

    def holding(self, words: Sequence[str]) -> OwedRows:
        """Those whose line in a list holds every one of ``words``, in small letters."""
        if not words:
            return self
        assert self.known is None, "words are looked for in the database, which has the names"
        c = self.rows.c
        line = c.what + " " + c.about + " " + _placed(c.about, "") + " " + c.says + " " + c.who
        day = day_said(cast(c.on, String))
        return replace(self, where=(*self.where, holding(words, [line + " " + day])))

    def steps(self) -> tuple[Step, ...]:
        """What is to be done, each step once."""
        if self.known is not None:
            return tuple(dict.fromkeys(one.to_do for one in self.known))
        c = self.rows.c
        number = case((c.apart == 1, c.id), else_=0)
        query = select(c.kind, c.verb, c.what, c.about, number).where(*self.where).distinct()
        return tuple(Step(*row) for row in self.tx.sql.execute(query, self.given))

    @cached_property
    def counts(self) -> Mapping[str, HowMany]:
        """How many there are, and how many of them are late, by what step they take."""
        if self.known is not None:
            steps = Counter(one.step for one in self.known)
            late = Counter(one.step for one in self.known if one.late)
            return {step: HowMany(total, late[step]) for step, total in steps.items()}
        c = self.rows.c
        query = select(c.step, func.count(), func.sum(c.late)).where(*self.where)
        found = self.tx.sql.execute(query.group_by(c.step), self.given)
        return {step: HowMany(total, int(late)) for step, total, late in found}

    def every(self) -> tuple[Due, ...]:
        """All of them, in no order."""
        if self.known is not None:
            return tuple(one.due for one in self.known)
        query = select(self.rows).where(*self.where)
        return tuple(_due(row) for row in self.tx.sql.execute(query, self.given))

    def page(
        self, size: int, after: After | None = None, by: str = "", *, down: bool = False
    ) -> PageOfRows[Due]:
        """So many of them in the order of lists, from the first or from ``after`` on.

        ``by`` goes before that: what, where by name, says, who or the day, downwards where asked.
        Of what was read by now it is all.
        """
        if self.known is not None:
            return PageOfRows(self.every(), len(self.known))
        c = self.rows.c
        query = select(self.rows).where(*self.where)
        order = [By(c[name]) for name in ("on", "about", "what", "says", "kind", "id")]
        if by:
            where = by == "where"
            order.insert(0, By(_placed(c.about, c.about) if where else c[by], down=down))
        listed = OrderedRows(query, order, self.given)
        page = listed.page(
            self.tx.sql, size, after, lambda: sum(one.total for one in self.counts.values())
        )
        return page.of(map(_due, page.rows))


def _by(
    one: OwedRow, names: Collection[str], roles: Collection[str] | None, but: Collection[Step]
) -> bool:
    """Whether :meth:`OwedRows.by` keeps it."""
    called = roles if roles is not None and one.role else names
    return one.who in called and one.to_do not in but


def _due(row: Row[Any]) -> Due:
    return OwedRow._make(row[: len(OwedRow._fields)]).due


def owed_rows(
    tx: Transaction,
    kinds: Sequence[type[Record]],
    settings: Settings,
    today: date,
    profiles: Collection[str] | None,
) -> OwedRows:
    """What is owed on ``kinds`` by their rules; of what is part of a profile, on ``profiles``."""
    ruled = tuple(kind for kind in kinds if kind.OWING)
    asked = {name for kind in ruled for rule in kind.OWING for name in rule.setting}
    told = tuple((name, bool(getattr(settings, name))) for name in sorted(asked))
    few = profiles is not None and len(profiles) <= _MANY
    found = OwedRows(tx, owed_by_rules(ruled, told, few=few), {"today": today})
    if profiles is None:
        return found
    if few:
        return replace(found, given={**found.given, "among": sorted(profiles)})
    return replace(
        found, where=(or_(found.rows.c.apart == 1, found.rows.c.about.in_(sorted(profiles))),)
    )


def _placed(ref: ColumnElement[str], otherwise: Any) -> ColumnElement[Any]:
    """Where a profile or place lies, by the name of the first place."""
    return func.coalesce(_first_place(ref), _own_name(ref), otherwise, type_=String())


def _first_place(ref: ColumnElement[str]) -> ColumnElement[Any]:
    """What the first place is called that a profile is about."""
    return (
        select(func.nullif(_PLACE.c.name, ""))
        .join(_LINK, _LINK.c.place == _PLACE.c.ref)
        .where(_LINK.c.profile == ref, _LINK.c.role == "target")
        .order_by(_LINK.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _own_name(ref: ColumnElement[str]) -> ColumnElement[Any]:
    """What the place is called that goes by a ref."""
    return select(func.nullif(_PLACE.c.name, "")).where(_PLACE.c.ref == ref).scalar_subquery()
