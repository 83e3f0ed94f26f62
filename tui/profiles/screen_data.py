"""What the screen of one profile shows: what is written on it, and its figures after that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casebook.core.months import Month
from casebook.core.wording import Labels
from casebook.places.place import Place
from casebook.profiles.profile import Action, Profile
from casebook.profiles.stages import Stage
from tui.parts.open_book import OpenBook, open_book_of
from tui.profiles.list_data import together

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.access import Account
    from casebook.figures.figure import Figure
    from casebook.figures.progress import Progress
    from casebook.profiles.casefile import ProfileFile
    from casebook.store.history import HistoryEntry

VERBS = ("edit", "log", "advance", "close", "accept", "waive")


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


def load_case(book: Book, ref: str) -> ProfileScreenData:
    """One profile, what its places are called and what may be done; its figures still to come."""
    from casebook.book.code_lists import choices, labels_of
    from casebook.profiles.casefile import read_profile, refusals
    from casebook.registers.waivers import waiver_in_words

    file = read_profile(book, ref)
    coded: tuple[Stage | Action, ...] = (*file.stages, *file.actions)
    return ProfileScreenData(
        open_book_of(book),
        file,
        _tied(book, file),
        choices(book),
        {record.ref: labels_of(book, record) for record in coded},
        refusals(book, file, VERBS),
        _lead(book, file.profile),
        waiver_in_words(book, file.profile),
    )


def load_figures(book: Book, case: ProfileScreenData) -> ProfileFigures:
    """The figures of one profile in the latest month there are any for.

    Without a hotspot they are none, and the month is the last whole one.
    """
    from casebook.agenda.today.behind import latest_month
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
        together(book, targets, month, single),
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
