"""Options made from a record kind's fields: one definition, so a new field needs no new option."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from casebook.core.errors import BadFile, BadValue
from casebook.core.fields import Field, encode, fields_of, parse

F = TypeVar("F", bound=Callable[..., Any])


def field_options(kind: type, *, leave_out: frozenset[str] = frozenset()) -> Callable[[F], F]:
    """An option for every field of ``kind`` that a person may set."""

    def decorate(function: F) -> F:
        for spec in reversed(_typed(kind, leave_out)):
            function = click.option(
                f"--{spec.name.replace('_', '-')}",
                f"field_{spec.name}",
                metavar=_metavar(spec),
                help=_help(spec),
            )(function)
        return function

    return decorate


def given(kind: type, options: Mapping[str, str | None], today: date) -> dict[str, Any]:
    """The fields a person gave ``today``, as JSON values for ``decode``."""
    specs = fields_of(kind)
    values = {
        name.removeprefix("field_"): text
        for name, text in options.items()
        if name.startswith("field_") and text is not None
    }
    return {name: plain(parse(specs[name], text, today)) for name, text in values.items()}


def settings_of(kind: type, pairs: tuple[str, ...], today: date) -> dict[str, Any]:
    """Fields given as ``name=value``; raises :class:`BadValue` for a name that isn't a field."""
    specs = fields_of(kind)
    values = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or name not in specs:
            raise BadValue(
                f"'{pair}' sets nothing: write field=value; the fields are {', '.join(specs)}."
            )
        values[name] = plain(parse(specs[name], text, today))
    return values


def plain(value: Any) -> Any:
    """A parsed value as JSON."""
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return (
        encode(value)
        if hasattr(value, "__dataclass_fields__") and fields_of(type(value))
        else str(value)
    )


def read_json(name: str) -> Any:
    """The JSON in the file ``name``, or on stdin for ``-``; raises :class:`BadFile`."""
    from casebook.files.contents import json_of, text_of

    if name != "-":
        return json_of(text_of(Path(name)), name)
    try:
        return json_of(sys.stdin.read(), name)
    except UnicodeDecodeError as error:
        raise BadFile("What stands on stdin is no UTF-8 text.") from error


def _typed(kind: type, leave_out: frozenset[str]) -> list[Field]:
    return [s for s in fields_of(kind).values() if not s.fixed and s.name not in leave_out]


def _metavar(spec: Field) -> str:
    if spec.codes:
        return "CODES" if spec.many else "CODE"
    return {"date": "DATE", "int": "N", "float": "N", "Month": "MONTH"}.get(
        spec.type.__name__, "TEXT"
    )


def _help(spec: Field) -> str:
    parts = [f"{spec.label}.", spec.help]
    if spec.example:
        parts.append(f"Such as {spec.example}.")
    if spec.unit:
        parts.append(f"In {spec.unit}.")
    return " ".join(part for part in parts if part)
