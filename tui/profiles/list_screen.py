"""Every profile with what is due and what the month did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.widgets import Static

from casebook.profiles.listing.asked import ORDERS, ProfilesAsked
from tui.keys import keys_of
from tui.parts.asking import AskingScreen, FirstPaint
from tui.parts.lists.paging import PagedScreen
from tui.parts.lists.whose import ALL, AREA, MINE, whose_at_first, whose_next
from tui.parts.open_book import open_book_of
from tui.parts.table import WIDE, Cells, Row, Table, TableRows

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.months import Month
    from casebook.profiles.casefile import ProfileFile
    from casebook.profiles.listing.pages import ListedProfile, ProfilesPage
    from casebook.profiles.profile import Profile
    from casebook.store.pages.page import After
    from tui.profiles.list_data import ProfileListData, ProfileRanks, ProfileRow, ReadFigures

_REACH = 600
"""So far down the cursor stays on its profile where the order changes; else it goes to the top."""
SORTS = ("review", "ref", "title", "stage", "hours", "change", "overdue actions")
"""What the list is sorted by, one after the other."""
_RESTRICTED = frozenset({"propose", "accept", "refuse", "month"})
"""What not everybody may do here."""


def _ranks(book: Book, month: Month | None) -> ProfileRanks:
    from tui.profiles.list_data import read_ranks

    return read_ranks(book, month)


def _figures(book: Book, rows: Sequence[ProfileRow], month: Month | None) -> ReadFigures:
    from tui.profiles.list_data import read_figures

    return read_figures(book, rows, month)


class ProfilesScreen(FirstPaint, PagedScreen["ListedProfile"]):
    """The list of profiles: sorted, filtered, mine or all; Enter opens one."""

    FILTER_HINT = "words in ref, title, hotspot, stage or owner"
    HEADING = "Problem profiles"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual declares it
    HELP = (
        "Every problem profile with its stage, its next review, the officer-hours delivered of "
        "those planned and the month's change in its own count group (SV: serious violence). "
        "▲ and ▼ mark a change outside usual variation. a proposes a profile; s accepts and x "
        "refuses a proposed one. Closed and refused profiles are shown by C, and come last. "
        "d shows what is due, k what to task, r the registers; M opens a month's reviews, and n "
        "goes through those that are yours to sign or endorse, the neediest first."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("profiles")

    page_of: ProfilesPage | None = None
    _wanted = ""
    """The profile the cursor goes to once it is listed; empty where it stays."""

    def __init__(self) -> None:
        super().__init__()
        self.data: ProfileListData | None = None
        self.sort = SORTS[0]
        self._whose = ""
        """Whose profiles were asked for; empty where that wasn't said."""
        self.over = False
        """Whether closed and refused profiles are shown."""
        self._counting = False
        """Whether figures are being read."""
        self._ranks: ProfileRanks | None = None
        """The order of all profiles by their figures, once it was worked out."""
        self._ranking = False
        """Whether it is being worked out."""
        self._rows: dict[str, Row] = {}
        """The table's row of each profile by its ref, made when it is first listed."""

    @property
    def read_once(self) -> bool:
        """Whether what it shows was ever read."""
        return self.data is not None

    @property
    def wide(self) -> bool:
        """Whether there is room for every column."""
        return self.size.width >= WIDE

    def reload(self) -> None:
        """Read everything again: the profiles at once, their figures right after."""
        self.look(at_least=len(self.data.rows) if self.data else 0, awaited=True)

    @property
    def question(self) -> ProfilesAsked:
        """What is listed, and in which order: by ref until an order is worked out."""
        book = self.session.book
        login, area = (book.account.login, book.account.place or "") if book else ("", "")
        return ProfilesAsked(
            tuple(self.words),
            login if self.whose == MINE else "",
            area if self.whose == AREA else "",
            self.over,
            "ref" if self.pending else self.sort,
            self._wanted or self.key or "",
            0 if self._wanted else _REACH,
        )

    @property
    def whose(self) -> str:
        """Mine, my area's or all: my area's at first, where the account is bound to one."""
        book = self.session.book
        return self._whose or whose_at_first(book.account.place if book else None)

    @property
    def pending(self) -> bool:
        """Whether the list is to be sorted by what is still to be worked out."""
        return self.by_figures and self._ranks is None

    @property
    def by_figures(self) -> bool:
        """Whether the list is to be sorted by what no database knows."""
        return self.sort not in ORDERS

    def read_page(
        self, book: Book, question: ProfilesAsked, size: int, after: After | None
    ) -> ProfilesPage:
        """So many profiles; what shows them is imported here, after the first paint."""
        from casebook.profiles.listing.pages import read_profiles
        from tui.profiles import listing, preview  # noqa: F401 - the screen uses them next

        ranks = self._ranks
        rank = ranks.by.get(question.order) if ranks else None
        return read_profiles(book, question, size, after, rank=rank)

    async def show_page(self) -> None:
        """Show the profiles that were read, and begin to read their figures."""
        from tui.profiles.list_data import ProfileListData

        page, book, before = self.page_of, self.session.book, self.data
        assert page is not None
        assert book is not None
        data = before or ProfileListData(open_book_of(book), None, page)
        data = replace(data.showing(page), open_book=open_book_of(book))
        if before is not None:
            self.show_data(data)
            if self._wanted and self.whose == AREA and not self.words:
                # what was just proposed lies in another area
                self._whose = ALL
                self.look()
            self._count()
            self._rank()
            return
        from tui.profiles.preview import ProfilePreview

        table = Table(empty="", id="profiles", sorted_by_screen=True)
        await self.mount_rows(table, ProfilePreview(id="detail"))
        self.show_data(data)
        self.query_one(TableRows).focus()
        # the rows are painted before the figures are begun
        self.call_after_refresh(self.call_after_refresh, self._begin_figures)

    def unanswered(self, error: BaseException) -> bool:
        """Keep what is shown, where anything is; what went wrong is said."""
        super().unanswered(error)
        return self.unread(error)

    def added(self) -> None:
        """Show the profiles read on without figures, until those are read."""
        if self.data is not None and self.page_of is not None:
            self.data = self.data.showing(self.page_of)
            self._count()

    def row_of(self, found: ListedProfile) -> Row:
        """The row of a profile."""
        return self._row(found.file.profile.ref)

    def _rank(self) -> None:
        """Work out the order by figures, where it is asked for and isn't known as things stand."""
        data, ranks = self.data, self._ranks
        known = data is not None and ranks is not None and ranks.head == data.page.head
        if data is None or not self.by_figures or known or self._ranking:
            return
        self._ranking = True
        month = data.month
        self.ask(
            lambda book: _ranks(book, month),
            self._ranked,
            group="ranks",
            refused=self._unranked,
            awaited=False,
        )

    def _ranked(self, found: ProfileRanks) -> None:
        self._ranks, self._ranking = found, False
        if self.by_figures:
            self.look()

    def _unranked(self, _error: BaseException) -> bool:
        self._ranking = False
        return False

    def _begin_figures(self) -> None:
        self.post_message(self.Listed())
        self._count()

    @on(TableRows.Scrolled)
    def _count(self) -> None:
        """Read the figures of the rows that are looked at, unless some are being read."""
        data, rows = self.data, self._uncounted()
        if data is None or not rows or self._counting:
            return
        self._counting = True
        month, head = data.month, data.page.head
        self.ask(
            lambda book: _figures(book, rows, month),
            lambda found: self._counted(found, head),
            group="figures",
            refused=self._uncountable,
            awaited=False,
        )

    def _uncountable(self, _error: BaseException) -> bool:
        self._counting = False
        return False

    def _counted(self, found: ReadFigures, head: str) -> None:
        self._counting = False
        data = self.data
        if data is None:
            return
        if head == data.page.head:
            self._show_figures(data, data.with_figures(found), found.of)
        self._count()

    def _show_figures(
        self, before: ProfileListData, data: ProfileListData, refs: Iterable[str]
    ) -> None:
        """Show what was read of some profiles; the others keep their place and their line."""
        if (before.month, before.coverage) != (data.month, data.coverage):
            self.show_data(data)
            return
        self.data = data
        self.query_one(TableRows).make_again(refs)
        self._detail()
        self.refresh_bindings()

    def _uncounted(self) -> list[ProfileRow]:
        """The profiles about those on the screen whose figures weren't read."""
        data, tables = self.data, self.query(Table)
        if data is None or not tables:
            return []
        rows = tables.first().rows
        page, top = max(rows.size.height, 20), int(rows.scroll_offset.y)
        keys = tables.first().keys[max(top - page, 0) : top + 2 * page]
        return [row for key in keys if (row := data.by_ref.get(key)) and not row.counted]

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Coming back from a profile, show what has changed."""
        if self.data is not None:
            self.look_again()

    def show_data(self, data: ProfileListData) -> None:
        """Show what was read."""
        first = self.data is None or self.data.month is None
        self.data = data
        self.session.open_book = data.open_book
        self.mark()
        self.fill()
        if first:
            due = [f"{data.backup_due}: Ctrl+B makes one."] if data.backup_due else []
            if data.notes or due:
                self.say(" ".join((*data.notes[:1], *due)), error=True)

    def stands(self, saved: ProfileFile) -> None:
        """Show a profile as it was saved."""
        if self.data is not None:
            self.show_data(self.data.with_file(saved))

    def fill(self) -> None:
        """Show the profiles that were read."""
        data = self.data
        if data is None:
            return
        from tui.profiles import listing

        asked = self.question
        self.query_one(Table).fill(
            listing.columns(data, self.sort, self.size.width),
            [self._row(row.file.profile.ref) for row in data.rows],
            empty=listing.empty_sentence(data, asked),
            more=data.page.after is not None,
        )
        if self._wanted in data.by_ref:
            self.query_one(Table).go_to(self._wanted)
            self._wanted = ""
        head = listing.heading(data, asked, self.sort, pending=self.pending)
        self.query_one("#what", Static).update(head)
        self.query_one("#where", Static).update(listing.where(data))
        self.query_one("#viewer", Static).update(listing.who(data, wide=self.wide))
        self._detail()
        self.refresh_bindings()

    def _row(self, ref: str) -> Row:
        found = self._rows.get(ref)
        if found is None:
            found = self._rows[ref] = Row(ref, partial(self._cells, ref))
        return found

    def _cells(self, ref: str) -> Cells:
        """What stands in a row now."""
        from tui.profiles import listing

        data = self.data
        return listing.cells(data.by_ref[ref], data, self.size.width) if data else ()

    def _chosen(self) -> ProfileRow | None:
        data, key = self.data, self.key
        return data.by_ref.get(key) if data and key else None

    @on(TableRows.OptionHighlighted)
    def _detail(self) -> None:
        from tui.profiles.preview import ProfilePreview

        if self.data is not None:
            preview = self.query_one(ProfilePreview)
            preview.show(self._chosen(), self.data, wide=self.wide)

    @on(TableRows.OptionSelected)
    def _opened(self, event: TableRows.OptionSelected) -> None:
        if event.option_id is not None:
            self.open_profile(event.option_id)

    def open_profile(self, ref: str) -> None:
        """Show one profile, in the stage it is at."""
        from tui.profiles.profile_screen import ProfileScreen

        self.app.push_screen(ProfileScreen(ref))

    def leave(self) -> None:
        """Go back to the screen before, where there is one."""
        if self.app.screen_stack[0] is not self:
            self.dismiss(None)

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._sort(SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)])

    def _sort(self, by: str) -> None:
        """Sort by a column: at once, or once what it shows is worked out of all profiles."""
        self.sort = by
        self._rank()
        self.look()

    @on(Table.HeadingClicked)
    def _sort_by(self, event: Table.HeadingClicked) -> None:
        """Sort by the column that was clicked, where the list can be."""
        from tui.profiles import listing

        name = listing.column_names(self.size.width)[event.column]
        if name in SORTS:
            self._sort(name)

    def action_whose(self) -> None:
        """Show what is mine, my area's, or everybody's."""
        book = self.session.book
        if book is not None:
            self._whose = whose_next(self.whose, book.account.place)
            self.look()

    def action_over(self) -> None:
        """Show closed and refused profiles too, or hide them."""
        self.over = not self.over
        self.look()

    def refusal(self, action: str) -> str | None:
        """Who may propose, and who may decide on the profile under the cursor."""
        book, data = self.session.book, self.data
        if book is None or data is None or action not in _RESTRICTED:
            return None
        if data.open_book.read_only:
            return f"{data.open_book.book} is open read-only: it can be read, not changed."
        if action in ("propose", "month"):
            from casebook.core.access import may

            return may(book.account, "propose" if action == "propose" else "open month")
        row = self._chosen()
        if row is None or row.profile.status != "proposed":
            what = f"{row.profile.ref} is {row.profile.status}" if row else "There is no profile"
            return f"{what}: only a proposed profile is accepted or refused."
        return data.deciding.get(row.profile.ref)

    def action_propose(self) -> None:
        """Propose a profile: title, where, who asked and the harm."""
        if self.data is not None:
            from tui.profiles import intake

            self.hush()
            intake.propose(self, self._go_to)

    def _go_to(self, ref: str) -> None:
        """Put the cursor on a profile once it is listed."""
        self._wanted = ref

    def action_accept(self) -> None:
        """Open the proposed profile under the cursor."""
        from tui.profiles import intake

        self._decide(intake.accept)

    def action_refuse(self) -> None:
        """Refuse the proposed profile under the cursor."""
        from tui.profiles import intake

        self._decide(intake.refuse)

    def action_month(self) -> None:
        """Open the reviews of the last whole month, or of another."""
        if self.data is not None:
            from casebook.core.months import Month
            from tui.reviews.month_opening import open_the_month

            self.hush()
            open_the_month(self, Month.of(self.data.open_book.today) + -1)

    def action_sitting(self) -> None:
        """Go through the month's reviews, the neediest profile first."""
        from tui.reviews.sitting_screen import SittingScreen

        if self.data is not None:
            self.hush()
            self.app.push_screen(SittingScreen())

    def _decide(self, how: Callable[[AskingScreen[None], Profile], None]) -> None:
        row = self._chosen()
        if row is not None:
            self.hush()
            how(self, row.profile)

    def action_reload(self) -> None:
        """Read the casebook again."""
        self.hush()
        self.reload()
