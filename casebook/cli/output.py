"""What commands print: figures on stdout or in a file as a table, CSV or JSON; narration apart."""

from __future__ import annotations

import functools
import io
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from casebook.cli.excel import excel_csv
from casebook.core.english import cut_lines, plain_lines
from casebook.core.errors import BadValue, StoreFailure
from casebook.core.texts.csv_text import BEYOND_ASCII, csv_text, keys_of_rows
from casebook.core.wording import even_places, hour_places, in_form, number
from casebook.store.file import refuse_over_casebook

F = TypeVar("F", bound=Callable[..., Any])

WIDEST = 72
"""Characters of a table's cell, where a command asks for no other."""
_OBEYED = re.compile(f"[{BEYOND_ASCII}]")
"""Characters that a terminal obeys and JSON doesn't write as their numbers by itself."""
_AT_ONCE = 1000
"""How many rows are printed at once."""
_EXCEL = "casebook.excel"
"""What a command's context remembers ``--excel`` by."""
_SUFFIXES = {".csv": "csv", ".json": "json"}
_OF_PROGRAMS = frozenset({".xlsx", ".xls", ".xlsb", ".ods", ".docx", ".pdf"})
"""Endings by which a program opens a file of its own, which no list is."""


def format_option(function: F) -> F:
    """The options of every command that prints figures or records: how, and into which file.

    The command gets ``form`` alone: table, csv or json.
    """
    return formats()(function)


def formats(*more: str) -> Callable[[F], F]:
    """:func:`format_option` for a command that prints in ``more`` forms."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def run(*args: Any, form: str, excel: bool, out: Path | None, **options: Any) -> Any:
            chosen = _chosen_form(form, excel=excel, out=out)
            if out is None:
                return function(*args, form=chosen, **options)
            refuse_unwritable(out)
            with printed_into(out):
                code = function(*args, form=chosen, **options)
            say(f"Wrote {out}.")
            return code

        for option in (
            click.option(
                "-o",
                "--out",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Write to FILE instead; .csv and .json say the form. Its folder is made.",
            ),
            click.option(
                "--excel",
                is_flag=True,
                help="As a CSV that Excel opens right: 00123 and 1-2 stay as they are.",
            ),
            click.option(
                "--format",
                "form",
                type=click.Choice(["table", "csv", "json", *more]),
                default="table",
                show_default=True,
                help="How to print.",
            ),
        ):
            run = option(run)
        return cast("F", run)

    return decorate


def _chosen_form(form: str, *, excel: bool, out: Path | None) -> str:
    """The form asked for: by its option, by ``--excel``, or by the name of the file."""
    if out is not None and out.suffix.lower() in _OF_PROGRAMS:
        raise BadValue(
            f"{out.name} would be no {out.suffix[1:].upper()} file: a list is text, CSV or JSON. "
            f"Name it {out.stem}.csv; with --excel Excel opens that right."
        )
    context = click.get_current_context()
    asked = context.get_parameter_source("form") is ParameterSource.COMMANDLINE
    if excel:
        if asked and form != "csv":
            raise click.UsageError(f"--excel is a CSV: leave out --format {form}.")
        context.meta[_EXCEL] = True
        return "csv"
    if out is not None and not asked:
        return _SUFFIXES.get(out.suffix.lower(), form)
    return form


@contextmanager
def printed_into(path: Path) -> Iterator[None]:
    """Write what the block prints on stdout to ``path`` when it ends well."""
    written = io.BytesIO()
    printed = io.TextIOWrapper(written, encoding="utf-8", newline="")
    with redirect_stdout(printed):
        yield
    printed.flush()
    write_file(path, written.getvalue())


def say(text: str) -> None:
    """A line of narration, on stderr, with nothing in it that a terminal would obey."""
    click.echo(cut_lines(plain_lines(text)), err=True)


def print_json(value: Any) -> None:
    """``value`` as JSON; text stays readable, but for what a terminal would obey."""
    _echo_json(json.dumps(value, ensure_ascii=False, indent=2))


def _echo_json(text: str, *, line: bool = True) -> None:
    click.echo(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text), nl=line)


def _print_json_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as :func:`print_json` prints a list of them, some at a time: there may be very many."""
    if not rows:
        print_json([])
        return
    for start in range(0, len(rows), _AT_ONCE):
        some = json.dumps(list(rows[start : start + _AT_ONCE]), ensure_ascii=False, indent=2)
        _echo_json(f"{',' if start else '['}{some[1:-2]}", line=False)
    _echo_json("\n]")


def print_rows(
    rows: Sequence[Mapping[str, Any]],
    form: str,
    columns: Mapping[str, str] | None = None,
    *,
    widest: int = WIDEST,
    right: frozenset[str] | None = None,
    beside: Mapping[str, Any] | None = None,
) -> None:
    """Rows of like keys in the ``form`` asked for.

    ``columns`` picks and titles those a table shows, ``widest`` is how long its cells may be and
    ``right`` which columns stand to the right, else those of numbers do; CSV and JSON always hold
    every key, whole, and a CSV without rows has the headings of ``columns``. ``beside`` is what a
    person hears apart, and stands in each row of those.
    """
    if beside and form != "table":
        rows = [{**row, **beside} for row in rows]
    if form == "json":
        _print_json_rows(rows)
    elif form == "csv":
        _print_csv(rows, keys_of_rows(rows) or list(columns or ()))
    else:
        titled = columns or {key: key.replace("_", " ") for key in keys_of_rows(rows)}
        _print_table(rows, titled, widest, _of_numbers(rows, titled) if right is None else right)


def _print_csv(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get(_EXCEL):
        click.echo(excel_csv(keys, rows).encode("utf-8"), nl=False)
        return
    click.echo(csv_text(keys, rows), nl=False)


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
    sides = [str.rjust if key in right else str.ljust for key in columns]
    lines = [heads, ["-" * width for width in widths], *cells] if heads else []
    for start in range(0, len(lines), _AT_ONCE):
        some = (zip(sides, line, widths, strict=True) for line in lines[start : start + _AT_ONCE])
        padded = ("  ".join(side(cell, width) for side, cell, width in line) for line in some)
        click.echo("\n".join(line.rstrip() for line in padded))
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
    return plain_lines(text).replace("\n", " ")


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to, put in its place when the block ends well.

    Its folder is made. A link is followed, and what is no file, such as ``/dev/null`` or a pipe, is
    written to itself. Raises :class:`StoreFailure` where it can't be or the target is held open.
    """
    refuse_unwritable(path)
    path = path.resolve() if path.is_symlink() else path
    if path.exists() and not path.is_file():
        yield path
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        _to_disk(beside)
        beside.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Wait until what was written is on the disk.

    A file that got its name before could be half of one where the power goes.
    """
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def refuse_unwritable(path: Path) -> None:
    """Raise :class:`StoreFailure` where a file can't be written at ``path``; nothing is made.

    Commands ask before the work, so that none is done for nothing. The folder may be missing.
    """
    if path.is_dir():
        raise StoreFailure(f"{path} is a folder: name a file in it.")
    refuse_over_casebook(path)
    refuse_no_folder(path.parent)
    try:
        if path.is_file():
            path.open("r+b").close()
    except OSError as error:
        raise _unwritable(path, error) from error


def refuse_no_folder(folder: Path) -> None:
    """Raise :class:`StoreFailure` where nothing can be written in ``folder``, nor it be made."""
    here = () if folder.is_absolute() else (Path(),)
    there = next((each for each in (folder, *folder.parents, *here) if each.exists()), None)
    if there is None:
        raise StoreFailure(f"There is no {folder.anchor}: choose another place.")
    if not there.is_dir():
        raise StoreFailure(f"{there} is a file, not a folder: choose another place.")
    probe = there / f".casebook.{os.getpid()}.part"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(path: Path, error: OSError) -> StoreFailure:
    if isinstance(error, PermissionError):
        return StoreFailure(
            f"{path} can't be written: close it if it is open in another program, "
            "or choose another place."
        )
    return StoreFailure(f"{path} can't be written: {error.strerror}.")


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file or none of it; text is UTF-8."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    with written_beside(path) as beside:
        beside.write_bytes(data)
