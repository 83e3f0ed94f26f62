"""How screens say hours, changes, reviews and moments, where room is short."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from casebook.core import wording
from casebook.core.fields import Field, to_text
from casebook.core.months import Month, day_label
from casebook.core.wording import MISSING, number
from casebook.profiles.profile import Profile

if TYPE_CHECKING:
    from casebook.figures.figure import Figure

SHORT_GROUPS = {"serious-violence": "SV", "asb": "ASB", "crime": "Crime"}


def clock(moment: str, zone: tzinfo, today: date) -> str:
    """A stored UTC moment as people read it: ``14:05`` today, ``17 Dec 2024 14:05`` before."""
    local = datetime.fromisoformat(moment).astimezone(zone)
    return wording.clock(local) if local.date() == today else wording.moment(local)


def narrow_moment(moment: str, zone: tzinfo) -> str:
    """A stored UTC moment in fifteen cells at most: ``17 Dec 24 14:05``."""
    local = datetime.fromisoformat(moment).astimezone(zone)
    return f"{narrow_day(local.date())} {wording.clock(local)}"


def hours(figure: Figure | None, *, unit: str = " h", places: int | None = None) -> str:
    """Officer-hours delivered of those planned for the days that are known: ``41.5 of 60.0 h``.

    With ``places`` to so many decimals, where there is room for no more.
    """
    if figure is None:
        return MISSING
    done, plan = figure.officer_hours, figure.planned_so_far
    if done is None and plan is None:
        return MISSING
    if done is not None and not plan:
        return f"{wording.hours(done, places)}{unit}"
    return f"{wording.hours(done, places)} of {wording.hours(plan, places)}{unit}"


def group_name(group: str) -> str:
    """A count group's short name for a column: ``ASB``, ``SV``."""
    return SHORT_GROUPS.get(group, group)


def change(before: int | None, after: int | None, *, wide: bool = True) -> str:
    """``29 → 23``; a dash on a side that isn't loaded, one dash for neither."""
    if before is None and after is None:
        return MISSING
    arrow = " → " if wide else "→"
    return f"{number(before)}{arrow}{number(after)}"


def month_change(month: Month, *, wide: bool = True) -> str:
    """The heading over a month's change: ``Oct → Nov 2024``, short ``Oct→Nov 24``."""
    before = month + -1
    if not wide:
        return f"{before.label[:3]}→{month.label[:3]} {month.year % 100:02d}"
    first = before.label if before.year != month.year else before.label[:3]
    return f"{first} → {month.label}"


def review(profile: Profile, today: date, *, wide: bool = True) -> str:
    """When the next review is; an overdue one says so with a mark and in words."""
    if profile.overdue(today):
        return "! overdue"
    if profile.status not in ("open", "monitoring"):
        return MISSING
    return wording.day(profile.next_review) if wide else narrow_day(profile.next_review)


def narrow_day(day: date | None) -> str:
    """A day in nine cells at most, as ``18 Dec 24``; a dash for none."""
    return MISSING if day is None else f"{day_label(day)[:-4]}{day.year % 100:02d}"


def stage_or_status(profile: Profile) -> str:
    """The stage of a live profile, else its status."""
    return profile.stage if profile.status in ("open", "monitoring") else profile.status


def typed(spec: Field, value: Any) -> str:
    """A field's value as a person would type it into a form; dates as they are read."""
    if isinstance(value, datetime):
        return wording.moment(value)
    if isinstance(value, date):
        return day_label(value)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return to_text(spec, value)
