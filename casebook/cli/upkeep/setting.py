"""``casebook setting``: what a casebook is called, measured in and judged by."""

from __future__ import annotations

import dataclasses

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.core.errors import NotFound
from casebook.core.fields import decode, encode, fields_of, parse, to_text
from casebook.core.settings import Settings


@click.group()
def setting() -> None:
    """List and set the casebook's settings."""


@setting.command("list")
@format_option
@pass_desk
def list_(desk: Desk, form: str) -> None:
    """Print every setting with what it means."""
    book = desk.open()
    specs = fields_of(Settings)
    rows = [
        {
            "setting": name.replace("_", "-"),
            "value": to_text(specs[name], getattr(book.settings, name)),
            "means": f"{specs[name].label}. {specs[name].help}".strip(),
        }
        for name in encode(book.settings)
    ]
    print_rows(rows, form)


@setting.command("set")
@click.argument("name")
@click.argument("value")
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def set_(desk: Desk, name: str, value: str, why: str) -> None:
    """Set NAME to VALUE; several values are parted by ';'."""
    specs = fields_of(Settings)
    key = name.replace("-", "_")
    if key not in specs:
        raise NotFound("setting", name, tuple(n.replace("_", "-") for n in specs))
    from casebook.book.writing import write_settings

    book = desk.open()
    spec = specs[key]
    parsed = parse(spec, value, book.today)
    changed = decode(Settings, {key: _plain(parsed)}, base=book.settings)
    write_settings(book, changed, why)
    say(f"{name} is now {to_text(spec, parsed) or 'empty'}.")


def _plain(value: object) -> object:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return [encode(part) if dataclasses.is_dataclass(part) else part for part in value]
    return str(value)
