"""Edits that come as JSON: which version they were made from, and what became of them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeVar

import click

from casebook.cli.output import plain_line, say
from casebook.cli.records import read_json
from casebook.core.errors import BadValue, Clash, ClashingEdit
from casebook.core.wording import MISSING, moment

if TYPE_CHECKING:
    from casebook.book.edits import FileEdit, Meanwhile
    from casebook.book.opening import Book
    from casebook.core.kinds import Record

F = TypeVar("F", bound=Callable[..., Any])

_COLUMN = 38
"""Characters of each of two texts side by side."""


def json_options(what: str) -> Callable[[F], F]:
    """The options of a command that takes an edit as JSON, ``what`` being where it comes from."""

    def decorate(function: F) -> F:
        function = click.option(
            "--overwrite",
            is_flag=True,
            help="Put the JSON over what anybody changed since, too.",
        )(function)
        return click.option(
            "--json",
            "json_file",
            metavar="FILE",
            help=f"The fields as JSON, as {what} prints them, version and all; - for stdin.",
        )(function)

    return decorate


def read_object(json_file: str | None, whose: str) -> dict[str, Any]:
    """The JSON object of an edit, empty without a file; raises :class:`BadValue` for another."""
    values = read_json(json_file) if json_file else {}
    if not isinstance(values, dict):
        raise BadValue(
            f"The JSON of {whose} is an object of its fields: of a list, give the one object."
        )
    return values


def typed_over(
    values: Mapping[str, Any], *, overwrite: bool, beside: Iterable[str] = ()
) -> tuple[dict[str, Any], FileEdit]:
    """The fields of a JSON edit, and what it was typed over.

    ``beside`` names what 'show' and 'list' print and isn't a field. Raises :class:`BadValue`.
    """
    from casebook.book.edits import FileEdit, version_of

    fields = {key: value for key, value in values.items() if key not in {"version", *beside}}
    return fields, FileEdit(version_of(values), overwrite)


def version_in(form: str, record: Record) -> dict[str, int]:
    """What a list says of a record beside its fields: in JSON its version, elsewhere nothing."""
    return {"version": record.version} if form == "json" else {}


@contextmanager
def both_shown(book: Book) -> Iterator[None]:
    """Show both texts, on stderr, of every field in which an edit clashes with somebody else's."""
    try:
        yield
    except ClashingEdit as error:
        for clash in error.clashes:
            _show(clash, book.zone)
        raise


def say_merged(merged: Iterable[Meanwhile], book: Book) -> None:
    """Say which fields somebody else changed meanwhile, and that they stand."""
    found = tuple(merged)
    for each in found:
        changed = _changed(each.who, each.at, book.zone)
        say(f"{each.record}: '{each.label}'{changed} since the JSON was made, and stands.")
    if found:
        say("The JSON changes other fields: both are saved.")


def _changed(who: str, at: str, zone: tzinfo) -> str:
    if not who:
        return " was changed"
    when = moment(datetime.fromisoformat(at).astimezone(zone))
    return f" was changed by {who} on {when}"


def _show(clash: Clash, zone: tzinfo) -> None:
    """One field with both texts side by side."""
    since = f" after version {clash.version}" if clash.version is not None else ""
    changed = f"{_changed(clash.who, clash.at, zone)}{since}" if clash.who or since else ""
    say(f"{clash.record}: '{clash.label}'{changed}")
    heads = ("  what stands", "  your JSON")
    left, right = (_lines(text) for text in (clash.theirs, clash.mine))
    for one, other in zip_longest((heads[0], *left), (heads[1], *right), fillvalue=""):
        say(f"{one:<{_COLUMN + 2}}  {other}".rstrip())


def _lines(text: str) -> list[str]:
    """A text in lines of a column, a blank one said to be blank."""
    paragraphs = (text or MISSING).splitlines()
    return [
        f"  {line}"
        for paragraph in paragraphs
        for line in textwrap.wrap(plain_line(paragraph), _COLUMN) or [""]
    ]
