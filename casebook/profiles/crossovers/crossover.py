"""A crossover: the days on which each hotspot is patrolled, drawn at random and sealed.

Within every fortnight each weekday is on once and off once at each hotspot, and a coin says in
which of the two weeks, so that weekdays stay out of the comparison. Coins come from SHA-256 of the
stated seed, so that anybody who knows seed, hotspots and days can draw the same list again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import ClassVar

from casebook.core.entry import Entry
from casebook.core.fields import field

FORTNIGHT, WEEK = 14, 7


@dataclass(frozen=True, kw_only=True)
class Crossover(Entry):
    """A crossover of one profile: what its days are drawn from, and the digest that seals them."""

    KIND: ClassVar[str] = "crossover"
    TITLE: ClassVar[str] = "Crossovers"
    SUBJECT: ClassVar[str] = "profile"
    KEPT_BY: ClassVar[str] = "casebook design"
    NEVER_UNDONE: ClassVar[str] = (
        "drew or ended a crossover, which isn't undone: its days are drawn once"
    )

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    hotspots: tuple[str, ...] = field("Hotspots", refers="place", fixed=True, default=())
    first_day: date | None = field("First day", fixed=True, default=None)
    last_day: date | None = field("Last day", fixed=True, default=None)
    seed: str = field("Seed", fixed=True, kept=True, default="")
    digest: str = field("Digest of the days", fixed=True, kept=True, default="")
    drawn: date | None = field("Drawn on", fixed=True, default=None)
    ended: date | None = field("Ended on", fixed=True, default=None)
    reason: str = field("Why it was ended", fixed=True, free_text=True, default="")

    @property
    def runs_to(self) -> date:
        """The last day that counts: the day before it was ended, or the last drawn."""
        assert self.last_day is not None
        if self.ended is None:
            return self.last_day
        return min(self.last_day, self.ended - timedelta(days=1))


@dataclass(frozen=True, order=True)
class TrialDay:
    """One hotspot on one day, and whether it is patrolled."""

    day: date
    hotspot: str
    on: bool


def drawn_days(crossover: Crossover) -> tuple[TrialDay, ...]:
    """Every hotspot on every day, in order of days."""
    return tuple(sorted(day for pair in drawn_pairs(crossover) for day in pair))


def drawn_pairs(crossover: Crossover) -> Iterator[tuple[TrialDay, ...]]:
    """The days of a hotspot that a coin sets against each other, one on and one off.

    At the end a day may stand alone, whose pair would lie beyond the last.
    """
    assert crossover.first_day is not None
    assert crossover.last_day is not None
    days = (crossover.last_day - crossover.first_day).days + 1
    for ref in crossover.hotspots:
        for fortnight in range(0, days, FORTNIGHT):
            for weekday in range(WEEK):
                at = [
                    fortnight + weekday + later
                    for later in (0, WEEK)
                    if fortnight + weekday + later < days
                ]
                first_on = _coin(crossover, ref, fortnight + weekday)
                yield tuple(
                    TrialDay(
                        crossover.first_day + timedelta(days=n),
                        ref,
                        first_on if position == 0 else not first_on,
                    )
                    for position, n in enumerate(at)
                )


def _coin(crossover: Crossover, ref: str, number: int) -> bool:
    text = f"{crossover.seed}|{crossover.first_day}|{ref}|{number}"
    return bool(sha256(text.encode()).digest()[0] & 1)


def digest_of(days: tuple[TrialDay, ...]) -> str:
    """The SHA-256 of the list, a line for each: ``2025-01-06 HS-01 on``.

    >>> digest_of((TrialDay(date(2025, 1, 6), "HS-01", True),))[:12]
    'dec1275b0e95'
    """
    lines = [f"{each.day} {each.hotspot} {'on' if each.on else 'off'}\n" for each in days]
    return sha256("".join(lines).encode()).hexdigest()
