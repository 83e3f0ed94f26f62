"""What commands print: figures on stdout as a table, CSV or JSON; narration on stderr."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from casebook.core.errors import StoreFailure
from casebook.core.wording import even_places, hour_places, in_form, number

F = TypeVar("F", bound=Callable[..., Any])

WIDEST = 72
"""Characters of a table's cell, where a command asks for no other."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def format_option(function: F) -> F:
    """The ``--format`` option every command that prints figures or records has."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "json"]),
        default="table",
        show_default=True,
        help="How to print.",
    )(function)


def say(text: str) -> None:
    """A line of narration, on stderr."""
    click.echo(text, err=True)


def print_json(value: Any) -> None:
    """``value`` as JSON; text stays readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_rows(
    rows: Sequence[Mapping[str, Any]],
    form: str,
    columns: Mapping[str, str] | None = None,
    *,
    widest: int = WIDEST,
    right: frozenset[str] | None = None,
) -> None:
    """Rows of like keys in the ``form`` asked for.

    ``columns`` picks and titles those a table shows, ``widest`` is how long its cells may be and
    ``right`` which columns stand to the right, else those of numbers do; CSV and JSON always hold
    every key, whole.
    """
    if form == "json":
        print_json(list(rows))
    elif form == "csv":
        _print_csv(rows)
    else:
        titled = columns or {key: key.replace("_", " ") for key in _keys(rows)}
        _print_table(rows, titled, widest, _of_numbers(rows, titled) if right is None else right)


def _keys(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def _print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    keys = _keys(rows)
    writer.writerow(keys)
    for row in rows:
        writer.writerow(_csv_cell(row.get(key)) for key in keys)


def _csv_cell(value: Any) -> Any:
    """A value for a spreadsheet: text that would run as a formula is kept from it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        if any(isinstance(part, Mapping) for part in value):
            return json.dumps(value, ensure_ascii=False)
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _of_numbers(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> frozenset[str]:
    """The columns that hold numbers."""
    return frozenset(
        key
        for key in columns
        if any(isinstance(row.get(key), (int, float)) for row in rows)
        and not any(isinstance(row.get(key), bool) for row in rows)
    )


def _print_table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    widest: int,
    right: frozenset[str],
) -> None:
    read = [_column(key, [row.get(key) for row in rows], widest) for key in columns]
    cells = [list(line) for line in zip(*read, strict=True)] if rows else []
    heads = list(columns.values())
    widths = [max(len(line[n]) for line in [heads, *cells]) for n in range(len(heads))]
    for line in [heads, ["-" * width for width in widths], *cells]:
        click.echo(
            "  ".join(
                cell.rjust(width) if key in right else cell.ljust(width)
                for key, cell, width in zip(columns, line, widths, strict=True)
            ).rstrip()
        )
    if not rows:
        say("Nothing to show.")


def _column(key: str, values: Sequence[Any], widest: int) -> list[str]:
    """The cells under one heading, numbers with the same decimals."""
    floats = [value for value in values if isinstance(value, float)]
    places = hour_places(floats) if "hours" in key else even_places(floats)
    return [
        number(value, places) if isinstance(value, float) else _cut(in_form("text", value), widest)
        for value in values
    ]


def _cut(said: str, widest: int) -> str:
    text = plain_line(said)
    return text if len(text) <= widest else text[: widest - 1] + "…"


def plain_line(text: str) -> str:
    """``text`` on one line, without characters that would move a terminal's cursor."""
    return "".join(c if c.isprintable() else " " for c in text)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to, put in its place when the block ends well.

    Raises :class:`StoreFailure` where the folder is missing or the target is held open.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(path)
    except FileNotFoundError as error:
        raise StoreFailure(f"There is no folder {path.parent}: make it first.") from error
    except PermissionError as error:
        raise StoreFailure(
            f"{path} can't be written: close it if it is open in another program, "
            "or choose another place."
        ) from error
    except OSError as error:
        raise StoreFailure(f"{path} can't be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file or none of it; text is UTF-8."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    with written_beside(path) as beside:
        beside.write_bytes(data)
