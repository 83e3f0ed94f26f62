"""What an import did, said in the same words for every kind of file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from casebook.core.errors import BadFile, Rejection
from casebook.core.months import Span


def nothing_usable(name: str, thing: str, first: Rejection) -> BadFile:
    """The refusal of files in which no ``thing``, such as a row, can be taken."""
    return BadFile(f"{name} has no {thing} that can be taken. The first: {first}")


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

    def encode(self) -> dict[str, Any]:
        """As the load's row keeps it."""
        said: dict[str, Any] = {
            "kind": self.kind,
            "from": str(self.span.start),
            "to": str(self.span.end),
        }
        said |= {"without": list(self.without)} if self.without else {}
        said |= {"forces": list(self.forces)} if self.forces else {}
        return said | ({"subtypes": True} if self.subtypes else {})

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Cover:
        """The cover that :meth:`encode` wrote."""
        span = Span.parse(f"{data['from']}..{data['to']}")
        without, forces = (tuple(data.get(name, ())) for name in ("without", "forces"))
        return cls(data["kind"], span, without, bool(data.get("subtypes")), forces)


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

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return len(self.rejections)

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Why rows were not taken: each reason, how many rows, and the first place; most first."""
        counts = Counter(r.fault for r in self.rejections)
        first = {r.fault: r for r in reversed(self.rejections)}
        return [
            {
                "why": fault,
                "rows": rows,
                "file": first[fault].file,
                "row": first[fault].row,
                "column": first[fault].column,
            }
            for fault, rows in counts.most_common()
        ]

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
            "notes": list(self.notes),
        }
