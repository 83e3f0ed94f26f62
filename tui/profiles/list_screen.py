"""Every profile with what is due and what the month did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.widgets import Static

from tui.keys import keys_of
from tui.parts.asking import AskingScreen, FirstPaint
from tui.parts.lists.filtering import FilteredScreen
from tui.parts.screen_edges import Notice
from tui.parts.table import WIDE, Cells, Row, Table, TableRows

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.months import Month
    from casebook.profiles.casefile import ProfileFile
    from casebook.profiles.profile import Profile
    from tui.profiles.screen_data import ProfileListData, ProfileRow, ReadFigures

SORTS = ("review", "ref", "title", "stage", "hours", "change", "overdue actions")
"""What the list is sorted by, one after the other."""
_RESTRICTED = frozenset({"propose", "accept", "refuse", "month"})
"""What not everybody may do here."""


def _profiles(book: Book) -> ProfileListData:
    """The profiles without figures; what shows them is imported here, after the first paint."""
    from tui.profiles import listing, screen_data  # noqa: F401 - the screen uses it next

    return screen_data.load_profiles(book)


def _figures(book: Book, rows: Sequence[ProfileRow], month: Month | None) -> ReadFigures:
    from tui.profiles.screen_data import read_figures

    return read_figures(book, rows, month)


class ProfilesScreen(FirstPaint, FilteredScreen):
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

    _wanted = ""
    """The profile the cursor goes to once it is listed; empty where it stays."""

    def __init__(self) -> None:
        super().__init__()
        self.data: ProfileListData | None = None
        self.sort = SORTS[0]
        self.mine = False
        self.over = False
        """Whether closed and refused profiles are shown."""
        self._reading = 0
        """How often the profiles were read."""
        self._counting = False
        """Whether figures are being read."""
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
        self._read_profiles(awaited=True)

    def _read_profiles(self, *, awaited: bool) -> None:
        self.ask(_profiles, self._found, group="profiles", refused=self.unread, awaited=awaited)

    async def _found(self, data: ProfileListData) -> None:
        before = self.data
        self._reading += 1
        if before is not None:
            self.show_data(data.after(before))
            self._count()
            return
        table = Table(empty="", id="profiles", sorted_by_screen=True)
        await self.mount_all((table, Static(id="detail")), before=self.query_one(Notice))
        self.show_data(data)
        self.query_one(TableRows).focus()
        # the rows are painted before the figures are begun
        self.call_after_refresh(self.call_after_refresh, self._begin_figures)

    def _begin_figures(self) -> None:
        self.post_message(self.Listed())
        self._count()

    @on(TableRows.Scrolled)
    def _count(self) -> None:
        """Read the figures of the rows that are looked at, unless some are being read."""
        data, rows, reading = self.data, self._uncounted(), self._reading
        if data is None or not rows or self._counting:
            return
        self._counting = True
        month = data.month
        self.ask(
            lambda book: _figures(book, rows, month),
            lambda found: self._counted(found, reading),
            group="figures",
            refused=self._uncountable,
            awaited=False,
        )

    def _uncountable(self, _error: BaseException) -> bool:
        self._counting = False
        return False

    def _counted(self, found: ReadFigures, reading: int) -> None:
        self._counting = False
        data = self.data
        if data is None:
            return
        if reading == self._reading:
            self._show_figures(data, data.with_figures(found), found.of)
        self._count()

    def _show_figures(
        self, before: ProfileListData, data: ProfileListData, refs: Iterable[str]
    ) -> None:
        """Show what was read of some profiles; the others keep their place and their line."""
        from tui.profiles import listing

        same = (before.month, before.coverage) == (data.month, data.coverage)
        if not same or self.sort in listing.BY_FIGURES:
            self.show_data(data)
            return
        self.data = data
        self.query_one(TableRows).make_again(refs)
        self._detail()
        self.refresh_bindings()

    def _uncounted(self) -> list[ProfileRow]:
        """The profiles about those on the screen without figures; or any, where they sort it."""
        from tui.profiles import listing

        data, tables = self.data, self.query(Table)
        if data is None or not tables:
            return []
        keys = tables.first().keys
        if self.sort not in listing.BY_FIGURES:
            rows = tables.first().rows
            page, top = max(rows.size.height, 20), int(rows.scroll_offset.y)
            keys = keys[max(top - page, 0) : top + 2 * page]
        return [row for key in keys if not (row := data.by_ref[key]).counted]

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Coming back from a profile, show what has changed."""
        if self.data is not None:
            self._read_profiles(awaited=False)

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
        """Show the profiles that are wanted and hold what is typed."""
        data = self.data
        if data is None:
            return
        from tui.profiles import listing

        words, mine, wide = self.words, self.mine, self.wide
        data, hidden = listing.without_over(data, over=self.over)
        shown = listing.chosen(data, words=words, mine=mine, sort=self.sort)
        self.query_one(Table).fill(
            listing.columns(data, self.sort, wide=wide),
            [self._row(row.file.profile.ref) for row in shown],
            empty=listing.empty_sentence(data, words=words, mine=mine, hidden=hidden),
        )
        if self._wanted in data.by_ref:
            self.query_one(Table).go_to(self._wanted)
            self._wanted = ""
        head = listing.heading(data, len(shown), mine=mine, sort=self.sort, hidden=hidden)
        self.query_one("#what", Static).update(head)
        self.query_one("#where", Static).update(listing.where(data))
        self.query_one("#viewer", Static).update(listing.who(data, wide=wide))
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
        return listing.cells(data.by_ref[ref], data, wide=self.wide) if data else ()

    def _chosen(self) -> ProfileRow | None:
        data, key = self.data, self.key
        return data.by_ref.get(key) if data and key else None

    @on(TableRows.OptionHighlighted)
    def _detail(self) -> None:
        from tui.profiles import listing

        data, row = self.data, self._chosen()
        text = listing.detail(row, data, wide=self.wide) if data and row else ""
        self.query_one("#detail", Static).update(text)

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
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self.fill()
        self._count()

    @on(Table.HeadingClicked)
    def _sort_by(self, event: Table.HeadingClicked) -> None:
        """Sort by the column that was clicked, where the list can be."""
        from tui.profiles import listing

        name = listing.column_names(wide=self.wide)[event.column]
        if name in SORTS:
            self.sort = name
            self.fill()
            self._count()

    def action_mine(self) -> None:
        """Show mine only, or all."""
        self.mine = not self.mine
        self.fill()

    def action_over(self) -> None:
        """Show closed and refused profiles too, or hide them."""
        self.over = not self.over
        self.fill()

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
