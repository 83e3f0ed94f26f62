"""Days as people say them: ``today``, ``18/12``, ``18 Dec``, ``Fri``, ``Fri 20 Dec``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from casebook.core.errors import BadValue
from casebook.core.months import day_label

_WHOLE = ("%Y-%m-%d", "%d/%m/%Y", "%d %b %Y", "%d %B %Y")
_SHORT_YEAR = ("%d.%m.%Y", "%d/%m/%y", "%d %b %y")
_NO_YEAR = ("%d/%m/%Y", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%d-%m-%Y")
"""The forms of a day without its year, once the year has been put behind it."""
_BY_WORD = {"yesterday": -1, "today": 0, "tomorrow": 1}
DAYS_SAID = "18/12, 18 Dec, Fri or today"
"""Examples of what is taken, for whoever typed something else."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"(?:(last|next)\s+)?([a-z]{3,})")
_NAMED = re.compile(r"([a-z]{3,}) (\d.*)")
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b")
_OF = re.compile(r"\bof\b|,")


def whole_day(text: str) -> date:
    """A day said with its whole year; raises :class:`ValueError` for anything else.

    >>> whole_day("7/10/2024"), whole_day("7 Oct 2024")
    (datetime.date(2024, 10, 7), datetime.date(2024, 10, 7))
    """
    return _by_form(text, _WHOLE)


def _by_form(text: str, forms: Iterable[str]) -> date:
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(text)


def day_said(text: str, today: date, *, ahead: bool = False) -> date:
    """The day that is meant by ``text`` when it is said ``today``.

    ``ahead`` is for what is still to come: then a day without its year, or a weekday, is the next
    one, today included. Else such a day is the one nearest to today, and a weekday the last one.
    Raises :class:`ValueError` for what says no day, :class:`BadValue` for a day that isn't on the
    weekday said with it.

    >>> wednesday = date(2024, 12, 18)
    >>> print(day_said("Fri", wednesday, ahead=True), day_said("Fri", wednesday))
    2024-12-20 2024-12-13
    >>> print(day_said("3 Jan", wednesday), day_said("1st of Sep", wednesday))
    2025-01-03 2024-09-01
    """
    words = " ".join(_OF.sub(" ", _ORDINAL.sub(r"\1", text.casefold())).split())
    if words in _BY_WORD:
        return today + timedelta(days=_BY_WORD[words])
    weekday = _WEEKDAY.fullmatch(words)
    if weekday:
        number = _number(weekday[2])
        if number is None:
            raise ValueError(text)
        return _weekday(number, today, weekday[1] or ("" if ahead else "last, or today"))
    named = _NAMED.fullmatch(words)
    if named and (number := _number(named[1])) is not None:
        return _on_weekday(day_said(named[2], today, ahead=ahead), number)
    try:
        return _by_form(words, (*_WHOLE, *_SHORT_YEAR))
    except ValueError:
        near = list(_in_years(words, today))
    later = [day for day in near if day >= today]
    if not near or (ahead and not later):
        raise ValueError(text)
    return min(later if ahead else near, key=lambda day: abs(day - today))


def day_typed(text: str, today: date) -> date:
    """As :func:`day_said`; raises :class:`BadValue`, with examples, for what says no day.

    >>> print(day_typed("18/12", date(2024, 12, 20)))
    2024-12-18
    """
    try:
        return day_said(text, today)
    except ValueError as error:
        raise BadValue(f"'{text}' is no day: say it as {DAYS_SAID}.") from error


def _number(name: str) -> int | None:
    """Which weekday is called so, from Monday as 0; None where none is."""
    found = (n for n, weekday in enumerate(_WEEKDAYS) if weekday.startswith(name))
    return next(found, None)


def _on_weekday(day: date, number: int) -> date:
    if day.weekday() != number:
        is_, said = (_WEEKDAYS[n].capitalize() for n in (day.weekday(), number))
        raise BadValue(f"{day_label(day)} is a {is_}, not a {said}.")
    return day


def _weekday(number: int, today: date, which: str) -> date:
    """The next such weekday, or the last; one that is today only where neither word was said."""
    after = (number - today.weekday()) % 7
    if which == "next":
        return today + timedelta(days=after or 7)
    if not which:
        return today + timedelta(days=after)
    before = (today.weekday() - number) % 7
    return today - timedelta(days=before or (7 if which == "last" else 0))


def _in_years(words: str, today: date) -> Iterator[date]:
    """A day without its year in the years about ``today``; four either way find a 29 February."""
    parted = next((sign for sign in "/.-" if sign in words), " ")
    said = words.rstrip(".")
    for year in range(max(today.year - 4, 1), min(today.year + 5, 10_000)):
        with suppress(ValueError):
            yield _by_form(f"{said}{parted}{year:04}", _NO_YEAR)
