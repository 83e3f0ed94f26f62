"""The order of a register, and the texts of an entry as a person reads them, in the database."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Float, Row, Select, String, case, cast, func, literal, select

from casebook.core.fields import Field, fields_of
from casebook.core.kinds import has_key, kind_called
from casebook.core.months import Month
from casebook.core.wording import Labels
from casebook.registers.listing.fields import ABOUT, NUMBER, SAYS, Look, day_fields, said_fields
from casebook.store.pages.days import day_said, month_said
from casebook.store.pages.page import After, By, OrderedRows, PageOfRows
from casebook.store.pages.words import holding, small_letters
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction


def listed(
    tx: Transaction,
    kind: type[Any],
    look: Look,
    labels: Labels,
    size: int,
    after: After | None,
) -> PageOfRows[Row[Any]]:
    """The ids of so many entries that are as looked for, in the order asked for.

    ``labels`` are those of the codes, by field.
    """
    table = table_of(kind)
    query = _every(kind)
    if look.words:
        texts = [cast(table.c.id, String), *_texts(kind, labels)]
        query = query.where(holding(look.words, texts))
    return OrderedRows(query, _order(kind, look, labels)).page(tx.sql, size, after)


def how_many(tx: Transaction, kind: type[Any]) -> int:
    """The entries of a register."""
    return OrderedRows(_every(kind), ()).total(tx.sql)


def says_something(tx: Transaction, kind: type[Any], spec: Field) -> bool:
    """Whether any entry of a register fills in a field."""
    query = _every(kind).where(_raw(kind, spec).is_not(None)).limit(1)
    return tx.sql.execute(query).first() is not None


def _every(kind: type[Any]) -> Select[Any]:
    table = table_of(kind)
    query = select(table.c.id)
    return query if kind.OWN_TABLE else query.where(table.c.kind == kind.KIND)


def _order(kind: type[Any], look: Look, labels: Labels) -> tuple[By, ...]:
    """By the column asked for, those that say nothing there last.

    Else by ref where entries have one, or by the first of their days.
    """
    table = table_of(kind)
    if look.by == NUMBER:
        return (By(table.c.id, down=look.down),)
    if look.by:
        value = _sorted_by(kind, look.by, labels)
        nothing = case((value.is_(None), 1), else_=0)
        blank = "" if isinstance(value.type, String) else 0
        return By(nothing), By(func.coalesce(value, blank), down=look.down), By(table.c.id)
    if has_key(kind):
        return By(small_letters(table.c.ref)), By(table.c.id)
    first = [By(func.coalesce(_raw(kind, s), ""), down=True) for s in day_fields(kind)[:1]]
    return *first, By(table.c.id, down=True)


def _sorted_by(kind: type[Any], column: str, labels: Labels) -> ColumnElement[Any]:
    """What a column of the list is sorted by; null where nothing stands in it."""
    specs = fields_of(kind)
    if column == ABOUT:
        spec = specs["ref" if has_key(kind) else kind.SUBJECT]
        return small_letters(func.nullif(_text(kind, spec, labels), ""))
    if column == SAYS:
        said = (func.coalesce(_text(kind, spec, labels), "") for spec in said_fields(kind))
        return small_letters(func.nullif(reduce(operator.add, said, literal("")), ""))
    raw = _raw(kind, specs[column])
    return (
        cast(raw, Float)
        if specs[column].type in (int, float)
        else func.nullif(raw, "", type_=String())
    )


def _texts(kind: type[Any], labels: Labels) -> Iterator[ColumnElement[Any]]:
    """What an entry says in its line, part by part, and its days."""
    specs = {spec.name: spec for spec in said_fields(kind)}
    if has_key(kind):
        yield table_of(kind).c.ref
    elif kind.SUBJECT:
        specs.setdefault(kind.SUBJECT, fields_of(kind)[kind.SUBJECT])
    for spec in specs.values():
        yield _text(kind, spec, labels)
    for spec in day_fields(kind):
        if spec.type is not Month:
            yield day_said(_raw(kind, spec))


def _raw(kind: type[Any], spec: Field) -> ColumnElement[Any]:
    """A field's value as a text: a day as ISO, several as JSON; null where it isn't filled in."""
    table = table_of(kind)
    stored = table.c.get(spec.name)
    return table.c.body[spec.name].as_string() if stored is None else cast(stored, String)


def _text(kind: type[Any], spec: Field, labels: Labels) -> ColumnElement[Any]:
    """A field's value as a person reads it, as far as words may be looked for in it."""
    raw = _raw(kind, spec)
    if spec.type is bool:
        return case((raw.in_(("1", "true")), literal(spec.label)), else_="")
    if spec.type in (date, datetime):
        return literal(f"{spec.label} ") + day_said(raw) + func.substr(raw, 11)
    if spec.type is Month:
        return month_said(raw)
    if spec.codes:
        return _labelled(raw, labels.get(spec.name, {}), many=spec.many)
    named = kind_called(spec.refers or (spec.name if spec.name == kind.SUBJECT else ""))
    if named is None or not has_key(named):
        return raw
    return _named(raw, named, many=spec.many)


def _labelled(
    raw: ColumnElement[Any], labels: Mapping[str, str], *, many: bool
) -> ColumnElement[Any]:
    """A code, or several, by their labels."""
    if not many:
        return case(labels, value=raw, else_=raw) if labels else raw
    given = (
        case((raw.contains(json.dumps(code), autoescape=True), literal(f"{label}, ")), else_="")
        for code, label in labels.items()
    )
    return reduce(operator.add, given, literal(""))


def _named(raw: ColumnElement[Any], named: type[Any], *, many: bool) -> ColumnElement[Any]:
    """A ref, or several, with what the record is called."""
    columns = table_of(named).alias().c
    key, name = columns[named.KEY], columns.get("name", columns.get("title"))
    if name is None:
        return raw
    if not many:
        called = select(key + " " + name).where(key == raw).scalar_subquery()
        return func.coalesce(called, raw)
    names = select(func.aggregate_strings(name, " ")).where(raw.contains('"' + key + '"'))
    return case((raw == "[]", raw), else_=raw + func.coalesce(names.scalar_subquery(), ""))
