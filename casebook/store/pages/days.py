"""Days and months as the database works them out and says them, in every database alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, case, func, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from casebook.core.months import Month

_MONTHS = {f"{n:02}": Month(2000, n).label[:3] for n in range(1, 13)}


def month_said(iso: ColumnElement[Any]) -> ColumnElement[Any]:
    """The month of an ISO text as it is said: ``Dec 2024``."""
    short = case(_MONTHS, value=func.substr(iso, 6, 2), else_="")
    return short + " " + func.substr(iso, 1, 4)


def day_said(iso: ColumnElement[Any]) -> ColumnElement[Any]:
    """The day of an ISO text as it is said: ``1 Dec 2024``."""
    return func.ltrim(func.substr(iso, 9, 2), "0") + " " + month_said(iso)


class months_later(FunctionElement[date]):  # noqa: N801 - called like a function of the database
    """A day so many months later, or that month's last day where it has none."""

    type = Date()
    inherit_cache = True

    def __init__(self, day: ColumnElement[Any], months: int) -> None:
        super().__init__(day, literal_column(str(months)))


@compiles(months_later, "sqlite")
def _later_in_file(element: months_later, compiler: Any, **given: Any) -> str:
    day, months = (compiler.process(one, **given) for one in element.clauses)
    later = f"date({day}, '+{months} months')"
    last = f"date({day}, 'start of month', '+{months} months', '+1 month', '-1 day')"
    return f"min({later}, {last})"


@compiles(months_later, "postgresql")
def _later_on_server(element: months_later, compiler: Any, **given: Any) -> str:
    day, months = (compiler.process(one, **given) for one in element.clauses)
    return f"CAST({day} + make_interval(months => {months}) AS DATE)"


class day_of(FunctionElement[date]):  # noqa: N801 - called like a function of the database
    """The day that an ISO text says, as a column of days holds it."""

    type = Date()
    inherit_cache = True


@compiles(day_of, "sqlite")
def _day_in_file(element: day_of, compiler: Any, **given: Any) -> str:
    return str(compiler.process(element.clauses, **given))


@compiles(day_of, "postgresql")
def _day_on_server(element: day_of, compiler: Any, **given: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **given)} AS DATE)"
