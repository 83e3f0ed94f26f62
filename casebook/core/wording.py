"""How a value reads, in a table, on a screen, on a map and on paper alike.

Halves are rounded away from 0, as on paper; what isn't known is a dash, and a zero is a 0. The
numbers in JSON and CSV aren't words, and don't come from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from casebook.core.codes import CODE_LISTS, COUNT_GROUPS
from casebook.core.english import plural, sentence, several
from casebook.core.fields import Field
from casebook.core.months import Month, day_label
from casebook.core.rounding import round_half_up

MISSING = "–"
"""What stands where a value is not known; a zero is printed as 0."""

Labels = Mapping[str, Mapping[str, str]]
"""Labels by code, of each coded field; or names by ref, of each field that refers to a record."""
AS_SHIPPED: Labels = {}
"""No labels but those of the lists that ship."""


def number(value: float | None, places: int | None = None) -> str:
    """A number to so many decimals; without ``places``, to as many as it has.

    >>> number(12840), number(0), number(62.5), number(0.25, 1), number(None)
    ('12,840', '0', '62.5', '0.3', '–')
    """
    if value is None:
        return MISSING
    if places is not None:
        return f"{round_half_up(value, places):,.{places}f}"
    if isinstance(value, int):
        return f"{value:,}"
    exact = round_half_up(value, _AS_TYPED)
    said = f"{exact:,.{_AS_TYPED}f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


_AS_TYPED = 9
"""Decimals that people type; what lies beyond comes from adding binary fractions."""


def signed(value: float | None, places: int | None = None) -> str:
    """A change of a number, with its sign.

    >>> signed(12), signed(-0.55, 1), signed(0)
    ('+12', '−0.6', '+0')
    """
    if value is None:
        return MISSING
    said = number(value, places)
    return f"−{said[1:]}" if said.startswith("-") else f"+{said}"


def plain_signs(text: str) -> str:
    """A sentence for a program: the minus and the dash of a range as the sign on a keyboard.

    >>> plain_signs("29 to 23 (−21%), 2–3 a week – z −3.7")
    '29 to 23 (-21%), 2-3 a week – z -3.7'
    """
    return re.sub(r"(?<=\w)–(?=\w)", "-", text.replace("−", "-"))


def hours(value: float | None, places: int | None = None) -> str:
    """Hours to the tenth, or to the hundredth where they are no whole tenth.

    So four quarters of an hour read 0.25 each beside their 1.0. Under one heading every value has
    the same ``places``: those of :func:`hour_places`.

    >>> hours(1234.5), hours(0.0), hours(0.25), hours(None)
    ('1,234.5', '0.0', '0.25', '–')
    """
    return number(value, hour_places((value,)) if places is None else places)


def hour_places(values: Iterable[float | None]) -> int:
    """The decimals in which hours under one heading read: 2 where any is no whole tenth, else 1.

    >>> hour_places([8.0, 0.25]), hour_places([8.0, None])
    (2, 1)
    """
    return even_places(values, range(1, 3))


def even_places(values: Iterable[float | None], among: range = range(5)) -> int:
    """The fewest decimals of those allowed that say every value as exactly as the most would.

    >>> even_places([600.0, None]), even_places([3.5, 0.25]), even_places([1 / 3])
    (0, 2, 4)
    """
    most = among[-1]
    known = [round_half_up(value, most) for value in values if value is not None]
    return next(places for places in among if all(round_half_up(v, places) == v for v in known))


def even_hours(values: Iterable[float | None]) -> tuple[str, ...]:
    """Hours that stand under one heading or in one sentence, with the same decimals.

    >>> even_hours([8.0, 0.25, None])
    ('8.00', '0.25', '–')
    """
    found = tuple(values)
    places = hour_places(found)
    return tuple(hours(value, places) for value in found)


def percent(value: float | None, places: int = 0) -> str:
    """Per cent.

    >>> percent(12.5), percent(2.34, 1), percent(None)
    ('13%', '2.3%', '–')
    """
    return MISSING if value is None else f"{number(value, places)}%"


def share(part: float | None) -> str:
    """A share of 1 as whole per cent.

    >>> share(0.847), share(None)
    ('85%', '–')
    """
    return MISSING if part is None else percent(100 * part)


def money(amount: float | None, places: int | None = None) -> str:
    """Pounds; with pence where there are any, or always with 2 ``places`` and never with 0.

    >>> money(1568614.0), money(200863.93), money(-120), money(600, 2), money(279829.5, 0)
    ('£1,568,614', '£200,863.93', '-£120', '£600.00', '£279,830')
    """
    if amount is None:
        return MISSING
    if places is None:
        places = 0 if amount == int(amount) else 2
    said = number(amount, places)
    return f"-£{said[1:]}" if said.startswith("-") else f"£{said}"


def day(value: date | None) -> str:
    """A day, such as ``7 Oct 2024``."""
    return MISSING if value is None else day_label(value)


def moment(value: datetime | None) -> str:
    """A day and the time on its clock, as in a table: ``7 Oct 2024 14:05``."""
    return MISSING if value is None else f"{day_label(value.date())} {clock(value)}"


def clock(value: datetime) -> str:
    """The time on a moment's own clock: ``14:05``."""
    return f"{value:%H:%M}"


def yes_or_no(value: bool) -> str:
    """What is so or isn't: ``Yes`` or ``No``."""
    return "Yes" if value else "No"


def group_title(name: str) -> str:
    """What a count group is called; one of the force's own goes by its name.

    >>> group_title("serious-violence"), group_title("asb"), group_title("moped-theft@2")
    ('Serious violence', 'ASB', 'Moped theft, version 2')
    """
    if name in COUNT_GROUPS:
        return COUNT_GROUPS[name].title
    return sentence(name.replace("-", " ").replace("@", ", version "))


def label_of(codes: str, code: str) -> str:
    """The label of a code, or the code itself where the list that ships doesn't hold it."""
    known: Mapping[str, str] = CODE_LISTS.get(codes, {})
    return known.get(code, code)


def said(spec: Field, value: Any, labels: Labels = AS_SHIPPED) -> str:
    """A field's value as it is read, with its unit; empty for blank.

    A code is read with the label its record was given it with, and a ref with the name beside it
    (``labels``, by field).
    """
    if spec.blank(value):
        return ""
    return several(_one(spec, one, labels) for one in (value if spec.many else (value,)))


def _one(spec: Field, value: Any, labels: Labels) -> str:
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, (int, float)):
        return amount(value, spec.unit)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day_label(value)
    if isinstance(value, Month):
        return value.label
    own = labels.get(spec.name, {}).get(value, "")
    return own or label_of(spec.codes, str(value))


def amount(value: float, unit: str) -> str:
    """A number with the unit of its field.

    >>> amount(1, "incidents"), amount(1450.0, "£"), amount(0.25, "h"), amount(3, "count")
    ('1 incident', '£1,450', '0.25 h', '3')
    """
    if unit == "£":
        return money(value)
    if unit == "h":
        return f"{hours(value)} h"
    if unit in ("", "count"):
        return number(value)
    return f"{number(value)} {_unit(value, unit)}"


def in_minutes(seconds: float) -> str:
    """Seconds as minutes, to the tenth.

    >>> in_minutes(90)
    '1.5 minutes'
    """
    return amount(round(seconds / 60, 1), "minutes")


def _unit(value: float, unit: str) -> str:
    """Units stand in the plural where they are defined."""
    one = unit.removesuffix("s")
    return one if value == 1 and plural(2, one) == unit else unit


def in_form(form: str, value: Any, *, fine: bool = False) -> str:
    """A value as it reads under a heading whose ``form`` says what it is.

    The forms are text, number, money, pence (to the penny), pounds (an estimate, in whole pounds),
    percent, rate (per cent to one place), hours, date and moment. ``fine`` is what :func:`is_fine`
    says of all that stands under the heading.

    >>> in_form("money", 1568614.0), in_form("hours", 0.5, fine=True), in_form("date", "2024-10-07")
    ('£1,568,614', '0.50 h', '7 Oct 2024')
    """
    if value is None or (isinstance(value, (str, list, tuple)) and not value):
        return MISSING
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, (int, float)):
        return _number_in_form(form, value, fine)
    if isinstance(value, (list, tuple)):
        return several(str(one) for one in value)
    if form == "date":
        return day_label(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if form == "moment":
        return moment(value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))
    return value.label if isinstance(value, Month) else str(value)


def _number_in_form(form: str, value: float, fine: bool) -> str:
    if form in ("money", "pence", "pounds"):
        return money(value, 2 if form == "pence" or fine else 0 if form == "pounds" else None)
    if form in ("percent", "rate"):
        return percent(value, int(form == "rate"))
    if form == "hours":
        return f"{hours(value, 2 if fine else None)} h"
    return number(value)


def is_fine(form: str, values: Iterable[Any]) -> bool:
    """Whether all that stands under a heading is to read in its smaller unit, as one of it must.

    Money to the penny where any has pence, hours to the hundredth where any is no whole tenth.

    >>> is_fine("money", [600.0, 0.5, None]), is_fine("hours", [8.0]), is_fine("number", [0.5])
    (True, False, False)
    """
    known = [value for value in values if isinstance(value, (int, float))]
    if form == "money":
        return any(value != int(value) for value in known)
    return form == "hours" and hour_places(known) == 2
