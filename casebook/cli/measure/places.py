"""Measures of places and hours: ``pai``, ``gini``, ``gistar`` and ``aoristic``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from casebook.cli.measure.group import CSV_FILE
from casebook.cli.measure.results import plainly, print_result, read_columns
from casebook.cli.output import format_option, print_rows, say
from casebook.core.english import counted
from casebook.core.errors import BadFile
from casebook.core.texts.numbers import without_commas
from casebook.measures import aoristic as hours
from casebook.measures import clustering, concentration

_OBSERVED = ("observed", "obs", "count", "counts", "crimes", "incidents")
_PREDICTED = ("predicted", "pred", "prediction", "previous", "before")
_AREA = ("area", "size", "length")


@click.command()
@CSV_FILE
@format_option
def pai(file: str, form: str) -> None:
    """How well the places predicted to be worst hold what was then observed.

    FILE has columns observed and predicted (or previous), and may have area. A row of the answer
    is the first place, the first two, and so on: pai is the predictive accuracy index, pei the
    predictive efficiency index, recapture the recapture rate index (PAI of the observed ÷ PAI of
    the predicted), rri the recovery rate index (Σ predicted ÷ Σ observed).
    """
    columns = read_columns(file)
    observed, predicted = columns.numbers(*_OBSERVED), columns.numbers(*_PREDICTED)
    areas = columns.numbers(*_AREA) if columns.find(*_AREA) else [1.0] * len(observed)
    with plainly():
        found = concentration.accuracy(
            [concentration.Unit(*row) for row in zip(observed, predicted, areas, strict=True)]
        )
    print_rows([asdict(each) for each in found], form)


@click.command()
@CSV_FILE
@format_option
def gini(file: str, form: str) -> None:
    """How concentrated the counts in FILE's first column are, one row a place."""
    columns = read_columns(file, ("count",))
    name = columns.find(*_OBSERVED) or columns.headings[0]
    with plainly():
        found = concentration.concentration(columns.numbers(name))
    said = "0 is spread evenly; towards 1, all in one place."
    if found.gini is None:
        said = "There are no incidents to be concentrated."
    print_result(asdict(found) | {"sentence": said}, form)


@click.command()
@CSV_FILE
@click.option("--x", required=True, help="The column of x coordinates.")
@click.option("--y", required=True, help="The column of y coordinates.")
@click.option("--value", required=True, help="The column of values.")
@click.option("--distance", type=float, required=True, help="Within which places are neighbours.")
@click.option("--no-self", is_flag=True, help="Leave the place itself out of the sums: Gi.")
@format_option
def gistar(
    file: str, x: str, y: str, value: str, distance: float, no_self: bool, form: str
) -> None:
    """Where high values stand beside high values, for each row of FILE.

    Positive is high among high, negative low among low; p isn't corrected for looking at many.
    Source: Ord and Getis, Geographical Analysis 27(4), 1995.
    """
    columns = read_columns(file)
    names = [name.casefold() for name in (x, y, value)]
    at_x, at_y, values = (columns.numbers(name) for name in names)
    with plainly():
        found = clustering.gi_star(at_x, at_y, values, distance, with_self=not no_self)
    rows = [
        dict(zip(columns.headings, row, strict=True)) | {"gistar": each.gistar, "p": each.p}
        for row, each in zip(columns.rows, found, strict=True)
    ]
    print_rows([_numbers(row, names) for row in rows], form)


def _numbers(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {
        key: float(without_commas(str(cell))) if key in names else cell for key, cell in row.items()
    }


@click.command()
@CSV_FILE
@click.option("--week", is_flag=True, help="By weekday and hour.")
@format_option
def aoristic(file: str, week: bool, form: str) -> None:
    """Incidents whose time is known only as from and to, shared over the hours of the day.

    FILE has columns from and to, such as 2024-03-01 22:15; to may be blank. Source: Ratcliffe,
    International Journal of Geographical Information Science 14(7), 2000.
    """
    columns = read_columns(file)
    first, last = columns.text("from", "begin", "start"), columns.text("to", "end")
    spans = [
        (_time(columns.name, begin, line), _time(columns.name, end, line))
        for line, (begin, end) in enumerate(zip(first, last, strict=True), columns.first_row)
    ]
    found = hours.aoristic(spans)
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    rows: list[dict[str, Any]] = [
        {"hour": hour, "weight": weight} for hour, weight in enumerate(found.day)
    ]
    if week:
        rows = [
            {"weekday": days[at // 24], "hour": at % 24, "weight": weight}
            for at, weight in enumerate(found.week)
        ]
    print_rows(rows, form)
    if found.skipped:
        say(f"{counted(found.skipped, 'row')} left out: when it began isn't known.")


def _time(name: str, text: str, line: int) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise BadFile(
            f"{name}, row {line}: '{text}' is no time such as 2024-03-01 22:15."
        ) from error
