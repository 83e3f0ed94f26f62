"""What an import did, said in the same words for every kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casebook.core.english import counted
from casebook.core.errors import Rejection, RowsRefused, reasons_of
from casebook.core.months import Span
from casebook.core.wording import share

_MANY = 10
"""One in so many rows that weren't taken is one too many to be overlooked."""


def nothing_usable(name: str, thing: str, rejections: Sequence[Rejection]) -> RowsRefused:
    """The refusal of files in which no ``thing``, such as a row, can be taken."""
    said = f"{name} has no {thing} that can be taken. The first: {rejections[0]}"
    return RowsRefused(said, tuple(rejections))


def many_rejected(rejected: int, read: int) -> str:
    """What to say first where more than a tenth of the rows read can't be taken; else empty."""
    if rejected * _MANY <= read:
        return ""
    return (
        f"NOT TAKEN: {rejected:,} of {counted(read, 'row')} ({share(rejected / read)}). What is "
        "wrong with them stands below; --rejects FILE writes them down, to be mended and imported "
        "again."
    )


@dataclass(frozen=True)
class Cover:
    """What a load covers: for one kind (crime, asb, patrols by source), the days it speaks for."""

    kind: str
    span: Span
    without: tuple[str, ...] = ()
    """Refs of the districts it doesn't speak for."""
    subtypes: bool = False
    """Whether its rows tell sub-types apart."""
    forces: tuple[str, ...] = ()
    """Whose data it is; empty where the files don't say, which then speak for every force."""
    areas: tuple[str, ...] = ()
    """Refs of the areas that it speaks for alone; empty for the whole force."""

    def encode(self) -> dict[str, Any]:
        """As the load's row keeps it."""
        said: dict[str, Any] = {
            "kind": self.kind,
            "from": str(self.span.start),
            "to": str(self.span.end),
        }
        said |= {"without": list(self.without)} if self.without else {}
        said |= {"forces": list(self.forces)} if self.forces else {}
        said |= {"areas": list(self.areas)} if self.areas else {}
        return said | ({"subtypes": True} if self.subtypes else {})

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Cover:
        """The cover that :meth:`encode` wrote."""
        span = Span.parse(f"{data['from']}..{data['to']}")
        without, forces, areas = (
            tuple(data.get(name, ())) for name in ("without", "forces", "areas")
        )
        return cls(data["kind"], span, without, bool(data.get("subtypes")), forces, areas)


@dataclass(frozen=True)
class ImportReport:
    """Counts of an import's rows, every row that was not taken, and what a person should know."""

    read: int = 0
    added: int = 0
    updated: int = 0
    merged: int = 0
    withdrawn: int = 0
    without_coordinates: int = 0
    outside_area: int | None = None
    """None where the casebook has no areas to lie outside of."""
    unchanged: int = 0
    rejections: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()
    """Defaults that were picked and things seen, a sentence each."""
    covers: tuple[Cover, ...] = ()
    rejected_rows: tuple[tuple[str, ...], ...] = ()
    """The rows that weren't taken below their heading, where they were asked for."""
    date_order: str = ""
    """What a mapping must say for dates to be read again as they were; blank: nothing."""

    @property
    def alarm(self) -> str:
        """What is to be read before all else; empty where nine in ten rows were taken."""
        return many_rejected(self.rejected, self.read)

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return len(self.rejections)

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Why rows were not taken: each reason, how many rows, and the first place; most first."""
        return [reason.encode() for reason in reasons_of(self.rejections)]

    def encode(self) -> dict[str, Any]:
        """The report as JSON: the keys every import gives."""
        return {
            "read": self.read,
            "added": self.added,
            "updated": self.updated,
            "merged": self.merged,
            "withdrawn": self.withdrawn,
            "rejected": self.rejected,
            "without_coordinates": self.without_coordinates,
            "outside_area": self.outside_area,
            "unchanged": self.unchanged,
            "reasons": self.reasons,
            "covers": [cover.encode() for cover in self.covers],
            "notes": [*([self.alarm] if self.alarm else []), *self.notes],
        }
