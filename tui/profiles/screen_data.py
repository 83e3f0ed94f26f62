"""What the screens show, read in one go by a worker: profiles joined with a month's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from casebook.core.months import Month, Window
from casebook.core.wording import Labels
from casebook.places.place import Place
from casebook.profiles.profile import Action, Profile
from casebook.profiles.stages import Stage
from tui.parts.session import OpenBook, open_book_of
from tui.parts.words import stage_or_status

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.access import Account
    from casebook.figures.figure import Figure
    from casebook.figures.progress import Progress
    from casebook.figures.table import FigureTable
    from casebook.profiles.casefile import ProfileFile
    from casebook.store.history import HistoryEntry

LISTED = ("open", "monitoring", "proposed")
"""The states of a profile that is listed without being asked for."""
VERBS = ("edit", "log", "advance", "close", "accept", "waive")


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

    @cached_property
    def searched(self) -> str:
        """What a filter looks for its words in, in small letters."""
        own = self.profile
        parts = [own.ref, own.title, stage_or_status(own), own.owner or "", own.area or ""]
        return " ".join([*parts, *(f"{ref} {name}" for ref, name in self.names.items())]).casefold()

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
    rows: tuple[ProfileRow, ...]
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

    @cached_property
    def without_over(self) -> ProfileListData:
        """The list without what is closed or refused."""
        live = tuple(row for row in self.rows if row.file.profile.status in LISTED)
        return replace(self, rows=live)

    @cached_property
    def ref_width(self) -> int:
        """The cells that the longest ref takes."""
        return max((len(row.file.profile.ref) for row in self.rows), default=3)

    def after(self, before: ProfileListData) -> ProfileListData:
        """The list with the figures of the one read ``before``, until they are read again."""
        known = before.by_ref
        rows = tuple(
            replace(row, figure=old.figure, progress=old.progress)
            if (old := known.get(row.file.profile.ref)) and (old.figure or old.progress)
            else row
            for row in self.rows
        )
        return replace(before, open_book=self.open_book, rows=rows)

    def with_file(self, file: ProfileFile) -> ProfileListData:
        """The list with one profile as it was just saved."""
        ref = file.profile.ref
        rows = (replace(row, file=file) if row.profile.ref == ref else row for row in self.rows)
        return replace(self, rows=tuple(rows))

    def with_figures(self, found: ReadFigures) -> ProfileListData:
        """The list with what was read of some of its profiles."""
        rows = tuple(
            replace(row, figure=one[0], progress=one[1], counted=True)
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
    of: Mapping[str, tuple[Figure | None, Progress | None]]
    """By the profile's ref."""
    coverage: str
    notes: tuple[str, ...]
    deciding: Mapping[str, str | None]
    backup_due: str


@dataclass(frozen=True)
class ProfileFigures:
    """The latest month of one profile's hotspots."""

    month: Month
    figure: Figure | None
    """The hotspots taken together; None without a live hotspot."""
    by_hotspot: Mapping[str, Figure]
    progress: Progress | None
    """Where its objective stands; None where it has no target to stand on the way to."""
    coverage: str
    definitions: tuple[str, ...]


@dataclass(frozen=True)
class ProfileScreenData:
    """What the screen of one profile shows at once; its figures and its history come after."""

    open_book: OpenBook
    file: ProfileFile
    places: Mapping[str, Place]
    """The hotspots it is tied to, retired ones too, by ref."""
    choices: Labels
    """What can be chosen now from each code list of the casebook."""
    labels: Mapping[str, Labels]
    """The labels of the codes in each stage and action, as they were chosen; by its ref."""
    refusals: Mapping[str, str]
    """For each verb the account may not do to this profile now, the sentence that says why."""
    lead: str = ""
    """Who leads and since when; empty where that is the police and nobody gave a day."""
    waiver: str = ""
    """That a waiver of the present gate is asked for, or why it was refused; else empty."""
    figures: ProfileFigures | None = None
    """None while they are still being read."""

    @property
    def profile(self) -> Profile:
        """The heading of the profile."""
        return self.file.profile

    @property
    def targets(self) -> tuple[str, ...]:
        """The hotspots that it is about, by ref."""
        return tuple(ref for ref in self.file.hotspots if ref in self.places)

    def with_file(self, file: ProfileFile) -> ProfileScreenData:
        """The same with what was just saved; its codes by the labels that could be chosen."""
        before: tuple[Stage | Action, ...] = (*self.file.stages, *self.file.actions)
        coded: tuple[Stage | Action, ...] = (*file.stages, *file.actions)
        fresh = {record.ref: self.choices for record in coded if record not in before}
        return replace(self, file=file, labels={**self.labels, **fresh})

    @property
    def counted(self) -> tuple[str, ...]:
        """The hotspots that the figures are of."""
        found = self.figures.by_hotspot if self.figures else ()
        return tuple(ref for ref in self.file.hotspots if ref in found)

    def called(self, ref: str) -> str:
        """A hotspot it is tied to, by ref and name."""
        return f"{ref} {self.places[ref].name if ref in self.places else ''}".strip()

    def after(self, before: ProfileScreenData | None) -> ProfileScreenData:
        """The profile with the figures of the one read ``before``, until they are read again."""
        if before is None or before.targets != self.targets:
            return self
        return replace(self, figures=before.figures)


def load_profiles(book: Book) -> ProfileListData:
    """Every profile, its figures still to come."""
    from casebook.places.hotspots import list_places
    from casebook.profiles.casefile import list_profiles

    names = {place.ref: place.name for place in list_places(book, "hotspot")}
    files = list_profiles(book, stages=False)
    rows = tuple(ProfileRow(file, None, _called(file, names)) for file in files)
    return ProfileListData(open_book_of(book), None, rows)


def read_figures(book: Book, rows: Sequence[ProfileRow], month: Month | None = None) -> ReadFigures:
    """The figures of ``rows`` in ``month``, or in the latest there are any for."""
    from casebook.agenda.behind import latest_month, own_notes
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
                _together(book, row.names, month, single),
                progress.get(row.profile.ref),
            )
            for row in rows
        },
        next((row.coverage for row in single.values() if row.coverage), ""),
        own_notes(book, table) if table else (),
        {file.profile.ref: may_edit(book, file, "accept") for file in waiting},
        backup_due(book),
    )


def load_case(book: Book, ref: str) -> ProfileScreenData:
    """One profile, what its places are called and what may be done; its figures still to come."""
    from casebook.book.code_lists import choices, labels_of
    from casebook.profiles.casefile import may_edit, read_profile
    from casebook.registers.waivers import waiver_in_words

    file = read_profile(book, ref)
    coded: tuple[Stage | Action, ...] = (*file.stages, *file.actions)
    reasons = {verb: may_edit(book, file, verb) for verb in VERBS}
    return ProfileScreenData(
        open_book_of(book),
        file,
        _tied(book, file),
        {**choices(book), **people(book, file)},
        {record.ref: labels_of(book, record) for record in coded},
        {verb: reason for verb, reason in reasons.items() if reason},
        _lead(book, file.profile),
        waiver_in_words(book, file.profile),
    )


def load_figures(book: Book, case: ProfileScreenData) -> ProfileFigures:
    """The figures of one profile in the latest month there are any for.

    Without a hotspot they are none, and the month is the last whole one.
    """
    from casebook.agenda.behind import latest_month
    from casebook.figures.progress import read_progress

    file, targets = case.file, case.targets
    if not targets:
        return ProfileFigures(Month.of(book.today) + -1, None, {}, None, "", ())
    table = latest_month(book, targets)
    month = table.window.last
    single = {row.hotspot: row for row in table.rows if row.hotspot is not None}
    progress = read_progress(book, (file,), month) if file.profile.live else {}
    return ProfileFigures(
        month,
        _together(book, targets, month, single),
        single,
        progress.get(file.profile.ref),
        next((row.coverage for row in single.values()), ""),
        table.definitions,
    )


def _tied(book: Book, file: ProfileFile) -> dict[str, Place]:
    with book.store.reading() as tx:
        refs = [link.place for link in file.places]
        return {place.ref: place for place in tx.load(Place, ref=refs, kind="hotspot")}


def _lead(book: Book, profile: Profile) -> str:
    from casebook.registers.leads import leading

    lead = leading(book, profile)
    # what the heading holds where nobody wrote a lead agency
    unsaid = lead.agency == Profile.lead_agency and lead.since is None and lead.until is None
    return "" if unsaid else f"led by {lead.says()}"


def people(book: Book, file: ProfileFile) -> Labels:
    """Who can be picked where a field names an account, with roles: those of its areas first."""
    from casebook.upkeep.accounts import accounts_near
    from tui.parts.editors import named_list

    area = file.profile.area
    near = accounts_near(book, (*file.hotspots, area) if area else file.hotspots)
    return {named_list("account"): {account.login: _person(account) for account in near}}


def _person(account: Account) -> str:
    """A login with its name, roles and area: ``sgt.h  Sgt, Harbour team (sergeant, D1)``."""
    said = ", ".join(part for part in (*account.roles, account.place or "") if part)
    return "  ".join(
        part for part in (account.login, account.name, f"({said})" if said else "") if part
    )


def load_history(book: Book, ref: str) -> tuple[HistoryEntry, ...]:
    """Every change of one profile, newest first."""
    from casebook.profiles.casefile import history_of

    return tuple(reversed(history_of(book, ref)))


def _called(file: ProfileFile, names: Mapping[str, str]) -> dict[str, str]:
    """What the profile's hotspots are called, by ref."""
    return {ref: names[ref] for ref in file.hotspots if ref in names}


def _together(
    book: Book, refs: Iterable[str], month: Month, single: Mapping[str, Figure]
) -> Figure | None:
    """The figures of hotspots taken together: an incident in two of them counts once."""
    live = [ref for ref in refs if ref in single]
    if len(live) < 2:
        return single[live[0]] if live else None
    from casebook.figures.table import figures

    return figures(book, Window(month, month), by=("force",), hotspots=live).rows[0]
