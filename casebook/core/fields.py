"""One definition per record kind: a frozen dataclass whose fields say what they are.

From a kind's fields come its command-line options, CSV columns, form, JSON and print, so a new
field is one line here and one migration. A field is made with :func:`field`; :func:`fields_of`
reads a kind's definition back, :func:`decode` and :func:`encode` go between a record and JSON, and
:func:`parse` takes what a person typed.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True)
... class Note:
...     title: str = field("Title", help="What it is about.")
...     on: date | None = field("On", default=None, example="2024-10-07")
>>> parse(fields_of(Note)["on"], "7/10/2024")
datetime.date(2024, 10, 7)
>>> encode(Note("Lamp out", date(2024, 10, 7)))
{'title': 'Lamp out', 'on': '2024-10-07'}
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, TypeVar

from casebook.core.errors import BadValue
from casebook.core.months import Month
from casebook.core.texts.days import DAYS_SAID, day_said, whole_day
from casebook.core.texts.numbers import without_commas

T = TypeVar("T")

_LARGEST = 10**15
"""No whole number that anybody counts is larger, and every engine keeps it whole."""
_TIME_FORMS = ("%H:%M", "%H:%M:%S")
_DAY_AND_TIME = re.compile(r"(?:(.*\S)(?:\s+|T))?(\d{1,2}:\d\d(?::\d\d)?)")


@dataclass(frozen=True)
class Field:
    """What one field of a record kind is, for forms, columns, options, JSON and print."""

    name: str
    label: str
    help: str
    example: str
    codes: str
    """Name of the code list its value comes from; empty when anything may be typed."""
    unit: str
    free_text: bool
    """Its text may run to paragraphs."""
    gate: str
    """The stage that asks for it before it may be left; empty when none does."""
    refers: str
    """The kind of record its value is the ref of, such as place; empty when of none."""
    belongs: bool
    """What it refers to says where the record belongs, and so who may write it."""
    fixed: bool
    """Set by Casebook itself: shown, never typed. A text that is ``free_text`` as well is typed by
    another door than a form, such as a reason that is asked for."""
    filled: str
    """What it holds in a new record where nobody says otherwise: the day it is ``"today"``, the
    ``"login"`` that adds it and the ``"agency"`` of that, the ``"stage"`` or ``"cycle"`` its
    profile is in; empty: nothing.
    """
    ahead: bool
    """It is a day still to come, so that one said without its year, or a weekday, is the next."""
    indexed: bool
    """Whether records are looked up by it."""
    also_words: bool
    """Other words than a ref may be typed too, as "Police" where an agency is named."""
    unscanned: str
    """Why a text typed here isn't looked through for personal data; empty: it is."""
    kept: bool
    """Whether a text typed here outlives the disposal of its record, which can't be read without
    it."""
    restricted: bool
    """Whether what stands here stays in the force: no partner agency is shown it."""
    reported: bool
    """Whether whoever does what the record asks for may say it, though they may change nothing
    else of it: that an action is done, and what came of it."""
    type: Any
    """The plain type: str, int, float, bool, date, datetime, Month or a row dataclass."""
    many: bool
    """Whether the value is a tuple of ``type``."""
    optional: bool
    """Whether None is one of its values."""
    required: bool
    """Whether a record can't be made without it."""

    @property
    def of_rows(self) -> bool:
        """Whether its values are rows with fields of their own, such as hypotheses."""
        return dataclasses.is_dataclass(self.type) and self.type is not Month

    @property
    def typed_text(self) -> bool:
        """Whether people put words of their own here, and choose neither a code nor a record."""
        if self.type is not str or self.codes:
            return False
        return self.free_text or self.also_words or not (self.refers or self.fixed)

    @property
    def scanned(self) -> bool:
        """Whether what is typed here is looked through for personal data."""
        return self.typed_text and not self.unscanned

    @property
    def disposed(self) -> bool:
        """Whether what is typed here goes when its record is disposed of."""
        return self.typed_text and not (self.kept or self.refers)

    def blank(self, value: object) -> bool:
        """Whether ``value`` says nothing: empty text, no rows, or None. Zero is an answer."""
        return value is None or value == () or (isinstance(value, str) and not value.strip())


def field(
    label: str,
    *,
    help: str = "",  # noqa: A002 - the field's own word
    example: str = "",
    codes: str = "",
    unit: str = "",
    free_text: bool = False,
    gate: str = "",
    refers: str = "",
    belongs: bool = False,
    fixed: bool = False,
    filled: str = "",
    ahead: bool = False,
    indexed: bool = False,
    also_words: bool = False,
    unscanned: str = "",
    kept: bool = False,
    restricted: bool = False,
    reported: bool = False,
    default: Any = dataclasses.MISSING,
) -> Any:
    """A dataclass field that carries its own definition; without ``default`` it must be given."""
    meta = {
        "label": label,
        "help": help,
        "example": example,
        "codes": codes,
        "unit": unit,
        "free_text": free_text,
        "gate": gate,
        "refers": refers,
        "belongs": belongs,
        "fixed": fixed,
        "filled": filled,
        "ahead": ahead,
        "indexed": indexed,
        "also_words": also_words,
        "unscanned": unscanned,
        "kept": kept,
        "restricted": restricted,
        "reported": reported,
    }
    return dataclasses.field(default=default, metadata={"casebook": meta})


def fields_of(kind: type) -> Mapping[str, Field]:
    """The definition of every declared field of ``kind``, in order, by name."""
    return _definition(kind)


@cache
def _definition(kind: Hashable) -> Mapping[str, Field]:
    assert isinstance(kind, type)
    hints = typing.get_type_hints(kind)
    found = {}
    for spec in dataclasses.fields(kind):
        meta = spec.metadata.get("casebook")
        if meta is None:
            continue
        plain, many = _plain(hints[spec.name])
        found[spec.name] = Field(
            name=spec.name,
            type=plain,
            many=many,
            optional=type(None) in typing.get_args(hints[spec.name]),
            required=spec.default is dataclasses.MISSING,
            **meta,
        )
    return types.MappingProxyType(found)


def _plain(hint: Any) -> tuple[Any, bool]:
    """The bare type in ``X | None`` and in ``tuple[X, ...]``, and whether it was a tuple."""
    args = typing.get_args(hint)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return _plain(next(a for a in args if a is not type(None)))
    if typing.get_origin(hint) is tuple:
        return args[0], True
    return hint, False


def parse(spec: Field, text: str, today: date | None = None) -> Any:
    """The value a person typed into ``spec``; several values are parted by ``;``.

    With ``today`` a day may be said as people say it: ``Fri``, ``18/12``; without, as in a file, it
    has its year. Raises :class:`BadValue`, which names the field.
    """
    if spec.many:
        if spec.of_rows:
            return _rows_from_json(spec, text)
        parts = (part.strip() for part in text.replace("\n", ";").split(";"))
        return tuple(_one(spec, part, today) for part in parts if part)
    if not text.strip():
        return _nothing(spec)
    return _one(spec, text, today)


def _nothing(spec: Field) -> Any:
    """What an empty ``spec`` holds; raises :class:`BadValue` where it can't be empty."""
    if spec.optional:
        return None
    if spec.type is str and not spec.many:
        return ""
    raise BadValue(f"{spec.label} can't be empty.", field=spec.name)


def _rows_from_json(spec: Field, text: str) -> tuple[Any, ...]:
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise BadValue(f"{spec.label} is a JSON list of rows: {error}.", field=spec.name) from error
    return _from_json(spec, rows)  # type: ignore[no-any-return]


def _one(spec: Field, text: str, today: date | None = None) -> Any:
    """One value of ``spec`` from text."""
    if spec.type is str:
        return text.strip("\r\n") if spec.free_text else text.strip()
    text = text.strip()
    try:
        if spec.type is date and today is not None:
            return day_said(text, today, ahead=spec.ahead)
        if spec.type is datetime:
            return _moment(text, today, ahead=spec.ahead)
        return _ONE[spec.type](text)
    except BadValue as error:
        error.field = spec.name
        raise
    except (ValueError, KeyError) as error:
        takes = _TAKES if today is None else _TAKES | _SAID
        raise BadValue(
            f"{spec.label} takes {takes.get(spec.type, 'another value')}, not '{text}'.",
            field=spec.name,
        ) from error


def _moment(text: str, today: date | None, *, ahead: bool) -> datetime:
    """A day and a time by the clock on the wall, parted by a space or a T.

    With ``today`` a time alone is today's.
    """
    parts = _DAY_AND_TIME.fullmatch(text)
    if parts is None or (parts[1] is None and today is None):
        raise ValueError(text)
    clock = _clock(parts[2])
    if today is None:
        return datetime.combine(whole_day(parts[1]), clock)
    return datetime.combine(day_said(parts[1], today, ahead=ahead) if parts[1] else today, clock)


def _clock(text: str) -> time:
    for form in _TIME_FORMS:
        try:
            return datetime.strptime(text, form).time()  # noqa: DTZ007 - it has its day's zone
        except ValueError:
            continue
    raise ValueError(text)


def _whole(text: str) -> int:
    value = int(without_commas(text))
    if abs(value) > _LARGEST:
        raise ValueError(text)
    return value


def _number(text: str) -> float:
    value = float(without_commas(text).removeprefix("£"))
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


_ONE: Mapping[Any, Any] = {
    date: whole_day,
    Month: Month.parse,
    int: _whole,
    float: _number,
    bool: lambda text: {"yes": True, "true": True, "no": False, "false": False}[text.lower()],
}
_TAKES = {
    date: "a date such as 2024-10-07",
    datetime: "a day and a time such as 2024-10-07 14:30",
    Month: "a month such as 2024-10",
    int: "a whole number",
    float: "a number",
    bool: "yes or no",
}
_SAID = {
    date: f"a day such as {DAYS_SAID}",
    datetime: "a day and a time such as 18/12 14:30, Fri 14:30, or 14:30 alone for today",
}
"""In place of those, where a day may be said."""


def to_text(spec: Field, value: Any) -> str:
    """``value`` as a person would type it; :func:`parse` takes it back unchanged."""
    if value is None:
        return ""
    if spec.many:
        if spec.of_rows:
            return json.dumps([encode(row) for row in value], ensure_ascii=False, indent=1)
        return "; ".join(str(part) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return str(value)


def encode(record: Any) -> dict[str, Any]:
    """The declared fields of ``record`` as plain JSON values; missing is None."""
    return {name: _to_json(getattr(record, name)) for name in fields_of(type(record))}


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_to_json(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, (date, Month)):
        return str(value)
    if dataclasses.is_dataclass(value):
        return encode(value)
    return value


def decode(kind: type[T], data: Mapping[str, Any], *, base: T | None = None) -> T:
    """A record of ``kind`` from JSON values, over ``base`` where one is given.

    Raises :class:`BadValue` naming an unknown key, a missing one or a value of the wrong shape.
    """
    specs = fields_of(kind)
    if not data.keys() <= specs.keys():
        unknown = next(key for key in data if key not in specs)
        raise BadValue(
            f"{kind.__name__.lower()} has no field '{unknown}'; it has {', '.join(specs)}."
        )
    values = {name: _from_json(specs[name], value) for name, value in data.items()}
    if base is not None:
        return dataclasses.replace(base, **values)  # type: ignore[type-var]
    missing = [spec for name, spec in specs.items() if name not in values and spec.required]
    if missing:
        labels = ", ".join(spec.label for spec in missing)
        raise BadValue(f"{kind.__name__} needs: {labels}.", field=missing[0].name)
    return kind(**values)


def _from_json(spec: Field, value: Any) -> Any:
    if spec.many:
        if not isinstance(value, (list, tuple)):
            raise BadValue(f"{spec.label} takes a list.", field=spec.name)
        return tuple(_one_from_json(spec, part) for part in value)
    if value is None:
        return _nothing(spec)
    return _one_from_json(spec, value)


def _one_from_json(spec: Field, value: Any) -> Any:
    if spec.type is str and isinstance(value, str):
        return value
    if spec.of_rows:
        if not isinstance(value, Mapping):
            raise BadValue(f"{spec.label} takes rows, each an object.", field=spec.name)
        try:
            return decode(typing.cast("type[Any]", spec.type), value)
        except BadValue as error:
            error.field = spec.name  # whoever gave the record knows its field, not the row's
            raise
    if spec.type is bool and isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _one(spec, value)
    if spec.type in (int, float) and isinstance(value, (int, float)) and value is not True:
        return _one(spec, repr(value)) if spec.type is float else _integral(spec, value)
    takes = _TAKES.get(spec.type, "text")
    raise BadValue(f"{spec.label} takes {takes}, not {json.dumps(value)}.", field=spec.name)


def _integral(spec: Field, value: float) -> int:
    if not abs(value) <= _LARGEST or value != int(value):
        raise BadValue(f"{spec.label} takes a whole number, not {value}.", field=spec.name)
    return int(value)
