"""How screens say dates, hours, changes and reviews: missing is a dash, never a zero."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from casebook.core.codes import CODE_LISTS, COUNT_GROUPS
from casebook.core.fields import Field, to_text
from casebook.core.months import Month, day_label
from casebook.profiles.profile import Profile

if TYPE_CHECKING:
    from casebook.figures.figure import Figure

NONE = "–"
SHORT_GROUPS = {"serious-violence": "SV", "asb": "ASB", "crime": "Crime"}


def day(value: date | None) -> str:
    """``7 Oct 2024``; a dash for no day."""
    return NONE if value is None else day_label(value)


def clock(moment: str, zone: tzinfo, today: date) -> str:
    """A stored UTC moment as people read it: ``14:05`` today, ``17 Dec 2024 14:05`` before."""
    local = datetime.fromisoformat(moment).astimezone(zone)
    time = f"{local:%H:%M}"
    return time if local.date() == today else f"{day_label(local.date())} {time}"


def number(value: float | None) -> str:
    """A count or an amount without needless decimals; a dash when missing."""
    if value is None:
        return NONE
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def hours(figure: Figure | None, *, unit: str = " h") -> str:
    """Officer-hours delivered of those planned for the days that are known: ``41.5 of 60.0 h``."""
    if figure is None:
        return NONE
    done, plan = figure.officer_hours, planned_so_far(figure)
    if done is None and plan is None:
        return NONE
    if done is not None and not plan:
        return f"{done:,.1f}{unit}"
    return f"{NONE if done is None else f'{done:,.1f}'} of {plan:,.1f}{unit}"


def planned_so_far(figure: Figure) -> float | None:
    """What delivery is set against: the plan for covered days, the whole plan before any."""
    covered = figure.planned_covered_officer_hours
    return covered if covered and figure.officer_hours is not None else figure.planned_officer_hours


def group_name(group: str) -> str:
    """A count group's short name for a column: ``ASB``, ``SV``."""
    return SHORT_GROUPS.get(group, group)


def group_title(group: str) -> str:
    """A count group's name in a sentence: ``Serious violence``."""
    known = COUNT_GROUPS.get(group)
    return known.title if known else group


def change(before: int | None, after: int | None, *, wide: bool = True) -> str:
    """``29 → 23``; a dash on a side that isn't loaded, one dash for neither."""
    if before is None and after is None:
        return NONE
    arrow = " → " if wide else "→"
    return f"{number(before)}{arrow}{number(after)}"


def month_change(month: Month, *, wide: bool = True) -> str:
    """The heading over a month's change: ``Oct → Nov 2024``, short ``Oct→Nov 24``."""
    before = month + -1
    if not wide:
        return f"{before.label[:3]}→{month.label[:3]} {month.year % 100:02d}"
    first = before.label if before.year != month.year else before.label[:3]
    return f"{first} → {month.label}"


def review(profile: Profile, today: date) -> str:
    """When the next review is; an overdue one says so with a mark and in words."""
    if profile.overdue(today):
        return "! overdue"
    return day(profile.next_review) if profile.status in ("open", "monitoring") else NONE


def standing(profile: Profile) -> str:
    """The stage of a live profile, else its status."""
    return profile.stage if profile.status in ("open", "monitoring") else profile.status


Labels = Mapping[str, Mapping[str, str]]
"""Labels by code, of each code list or of each coded field."""
AS_SHIPPED: Labels = {}
"""No labels but those of the lists that ship."""


def label_of(codes: str, code: str) -> str:
    """The label of a code, or the code itself where the list that ships doesn't hold it."""
    labels = CODE_LISTS.get(codes)
    return labels.get(code, code) if labels is not None else code


def typed(spec: Field, value: Any) -> str:
    """A field's value as a person would type it into a form; dates as they are read."""
    if isinstance(value, datetime):
        return f"{day_label(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return day_label(value)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return to_text(spec, value)


def said(spec: Field, value: Any, labels: Labels = AS_SHIPPED) -> str:
    """A field's value as it is read, with its unit; empty for blank.

    A code is read with the label its record was given it with, and a ref with the name beside it
    (``labels``, by field).
    """
    if spec.blank(value):
        return ""
    if spec.codes or (spec.refers and spec.name in labels):
        codes = value if spec.many else (value,)
        own = labels.get(spec.name, {})
        return ", ".join(own.get(code) or label_of(spec.codes, code) for code in codes)
    if isinstance(value, Month):
        return value.label
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)):
        unit = f" {spec.unit}" if spec.unit not in ("", "£", "count") else ""
        if spec.unit == "£":
            return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"
        return f"{number(value)}{unit}"
    return typed(spec, value)


def counted(number_of: int, one: str, many: str = "") -> str:
    """``1 action``, ``3 actions``."""
    return f"{number_of} {one if number_of == 1 else many or one + 's'}"
