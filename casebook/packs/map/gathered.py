"""The figures of every hotspot and month, as the map takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress

from casebook.core.months import Month, Window
from casebook.core.settings import Settings
from casebook.figures.figure import Figure
from casebook.figures.progress import Progress
from casebook.packs.map.slices import ByWindow, Slices
from casebook.profiles.casefile import ProfileFile

NO_SLICES = Slices((), {}, {}, ())


@dataclass(frozen=True)
class MapFigures:
    """Everything a map is worked out from: a row per hotspot, for each step of its slider."""

    windows: tuple[Window, ...]
    """The steps: each month, then all of them together where there are several."""
    rows: tuple[tuple[Figure, ...], ...]
    """For each step a figure for each hotspot, the same hotspots in the same order."""
    together: tuple[Figure, ...]
    """For each step all hotspots as one: an incident in two of them counts once."""
    live: tuple[ProfileFile, ...]
    """Every profile that is open or monitored."""
    settings: Settings
    made_on: date
    there: tuple[tuple[bool, ...], ...] = ()
    """For each step whether each hotspot was live in it; empty where all always were."""
    slices: Slices = NO_SLICES
    """Count groups and outcomes; without them the map has the layers of figures alone."""
    results: Mapping[str, ByWindow] = field(default_factory=dict)
    """Of each kind of result how many each hotspot has; None for a step without any anywhere."""
    progress: Mapping[Month, Mapping[str, Progress]] = field(default_factory=dict)
    """Where each profile's objective stood at the end of each month, by the profile's ref."""

    @property
    def window(self) -> Window:
        """From the first month to the last."""
        return Window(self.windows[0].first, self.windows[-1].last)

    def live_of(self, step: int, values: Sequence[float | None]) -> list[float | None]:
        """The values of a step that are of hotspots live in it."""
        return list(compress(values, self.there[step]) if self.there else values)

    def live_at(self, step: int) -> int:
        """How many hotspots were live in a step."""
        return sum(self.there[step]) if self.there else len(self.rows[step])

    @property
    def hotspots(self) -> tuple[Figure, ...]:
        """A figure of each hotspot, of the last step."""
        return self.rows[-1]

    def each(self, value: Callable[[Figure], object]) -> list[list[object]]:
        """A value of every figure, step by step."""
        return [[value(row) for row in rows] for rows in self.rows]

    def kinds_of_result(self) -> list[list[int | None]]:
        """How many kinds of result each hotspot has at each step: unlike results aren't added."""
        each = [list(zip(*rows, strict=True)) for rows in zip(*self.results.values(), strict=True)]
        return [
            [None if None in counts else sum(map(bool, counts)) for counts in step] for step in each
        ]

    def stands(self, step: int, row: Figure) -> Progress | None:
        """Where the objective of a hotspot's profile stood at the end of a step."""
        found = self.progress.get(self.windows[step].last, {})
        return found.get(row.profile or "")

    def scales(self) -> list[Sequence[int]]:
        """The steps that share their classes: the months; and all of them together alone."""
        several = len(self.windows) > 1
        months = range(len(self.windows) - 1 if several else 1)
        return [months, [len(self.windows) - 1]] if several else [months]


def steps_of(window: Window) -> tuple[Window, ...]:
    """The steps of a slider over ``window``: its months, then all of it where it has several."""
    months = tuple(Window(month, month) for month in window.months)
    return (*months, window) if len(months) > 1 else months
