"""The points that candidates are looked for among, and how files give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from casebook.core.codes import COUNT_GROUPS
from casebook.core.english import counted
from casebook.core.errors import BadValue, Rejection
from casebook.core.months import Month, Window
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.progress import Progress, silent
from casebook.files.tabular import sheets
from casebook.incidents.import_columns import FACTS, Recognised
from casebook.incidents.points.counting import give_facts
from casebook.incidents.row_facts import RowFacts, Words
from casebook.incidents.types import IncidentType, members
from geo.crs import WGS84, Floats, Ints, transform


@dataclass(frozen=True)
class IncidentPoints:
    """Incidents with coordinates, as columns of one length."""

    x: Floats
    """Metres in ``crs``."""
    y: Floats
    at: Floats
    """Seconds since 1970; NaN where only the day or month is known."""
    month: Ints
    """As 202409."""
    type: Ints
    """The place of each one's type among ``types``."""
    types: tuple[IncidentType, ...]
    crs: str
    zone: ZoneInfo
    read: int
    """How many rows there were, those without coordinates among them."""
    notes: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    group: str = ""
    """The count group they are of; blank before one is chosen."""

    def __len__(self) -> int:
        return len(self.x)

    def take(
        self, which: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], *notes: str
    ) -> IncidentPoints:
        """Those for which this is true; ``notes`` say what was left out."""
        return IncidentPoints(
            self.x[which],
            self.y[which],
            self.at[which],
            self.month[which],
            self.type[which],
            self.types,
            self.crs,
            self.zone,
            self.read,
            (*self.notes, *(note for note in notes if note)),
            self.rejections,
            self.group,
        )

    @property
    def months(self) -> Window | None:
        """From the first month that a point is of to the last; None of no points."""
        if not len(self):
            return None
        first, last = int(self.month.min()), int(self.month.max())
        return Window(Month.from_code(first), Month.from_code(last))


def points_in_files(
    paths: Sequence[Path],
    *,
    crs: str,
    zone: ZoneInfo,
    today: date,
    tabs: Sequence[str] = (),
    mapping: ColumnMapping = NO_MAPPING,
    progress: Progress = silent,
) -> IncidentPoints:
    """The rows of files that have coordinates; repeated IDs stand again, and are told.

    Raises :class:`BadFile`.
    """
    gathered, recognised = _KeptFacts(crs), Recognised(mapping, wanted=FACTS | {"id"})
    found = sheets(
        paths,
        choose=recognised.choose,
        few=recognised.few,
        numeric=recognised.numeric,
        tabs=tabs,
        crs=crs,
        progress=progress,
    )
    rejections, notes = give_facts(found, recognised, gathered, today=today)
    x, y, at, month, kind = gathered.columns()
    placed = ~np.isnan(x)
    without = int(np.count_nonzero(~placed))
    said = f"{counted(len(x), 'row')} read, {without:,} of them without coordinates."
    types = tuple(IncidentType(*entry) for entry in gathered.types.values)
    whole = IncidentPoints(
        x,
        y,
        at,
        month,
        kind,
        types,
        crs,
        zone,
        len(x),
        (*notes, said, *gathered.notes()),
        rejections,
    )
    return whole.take(placed)


def only(points: IncidentPoints, window: Window | None, group: str | None) -> IncidentPoints:
    """Those of the window's months and of one of the count groups that Casebook ships.

    Crime and ASB are never added up: without a group, crime is taken where there is some, and
    said. Raises :class:`BadValue` for an unknown group.
    """
    kinds = {points.types[number].kind for number in np.unique(points.type).tolist()}
    notes = []
    if group is None and len(kinds) == 2:
        notes.append("Only crime was taken: crime and ASB aren't added up. --count asb takes ASB.")
    name = group or ("crime" if "crime" in kinds else "asb")
    if name not in COUNT_GROUPS:
        raise BadValue(
            f"There is no count group '{name}': without a casebook it is one of "
            f"{', '.join(COUNT_GROUPS)}."
        )
    wanted = members(COUNT_GROUPS[name], points.types)
    kept = np.isin(points.type, sorted(wanted))
    if window is not None:
        kept &= (points.month >= window.first.code) & (points.month <= window.last.code)
    if not kept.all():
        months = f" in {window.label}" if window else ""
        notes.append(f"{counted(int(kept.sum()), 'row')} of {name}{months} taken.")
    return replace(points.take(kept, *notes), group=name)


class _KeptFacts:
    """Takes the facts of rows as they come, and keeps them."""

    def __init__(self, crs: str) -> None:
        self.crs = crs
        self.types = Words()
        self._parts: list[tuple[Floats | Ints, ...]] = []
        self._turned = False

    def add(self, facts: RowFacts, ids: pa.ChunkedArray | None) -> None:
        """Keep the rows of a sheet, in metres."""
        x, y = facts.x, facts.y
        if facts.degrees:
            self._turned = True
            x, y = transform(x, y, WGS84, self.crs)
        self._parts.append((x, y, facts.at, facts.month, facts.type))

    def columns(self) -> tuple[Floats, Floats, Floats, Ints, Ints]:
        """What was kept, as columns."""
        if not self._parts:
            none, nothing = np.zeros(0), np.zeros(0, np.int64)
            return none, none, none, nothing, nothing
        x, y, at, month, kind = (
            np.concatenate(column) for column in zip(*self._parts, strict=True)
        )
        return x, y, at, month.astype(np.int64), kind.astype(np.int64)

    def notes(self) -> tuple[str, ...]:
        """In which system the points came, where it is another."""
        if not self._turned:
            return ()
        return (f"Points came as longitude and latitude and were turned into {self.crs}.",)
