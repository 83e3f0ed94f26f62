"""The rules of every kind (:class:`~casebook.core.due.Owing`) made into one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from string import Formatter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)

from casebook.core.access import ROLES
from casebook.core.due import FILLED, Owing
from casebook.core.fields import fields_of
from casebook.core.kinds import Record, belonging
from casebook.core.months import Month
from casebook.profiles.profile import Profile
from casebook.store.pages.days import day_of, month_said, months_later
from casebook.store.tables import table_of

_TODAY = bindparam("today", type_=Date)
_AMONG = bindparam("among", expanding=True, type_=String)


@cache
def owed_by_rules(
    kinds: tuple[type[Record], ...], settings: tuple[tuple[str, bool], ...], *, few: bool
) -> Subquery:
    """What is owed by the rules of ``kinds``, made once: making it takes longer than asking it."""
    of = dict(settings)
    arms = []
    for kind in kinds:
        rules = [rule for rule in kind.OWING if all(of[n] is so for n, so in rule.setting.items())]
        for at, rule in enumerate(rules):
            before = [] if rule.to_make else [one for one in rules[:at] if not one.to_make]
            arms.append(_Arm(kind, rule).query(before, few=few))
    return union_all(*arms).subquery("owed")


class _Arm:
    """What is owed by one rule of a kind."""

    def __init__(self, kind: type[Record], rule: Owing) -> None:
        self.kind, self.rule = kind, rule
        self.read: type[Any] = Profile if rule.to_make or kind.WHOLE else kind
        """The kind whose fields the rule names."""
        self.part = not self.read.WHOLE and "profile" in fields_of(self.read)
        self.loose = self.part and fields_of(self.read)["profile"].optional
        self.table: FromClause = table_of(self.read).alias()
        self.profile = table_of(Profile).alias() if self.part else self.table

    def query(self, before: Sequence[Owing], *, few: bool) -> Select[Any]:
        """A row for each thing owed by it, and not by the rules ``before`` it.

        With ``few`` of what is part of a profile only what is part of those given as ``among``.
        """
        rule, day = self.rule, self._field(self.rule.on)
        on = months_later(day, rule.months) if rule.months else day
        about = self._about()
        apart = not (self.kind.WHOLE or (self.part and len(belonging(self.kind)) == 1))
        apart = apart and not rule.to_make
        columns: dict[str, ColumnElement[Any]] = {
            "on": on,
            "what": literal(rule.what or self.kind.called(), String),
            "about": about,
            "says": self._filled_in(rule.says),
            "who": self._who(),
            "late": _whether(false() if rule.since else on < _TODAY),
            "kind": literal(self.kind.KIND, String),
            "id": literal_column("0") if rule.to_make else self.table.c.id,
            "role": self._by_role(),
            "verb": literal(rule.verb, String),
            "step": literal(rule.verb or rule.what or self.kind.called(), String),
            "apart": literal_column("1" if apart else "0"),
        }
        query = select(*(column.label(name) for name, column in columns.items()))
        query = query.select_from(self._joined()).where(day.is_not(None), *self._conditions(rule))
        query = query.where(*(_whether(and_(*self._conditions(one))) == 0 for one in before))
        if rule.past:
            query = query.where(on < _TODAY)
        if rule.to_make:
            query = query.where(not_(self._made()))
        scoped = few and (self.part or self.read.WHOLE)
        return query.where(about.in_(_AMONG)) if scoped else query

    def _joined(self) -> FromClause:
        if not self.part:
            return self.table
        tie = self.profile.c.ref == self.table.c.profile
        return self.table.join(self.profile, tie, isouter=self.loose)

    def _conditions(self, rule: Owing) -> Iterator[ColumnElement[bool]]:
        if not self.read.OWN_TABLE:
            yield self.table.c.kind == self.read.KIND
        for name, value in rule.where.items():
            yield _holds(self._field(name), value)
        for name, template in rule.begins.items():
            start = self._filled_in(template)
            yield func.substr(self._field(name), 1, func.length(start)) == start
        if rule.status and (self.part or self.read.WHOLE):
            right = self.profile.c.status.in_(rule.status)
            yield or_(right, self.table.c.profile.is_(None)) if self.loose else right

    def _made(self) -> ColumnElement[bool]:
        """Whether the record that is to be made is there."""
        made = table_of(self.kind).alias()
        query = select(made.c.id).where(made.c.profile == self.table.c.ref)
        if not self.kind.OWN_TABLE:
            query = query.where(made.c.kind == self.kind.KIND)
        for name, value in self.rule.unless.items():
            query = query.where(_holds(_in_table(made, self.kind, name), value))
        return query.exists()

    def _field(self, name: str) -> ColumnElement[Any]:
        return _in_table(self.table, self.read, name)

    def _about(self) -> ColumnElement[Any]:
        return self._field(self.read.KEY if self.read.WHOLE else self.rule.about)

    def _filled_in(self, template: str) -> ColumnElement[Any]:
        """A text with the fields that stand in it in braces."""
        specs, parts = fields_of(self.read), list[ColumnElement[Any]]()
        for text, name, _, _ in Formatter().parse(template):
            parts += [literal(text, String)] if text else []
            if name:
                said = func.coalesce(cast(self._field(name), String), "")
                parts.append(month_said(said) if specs[name].type is Month else said)
        whole = parts[0]
        for part in parts[1:]:
            whole = whole + part
        return whole

    def _named(self) -> ColumnElement[Any]:
        return func.nullif(self._field(self.rule.who), "", type_=String())

    def _who(self) -> ColumnElement[Any]:
        if self.rule.role:
            return literal(self.rule.role, String)
        named = [self._named()] if self.rule.who else []
        owner = [self.profile.c.owner] if self.rule.owner else []
        return func.coalesce(*named, *owner, literal("", String))

    def _by_role(self) -> ColumnElement[int]:
        if self.rule.role:
            return literal_column("1")
        return _whether(self._named().in_(ROLES)) if self.rule.by_role else literal_column("0")


def _in_table(table: FromClause, kind: type[Any], name: str) -> ColumnElement[Any]:
    """A field of a kind, in its column or in the body of the table that registers share."""
    stored: ColumnElement[Any] | None = table.c.get(name)
    if stored is not None:
        return stored
    value, spec = table.c.body[name], fields_of(kind)[name]
    if spec.type is date:
        return day_of(value.as_string())
    said: ColumnElement[Any] = value.as_integer() if spec.type is int else value.as_string()
    return said


def _holds(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    if value is None:
        return column.is_(None)
    if value is FILLED:
        said = column.is_not(None)
        return and_(said, column != "") if isinstance(column.type, String) else said
    return column.in_(value) if isinstance(value, tuple) else column == value


def _whether(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where a condition holds, else 0, also where nobody can tell."""
    return case((condition, literal_column("1")), else_=literal_column("0"))
