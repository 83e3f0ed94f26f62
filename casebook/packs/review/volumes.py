"""A long review in volumes: what is decided from and every table, then the hotspots' pages.

Setting a page takes some 2 MiB until the last is set, and a file of thousands of pages is neither
sent nor opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from casebook.packs.review.hotspot.section import Section
from casebook.packs.review.pack import ReviewPack
from casebook.packs.tables import PrintRow, PrintTable

MOST = 300
"""Hotspots whose pages stand in one file."""


@dataclass(frozen=True)
class PagesVolume:
    """Some of the hotspots' pages, in order of need."""

    title: str
    force: str
    marking: str
    synthetic: str
    period: str
    made: str
    volumes: str
    """Which places it is of, and where the rest stands."""
    sections: tuple[Section, ...]

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids of its parts."""
        return tuple(part.anchor for part in self.sections)


def in_volumes(pack: ReviewPack, most: int = MOST) -> tuple[ReviewPack, tuple[PagesVolume, ...]]:
    """The pack without its hotspots' pages, and these, ``most`` to a volume.

    The pack itself, and none, where it has no more than that.
    """
    every = pack.sections
    if len(every) <= most:
        return pack, ()
    firsts = range(0, len(every), most)
    spans = [_span(first, most, len(every)) for first in firsts]
    of = len(spans) + 1
    first_part = replace(
        pack,
        title=f"{pack.title}, part 1 of {of}",
        sections=(),
        hotspots=_in_spans(pack.hotspots, spans, most),
        volumes=f"The pages of {len(every):,} hotspots, in order of need, are files of their own: "
        f"part 2 ({spans[0]}) to part {of} ({spans[-1]}).",
    )
    others = (
        PagesVolume(
            f"{pack.title}, part {number} of {of}",
            pack.force,
            pack.marking,
            pack.synthetic,
            pack.period,
            pack.made,
            f"The pages of {span} of {len(every):,}, in order of need. Part 1 has what needs a "
            "decision, every table, what is counted and how to read it.",
            every[first : first + most],
        )
        for number, (first, span) in enumerate(zip(firsts, spans, strict=True), start=2)
    )
    return first_part, tuple(others)


def _span(first: int, most: int, of: int) -> str:
    last = min(first + most, of)
    return f"places {first + 1:,} to {last:,}" if last > first + 1 else f"place {last:,}"


def _in_spans(table: PrintTable, spans: Sequence[str], most: int) -> PrintTable:
    """The table of all hotspots with the part that each row's page stands in above its rows."""
    return replace(table, lines=tuple(_grouped(table.lines, spans, most)))


def _grouped(lines: Sequence[PrintRow], spans: Sequence[str], most: int) -> Iterator[PrintRow]:
    for at, line in enumerate(lines):
        if line.kind == "row" and at % most == 0:
            yield PrintRow((f"Part {at // most + 2}: {spans[at // most]}",), "group")
        yield line
