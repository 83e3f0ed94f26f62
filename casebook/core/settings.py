"""A casebook's own settings: what it is called, measured in and judged by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casebook.core.codes import DEFAULT_MARKING, check_codes
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.rule_sets import RuleSet, rule_called


@dataclass(frozen=True)
class Settings:
    """Settings kept inside a casebook, so that everybody who opens it sees the same figures."""

    KIND: ClassVar[str] = "setting"

    force_name: str = field("Force", example="Lomea Police", default="")
    crs: str = field(
        "Coordinate system",
        help="In metres; fixed once there are places or incidents.",
        example="EPSG:27700",
        default="EPSG:27700",
    )
    timezone: str = field("Time zone", example="Europe/London", default="Europe/London")
    label: str = field("What a profile is called on screens", example="PMP", default="PMP")
    marking: str = field("Protective marking", default=DEFAULT_MARKING)
    synthetic: str = field(
        "Printed on everything made from invented data", example="Synthetic data", default=""
    )
    today: date | None = field(
        "Today", help="Fixes the date of a demonstration casebook.", default=None
    )
    usual_variation: int = field(
        "Usual variation",
        help="A count lies outside it where chance alone gives one so far off less often than 1 "
        "time in this many.",
        default=370,
    )
    small_base: int = field("Smallest base of a percentage", unit="incidents", default=10)
    visit_gap: float = field(
        "Gap that ends a GPS visit",
        help="Outside the hotspot, or without a ping.",
        unit="minutes",
        default=5.0,
    )
    visit_shortest: float = field(
        "Shortest GPS visit",
        help="What is shorter is a drive-through.",
        unit="minutes",
        default=2.0,
    )
    gate_objective: str = field("Gate from objective to scan", codes="gate", default="warn")
    gate_scan: str = field("Gate from scan to analyse", codes="gate", default="warn")
    gate_analyse: str = field("Gate from analyse to respond", codes="gate", default="block")
    gate_respond: str = field("Gate from respond to assess", codes="gate", default="block")
    gate_assess: str = field("Gate of closing", codes="gate", default="block")
    endorse: bool = field("Reviews need an inspector's endorsement", default=True)
    abstraction_rule: str = field(
        "Abstractions are counted by",
        help="A rule set: cleveland, kent, inspectorate or one of the force's own.",
        default="cleveland",
    )
    abstraction_rules: tuple[RuleSet, ...] = field(
        "Rule sets of its own for abstractions",
        help="A JSON list of objects: key, name, wording, source; at_home, home, allowed.",
        default=(),
    )
    shared: bool = field(
        "Files are shared with the group",
        help="Else the casebook, and what is made from it, is its owner's alone.",
        default=False,
    )
    count_crime_from: tuple[str, ...] = field(
        "Sources that count for crime", help="Best first; the first loaded when empty.", default=()
    )
    count_asb_from: tuple[str, ...] = field(
        "Sources that count for ASB", help="Best first; the first loaded when empty.", default=()
    )

    @property
    def outside(self) -> float:
        """The probability under which a count lies outside usual variation."""
        return 1 / self.usual_variation

    def gate(self, stage: str) -> str:
        """What the gate of ``stage`` does when something is missing: off, warn or block."""
        return str(getattr(self, f"gate_{stage}"))


def check_settings(settings: Settings) -> None:
    """Raise :class:`BadValue` for a setting that can't be one."""
    if not re.fullmatch(r"[A-Za-z]+:\d+", settings.crs):
        raise BadValue(
            f"'{settings.crs}' is no coordinate system: write it like EPSG:27700.", field="crs"
        )
    check_codes(settings, {})
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadValue(
            f"'{settings.timezone}' is no time zone: write it like Europe/London.",
            field="timezone",
        ) from error
    if settings.usual_variation <= 20:
        raise BadValue(
            "Usual variation is a number above 20: 1 time in 20 is worth a look already.",
            field="usual_variation",
        )
    if not 0 < settings.visit_gap <= 120:
        raise BadValue(
            "The gap that ends a GPS visit is more than 0 and at most 120 minutes, such as 5.",
            field="visit_gap",
        )
    if not 0 <= settings.visit_shortest <= 60:
        raise BadValue(
            "The shortest stay that is a GPS visit is at most 60 minutes, such as 2.",
            field="visit_shortest",
        )
    rule_called(settings.abstraction_rule, settings.abstraction_rules)
    if settings.small_base < 0:
        raise BadValue("The smallest base of a percentage can't be negative.", field="small_base")
