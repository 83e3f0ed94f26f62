"""What one person has before them, as plain values that a screen shows: lines, parts, nights.

They name no record and no store, so that what shows them is there before the casebook is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.core.access import Account
    from casebook.core.kinds import Record
    from casebook.core.months import Month
    from casebook.figures.figure import Figure
    from casebook.patrols.sheets.sheet import SheetLine


TOLD = "told"
"""The part with what was refused or returned of what the account asked for."""
SIGN, WAITING, WHOLE = "sign", "waiting", "whole"
"""The parts with what is to be signed, what waits for others, and all that the area owes."""
WAIVER = "waiver"
"""The word of a line that asks for one."""


@dataclass(frozen=True)
class Line:
    """One thing that is owed."""

    on: date | None
    """By when; None where nobody said, as of what a partner is asked."""
    late: bool
    what: str
    """A word for its kind, or for where it stands: review, returned, signature, action."""
    where: str
    """The place by name; else what the profile is about."""
    says: str
    """Why it stands here, in a line."""
    about: str
    """The profile, place or programme it belongs to, by ref."""
    profile: str
    """The profile in which it is done; empty where it is done in a register."""
    kind: str
    id: int
    who: str = ""
    """Who owes it, as a person knows them; empty where nobody is named."""
    more: str = ""
    """What is to be read before it is done; empty where the line says it all."""

    @property
    def key(self) -> str:
        """What tells it from every other line."""
        return f"{self.kind} {self.id} {self.about} {self.what}"


@dataclass(frozen=True)
class TodayPart:
    """One part of the page."""

    name: str
    """The verb or word of what stands in it; blank for the rest of what is mine."""
    title: str
    lines: tuple[Line, ...]
    later: int = 0
    """How many more it has that are too far off to be shown."""
    more: int = 0
    """How many more it has than lines, as it is long."""
    more_late: int = 0
    """How many of those are late."""

    @property
    def total(self) -> int:
        """How much stands in it, with what isn't shown for its length."""
        return len(self.lines) + self.more

    @property
    def late(self) -> int:
        """How much of that is late."""
        return sum(line.late for line in self.lines) + self.more_late


@dataclass(frozen=True)
class Night:
    """The visits of the last shifts, of one team or of all."""

    team: str
    """Who owns the profiles of its hotspots, as a person knows them; empty for a whole area."""
    planned: int
    left: int
    """How many of those nobody has accounted for."""
    visits: tuple[SheetLine, ...] = ()
    """The planned ones."""


@dataclass(frozen=True)
class Today:
    """What one person has before them."""

    account: Account
    area: str
    """The name of the account's area, of a partner without a name the agency; else empty."""
    day: date
    whole: bool
    """Whether it is what the whole area owes, whoever owes it."""
    registers: bool
    """Whether last night, and what the registers hold, are in it."""
    nights: tuple[Night, ...]
    """Of who goes on patrol, or has others do so."""
    parts: tuple[TodayPart, ...]

    def read(self, key: str) -> Today:
        """The page without what the account was told in the line of that key, which it has read."""
        parts = (
            replace(part, lines=tuple(one for one in part.lines if one.key != key))
            if part.name == TOLD
            else part
            for part in self.parts
        )
        return replace(self, parts=tuple(part for part in parts if part.lines or part.name != TOLD))

    def without(self, record: Record) -> Today:
        """The page without what was owed on a record that was just done.

        Of a profile that was moved on, without the waiver asked at the gate it has passed.
        """
        done, passed = (record.KIND, record.id), (WAIVER, record.ref)

        def left(part: TodayPart) -> TodayPart:
            lines = (one for one in part.lines if (one.kind, one.id) != done)
            return replace(
                part, lines=tuple(one for one in lines if (one.what, one.about) != passed)
            )

        parts = (left(part) for part in self.parts)
        return replace(
            self,
            parts=tuple(one for one in parts if one.total or one.later or one.name in ("", WHOLE)),
        )


@dataclass(frozen=True)
class HotspotMonth:
    """What a month was in one hotspot."""

    ref: str
    name: str
    profile: str
    """The profile it is looked after in; empty where it is in none."""
    stage: str
    """The stage that is at now."""
    figure: Figure
    last_seen: date | None
    """The day of the last patrol that began by now; None where none is known."""


@dataclass(frozen=True)
class Loaded:
    """A file that was loaded."""

    on: date
    file: str
    says: str
    """What it brought."""


@dataclass(frozen=True)
class TodayBehind:
    """What stands behind one person's Today."""

    month: Month
    """The month of the figures."""
    hotspots: tuple[HotspotMonth, ...] = ()
    mine: bool = False
    """Whether they are those of one's own profiles, and not of one's area."""
    coverage: str = ""
    """How far delivered hours are known: ``claims to 30 Nov 2024, sheets to 17 Dec 2024``."""
    gaps: tuple[str, ...] = ()
    """What isn't loaded and what looks incomplete, a sentence each."""
    loads: tuple[Loaded, ...] = ()
    """The newest files loaded, the newest first."""
