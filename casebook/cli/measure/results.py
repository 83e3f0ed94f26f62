"""What measures print, and the small CSV files some of them read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from casebook.cli.output import print_json, print_rows
from casebook.core.english import listed
from casebook.core.errors import BadFile, BadValue
from casebook.core.rounding import round_half_up
from casebook.core.texts.numbers import without_commas
from casebook.core.wording import MISSING, in_form, number, plain_signs


@contextmanager
def plainly() -> Iterator[None]:
    """Say what a statistic can't be worked out from as any other refusal."""
    try:
        yield
    except ValueError as error:
        raise BadValue(str(error)) from error


def print_result(result: Mapping[str, Any], form: str) -> None:
    """One result: an object in JSON, a row in CSV; as a table a line a value, then its sentence."""
    if form != "table":
        result = _with_plain_signs(result)
    if form == "json":
        print_json(result)
        return
    row = dict(_flat(result))
    if form == "csv":
        print_rows([row], form)
        return
    sentence = row.pop("sentence", "")
    lines = [{"measure": key.replace("_", " "), "value": _said(row[key])} for key in row]
    print_rows(lines, form, right=frozenset({"value"}))
    click.echo(sentence)


def _with_plain_signs(result: Any) -> Any:
    """A result for programs: the signs in its sentences are those of a keyboard."""
    if isinstance(result, Mapping):
        return {
            key: plain_signs(value)
            if key == "sentence" and isinstance(value, str)
            else _with_plain_signs(value)
            for key, value in result.items()
        }
    if isinstance(result, list):
        return [_with_plain_signs(each) for each in result]
    return result


def _said(value: Any) -> str:
    """A value for a person: four decimals, and one that isn't 0 never printed as 0."""
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value) or MISSING
    if isinstance(value, float) and 0 < abs(value) < 0.00005:
        return "under 0.0001" if value > 0 else "between -0.0001 and 0"
    if isinstance(value, float):
        return number(round_half_up(value, 4))
    return in_form("text", value)


def _flat(result: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in result.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}_")
        else:
            yield above + key, value


@dataclass(frozen=True)
class CsvColumns:
    """A CSV's rows by column, headings in small letters; one without a heading has numbers."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int
    """The line of the file that the first row stands on."""

    def find(self, *names: str) -> str | None:
        """The heading that is one of ``names``; None where there is none."""
        return next((name for name in names if name in self.headings), None)

    def text(self, *names: str) -> list[str]:
        """The column called one of ``names``, as text; raises :class:`BadFile` without it."""
        found = self.find(*names)
        if found is None:
            raise BadFile(
                f"{self.name} has no column {listed(names, 'or')}; it has {listed(self.headings)}."
            )
        at = self.headings.index(found)
        return [row[at] for row in self.rows]

    def numbers(self, *names: str) -> list[float]:
        """The column called one of ``names``, as numbers; raises :class:`BadFile`."""
        return [
            self.number(text, self.first_row + line, self.find(*names) or "")
            for line, text in enumerate(self.text(*names))
        ]

    def number(self, text: str, line: int, column: str) -> float:
        """A cell as a number; raises :class:`BadFile` with its place for one that is none."""
        value = as_number(text)
        if value is None:
            raise BadFile(f"{self.name}, row {line}, column {column}: '{text}' is no number.")
        return value


def as_number(text: str) -> float | None:
    """A number as spreadsheets write it, thousands with commas; None for anything else."""
    try:
        value = float(without_commas(text))
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def read_columns(path: str, unheaded: Sequence[str] = ()) -> CsvColumns:
    """The columns of a small CSV.

    A file whose first line is all numbers has no heading: its columns are called ``unheaded``.
    Raises :class:`BadFile` for what is no CSV, has no rows, or rows of unequal length.
    """
    name = Path(path).name
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            lines = [
                (number, [cell.strip() for cell in line])
                for number, line in enumerate(csv.reader(file), 1)
                if any(cell.strip() for cell in line)
            ]
    except FileNotFoundError as error:
        raise BadFile(f"There is no file {path}: look at its name and folder.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{name} can't be read as a CSV in UTF-8: {error}.") from error
    if not lines:
        raise BadFile(f"{name} is empty: it takes a heading and rows.")
    headings = tuple(cell.casefold() for cell in lines[0][1])
    if unheaded and all(as_number(cell) is not None for cell in headings):
        headings = tuple(unheaded[: len(headings)])
    else:
        lines = lines[1:]
    if not lines:
        raise BadFile(f"{name} has a heading and no rows.")
    for line, cells in lines:
        if len(cells) != len(headings):
            raise BadFile(
                f"{name}, row {line} has {len(cells)} cells where there are "
                f"{len(headings)} columns."
            )
    return CsvColumns(name, headings, tuple(tuple(cells) for _, cells in lines), lines[0][0])
