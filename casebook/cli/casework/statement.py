"""The commands that print what a register adds up to, made from how each statement is declared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import WIDEST, format_option, print_rows, say
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window
from casebook.core.statement import Ask, Stated, Statement
from casebook.registers.statements.every import state

_NARROWS = {
    "place": "Only of this hotspot or area.",
    "programme": "Only of this programme.",
    "profile": "Only of this profile.",
    "rule": "The rule set to count by.",
}


def statement_command(stated: Stated) -> click.Command:
    """The command that prints one statement, with an option for each thing it heeds."""

    def run(desk: Desk, form: str, **options: Any) -> None:
        book = desk.open()
        asked = Ask(
            window=_window(options.pop("first", None), options.pop("last", None)),
            **{name: value or "" for name, value in options.items()},
        )
        print_statement(state(book, stated.register, stated.name, asked), form)

    run = format_option(run)
    if "by" in stated.takes:
        help_ = f"{' or '.join(stated.by)}; {stated.by[0]} when left out."
        run = click.option("--by", help=help_)(run)
    for name, help_ in _NARROWS.items():
        if name in stated.takes:
            run = click.option(f"--{name}", metavar="REF", help=help_)(run)
    if "window" in stated.takes:
        last = "The last month; the first when left out."
        run = click.option("--to", "last", metavar="MONTH", help=last)(run)
        run = click.option("--from", "first", metavar="MONTH", help="The first month.")(run)
    if "ref" in stated.takes:
        run = click.argument("ref", required=False)(run)
    return click.command(stated.name, help=stated.help)(pass_desk(run))


def print_statement(statement: Statement, form: str, *, widest: int = WIDEST) -> None:
    """A statement as a table with its sentences, or every key of its rows as CSV or JSON.

    ``widest`` is how long the table's cells may be.
    """
    if form != "table":
        print_rows(statement.rows, form)
        return
    say(statement.title)
    _print_table(replace(statement.trimmed(), grouped=""), widest)
    for note in statement.notes:
        say(note)


def _print_table(statement: Statement, widest: int) -> None:
    keys = [head.key for head in statement.heads]
    cells = [dict(zip(keys, row, strict=True)) for row in statement.cells()]
    right = frozenset(head.key for head in statement.heads if head.right)
    heads = {head.key: head.label for head in statement.heads}
    print_rows(cells, "table", heads, widest=widest, right=right)


def _window(first: str | None, last: str | None) -> Window | None:
    if first is None:
        if last is not None:
            raise BadValue("--to needs --from: the first month of the window.")
        return None
    start = Month.parse(first)
    end = Month.parse(last) if last else start
    if end < start:
        raise BadValue(f"The window {start} to {end} ends before it starts.")
    return Window(start, end)
