"""Indicators: named series of readings with a unit, a source and, where there is one, a target."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from casebook.core.entry import Entry, check_amount, check_ref, check_ring
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Reader
from casebook.core.months import Month, Window, day_label
from casebook.core.statement import Stated
from casebook.core.wording import number

_RATE = re.compile(r"%|\b(per|percent|percentage|rate|ratio|average|mean|median|share)\b", re.I)
"""A unit of which the values of several areas don't add up."""


@dataclass(frozen=True, kw_only=True)
class Indicator(Entry):
    """A named series: what is counted, in what unit, from which source, and what is aimed at."""

    KIND: ClassVar[str] = "indicator"
    TITLE: ClassVar[str] = "Indicators"
    DUE_RULE: ClassVar[str] = "casebook.registers.statements.indicators:targets_due"
    OWN_TABLE: ClassVar[bool] = True
    VERB: ClassVar[str] = "edit"
    NEEDS: ClassVar[tuple[str, ...]] = ("ref", "name", "unit", "source")
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "standing",
            "Set each indicator's newest reading beside the one before and its target.",
            "casebook.registers.statements.indicators:standing",
            ("ref", "place", "profile", "programme"),
        ),
        Stated(
            "series",
            "Print every reading of an indicator, area by area, with what they add up to.",
            "casebook.registers.statements.indicators:series",
            ("ref", "window"),
        ),
    )

    ref: str = field("Ref", example="protests", unscanned="a reference", default="")
    name: str = field("Name", example="Protests", default="")
    unit: str = field(
        "Unit",
        help="Areas are added up, unless it is a %, a rate (per …), a share or an average.",
        example="protests",
        default="",
    )
    source: str = field("Source", example="National protest return", default="")
    direction: str = field("Better when", codes="direction", default="")
    target: float | None = field("Target", default=None)
    target_by: date | None = field("Target by", ahead=True, default=None)
    part_of: str | None = field(
        "Of which", help="Ref of the indicator this is a part of.", refers="indicator", default=None
    )
    place: str | None = field("Area", refers="place", belongs=True, default=None)
    profile: str | None = field("Profile", refers="profile", belongs=True, default=None)
    programme: str | None = field("Programme", refers="programme", belongs=True, default=None)
    text: str = field("What is counted", free_text=True, default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also for a ref that is none or a part of itself."""
        super().check()
        check_ref(self.ref)
        if self.part_of == self.ref:
            raise BadValue(f"Of which: {self.ref} can't be a part of itself.", field="part_of")

    @property
    def adds_up(self) -> bool:
        """Whether the values of several areas may be added: those of counts and levels."""
        return _RATE.search(self.unit) is None

    def needed(self, value: float, target: float | None) -> float | None:
        """How far ``value`` is from ``target``; 0 once it is met, None where nothing is aimed at.

        >>> Indicator(direction="higher").needed(45, 50)
        5
        """
        if target is None or self.direction not in ("higher", "lower"):
            return None
        return max(0, target - value if self.direction == "higher" else value - target)

    def check_among(self, casebook: Reader) -> None:
        """An indicator isn't a part of its own part."""
        check_ring(casebook, self, "part_of")


@dataclass(frozen=True, kw_only=True)
class Reading(Entry):
    """What an indicator stood at on a day, or came to over some days, there or in one area."""

    KIND: ClassVar[str] = "reading"
    TITLE: ClassVar[str] = "Readings"
    OWN_TABLE: ClassVar[bool] = True
    SUBJECT: ClassVar[str] = "indicator"
    INDEXED: ClassVar[tuple[tuple[str, ...], ...]] = (("indicator", "at"),)

    indicator: str = field("Indicator", refers="indicator", belongs=True, fixed=True)
    place: str | None = field("Area", refers="place", belongs=True, default=None)
    at: date = field("On, or from")
    until: date | None = field("To", help="For a count over some days.", default=None)
    value: float = field("Value")
    target: float | None = field("Target there", default=None)
    target_by: date | None = field("Target by", ahead=True, default=None)
    text: str = field("Note", free_text=True, default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also for a target below zero."""
        super().check()
        check_amount(self, "target")

    @property
    def last(self) -> date:
        """Its last day."""
        return self.until or self.at

    @property
    def length(self) -> tuple[str, int]:
        """How long it spans: so many ``months`` where they are whole, else ``days``.

        A level, read on one day, is 0 days.

        >>> Reading(indicator="", at=date(2024, 1, 1), until=date(2024, 4, 30), value=61).length
        ('months', 4)
        """
        if self.until is None:
            return "days", 0
        after = self.until + timedelta(days=1)
        months = Month.of(after) - Month.of(self.at)
        if months and after.day == self.at.day:
            return "months", months
        return "days", (after - self.at).days

    @property
    def period(self) -> str:
        """What it is of, as a person reads it: ``2023``, ``Jan to Apr 2024``, ``30 Sep 2024``."""
        if self.until is None:
            return day_label(self.at)
        first, last = Month.of(self.at), Month.of(self.until)
        if (self.at, self.until) != (first.first, last.last):
            return f"{day_label(self.at)} to {day_label(self.until)}"
        if first.number == 1 and last == first + 11:
            return str(first.year)
        return Window(first, last).label

    def comparable(self, other: Reading) -> bool:
        """Whether the two span equally long: a part of a year is never set beside a whole one."""
        return self.length == other.length

    def before(self, others: Iterable[Reading]) -> Reading | None:
        """The newest of ``others`` that ends before it begins and is as long; None without one."""
        found = [one for one in others if one.last < self.at and self.comparable(one)]
        return max(found, key=lambda one: one.last, default=None)

    def check_among(self, casebook: Reader) -> None:
        """An indicator is read once for the same days and area."""
        same = {"place": self.place, "at": self.at, "until": self.until}
        for other in casebook.load(Reading, indicator=self.indicator, **same):
            if other.id != self.id:
                where = f" in {self.place}" if self.place else ""
                raise BadValue(
                    f"On, or from: {self.indicator} has a reading{where} for {day_label(self.at)} "
                    f"already, {number(other.value)}: edit reading {other.id}.",
                    field="at",
                )
