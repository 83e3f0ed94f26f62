"""What the list of profiles shows: those that were read, joined with a month's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from casebook.core.months import Month, Window
from casebook.profiles.listing.pages import ListedProfile, ProfilesPage, Rank
from casebook.profiles.profile import Action, Profile
from tui.parts.open_book import OpenBook

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.figure import Figure
    from casebook.figures.progress import Progress
    from casebook.figures.table import FigureTable
    from casebook.profiles.casefile import ProfileFile


@dataclass(frozen=True)
class ProfileRow:
    """One profile as the list shows it."""

    file: ProfileFile
    figure: Figure | None
    """Its hotspots' figures of the month, taken together; None without a live hotspot."""
    names: Mapping[str, str]
    """What its hotspots are called, by ref."""
    progress: Progress | None = None
    """Where its objective stands; None where it has no target to stand on the way to."""
    counted: bool = False
    """Whether its figures were read since it was."""
    live: tuple[str, ...] = ()
    """The hotspots that its figure is of."""

    @property
    def pending(self) -> bool:
        """Whether its figures are still to come."""
        return not self.counted and self.figure is None

    @property
    def profile(self) -> Profile:
        """The heading of the profile."""
        return self.file.profile

    def overdue_actions(self, today: date) -> tuple[Action, ...]:
        """The actions that were due before today and aren't done."""
        return tuple(action for action in self.file.actions if action.overdue(today))


@dataclass(frozen=True)
class ProfileListData:
    """Everything the list of profiles shows."""

    open_book: OpenBook
    month: Month | None
    """The month of the figures; None while they are still being read."""
    page: ProfilesPage
    """The profiles that were read."""
    rows: tuple[ProfileRow, ...] = ()
    """The same with their figures, as far as those were read."""
    coverage: str = ""
    """How far delivered hours are known: ``claims to 30 Nov 2024, sheets to 17 Dec 2024``."""
    notes: tuple[str, ...] = ()
    """What must be said of the figures to who looks: what concerns their area."""
    backup_due: str = ""
    """What to say where the casebook's last backup is old; empty where none is due."""
    deciding: Mapping[str, str | None] = field(default_factory=dict)
    """For each proposed profile why the account may not decide on it; None where it may.

    Read with the figures; until then deciding itself says it."""

    @cached_property
    def by_ref(self) -> Mapping[str, ProfileRow]:
        """Its rows by the profile's ref."""
        return {row.file.profile.ref: row for row in self.rows}

    def showing(self, page: ProfilesPage) -> ProfileListData:
        """The list of what was read anew, with the figures that are known.

        They are read again where the casebook isn't as it was.
        """
        known, same = self.by_ref, page.head == self.page.head

        def row(listed: ListedProfile) -> ProfileRow:
            old = known.get(listed.file.profile.ref)
            if old is None:
                return ProfileRow(listed.file, None, listed.names)
            counted = same and old.counted
            known_of_it = (old.figure, listed.names, old.progress, counted, old.live)
            return ProfileRow(listed.file, *known_of_it)

        return replace(self, page=page, rows=tuple(map(row, page.rows)))

    def with_file(self, file: ProfileFile) -> ProfileListData:
        """The list with one profile as it was just saved."""
        ref = file.profile.ref
        rows = (replace(row, file=file) if row.profile.ref == ref else row for row in self.rows)
        return replace(self, rows=tuple(rows))

    def with_figures(self, found: ReadFigures) -> ProfileListData:
        """The list with what was read of some of its profiles."""
        rows = tuple(
            replace(row, figure=one[0], progress=one[1], counted=True, live=one[2])
            if (one := found.of.get(row.file.profile.ref))
            else row
            for row in self.rows
        )
        return replace(
            self,
            month=found.month,
            rows=rows,
            coverage=found.coverage or self.coverage,
            notes=found.notes,
            deciding={**self.deciding, **found.deciding},
            backup_due=found.backup_due,
        )


@dataclass(frozen=True)
class ReadFigures:
    """A month's figures of some profiles of the list, and what is read with them."""

    month: Month
    of: Mapping[str, tuple[Figure | None, Progress | None, tuple[str, ...]]]
    """By the profile's ref, with the hotspots that the figure is of."""
    coverage: str
    notes: tuple[str, ...]
    deciding: Mapping[str, str | None]
    backup_due: str


def read_figures(book: Book, rows: Sequence[ProfileRow], month: Month | None = None) -> ReadFigures:
    """The figures of ``rows`` in ``month``, or in the latest there are any for."""
    from casebook.agenda.today.behind import latest_month, own_notes
    from casebook.figures.progress import read_progress
    from casebook.figures.table import figures
    from casebook.profiles.casefile import list_profiles, may_edit
    from casebook.upkeep.backup import backup_due

    hotspots = tuple(dict.fromkeys(ref for row in rows for ref in row.names))
    table: FigureTable | None
    if month is None:
        table = latest_month(book, hotspots)
    else:
        table = figures(book, Window(month, month), hotspots=hotspots) if hotspots else None
    month = table.window.last if table else month
    assert month is not None
    single = {row.hotspot: row for row in table.rows if row.hotspot is not None} if table else {}
    files = list_profiles(book, [row.profile.ref for row in rows])
    progress = read_progress(book, (file for file in files if file.profile.live), month)
    waiting = (file for file in files if file.profile.status == "proposed")
    return ReadFigures(
        month,
        {
            row.profile.ref: (
                together(book, row.names, month, single),
                progress.get(row.profile.ref),
                tuple(ref for ref in row.names if ref in single),
            )
            for row in rows
        },
        next((row.coverage for row in single.values() if row.coverage), ""),
        own_notes(book, table) if table else (),
        {file.profile.ref: may_edit(book, file, "accept") for file in waiting},
        backup_due(book),
    )


@dataclass(frozen=True)
class ProfileRanks:
    """All profiles in the order of what figures say of them, worked out once."""

    head: str
    """The newest entry of the history when they were: while it stands, so do they."""
    by: Mapping[str, Rank]
    """For each of :data:`BY_FIGURES` a number for each profile by its ref."""


def _fall(figure: Figure) -> float | None:
    if figure.count is None or figure.count_previous is None:
        return None
    return figure.count_previous - figure.count


BY_FIGURES: Mapping[str, Callable[[Figure], float | None]] = {
    "hours": lambda figure: figure.delivered_share,
    "change": _fall,
}
"""What the list is sorted by that no database knows: the least of the plan delivered first, and
the month's largest rise; a profile without a figure comes last."""


def read_ranks(book: Book, month: Month | None = None) -> ProfileRanks:
    """The order of all profiles by the figures of ``month``, or of the latest there are any for."""
    from casebook.agenda.today.behind import latest_month
    from casebook.figures.table import figures
    from casebook.profiles.casefile import list_profiles

    with book.store.reading() as tx:
        head = tx.history.head()
    table = latest_month(book) if month is None else figures(book, Window(month, month))
    single = {row.hotspot: row for row in table.rows if row.hotspot is not None}
    found = {
        file.profile.ref: figure
        for file in list_profiles(book, stages=())
        if (figure := together(book, file.hotspots, table.window.last, single)) is not None
    }
    return ProfileRanks(
        head,
        {
            name: {ref: n for ref, one in found.items() if (n := number(one)) is not None}
            for name, number in BY_FIGURES.items()
        },
    )


def together(
    book: Book, refs: Iterable[str], month: Month, single: Mapping[str, Figure]
) -> Figure | None:
    """The figures of hotspots taken together: an incident in two of them counts once."""
    live = [ref for ref in refs if ref in single]
    if len(live) < 2:
        return single[live[0]] if live else None
    from casebook.figures.table import figures

    return figures(book, Window(month, month), by=("force",), hotspots=live).rows[0]
