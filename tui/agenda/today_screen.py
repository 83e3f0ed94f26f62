"""Today, the first screen: what is before one, by role and area, and the way to each of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.agenda import first_page
from tui.keys import keys_of
from tui.numbers.walking import NumbersInLists
from tui.parts.asking import FirstPaint
from tui.parts.table import LaterOption, TableRows
from tui.parts.text import line, plain, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.agenda.today.page import Today, TodayBehind
    from casebook.core.kinds import Record
    from tui.agenda.first_page import FirstPage, RestOfToday
    from tui.agenda.today_rows import Shown

EVERY = 60.0
"""Seconds after which the page is read again while it is looked at."""

_AROUND = 9
"""Lines of the screen that stand round the page, where three are said of what the cursor is on."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class TodayScreen(FirstPaint, NumbersInLists[None]):
    """What is mine to do, late first, what I wait for, and my hotspots' month; Enter opens one."""

    HEADING = "Today"
    HELP = (
        "What is before you this morning: last night's visits to account for, what is yours to do "
        "now, the late first, what you wait for from others, and the month of your hotspots. An "
        "inspector sees what is to be accepted and endorsed, a reviewer what is to be signed, the "
        "neediest first, an analyst what is asked, what is missing and what was loaded. What was "
        "refused or returned of what you asked for or endorsed stands above, until you open it. "
        "Enter opens the very thing, and on a gap in the data asks for its file; Esc comes back to "
        "its line; Space marks an action as done today. Tab goes to the numbers, and Enter on one "
        "lists the rows it was made from. m shows all that your area owes. A partner sees what the "
        "agency is asked, its actions, and the profiles shared with it. The page reads itself "
        "again every minute."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("today")

    def __init__(self) -> None:
        super().__init__()
        self.today: Today | None = None
        self.behind: TodayBehind | None = None
        self.need: tuple[str, ...] | None = None
        """The profiles to sign, the neediest first; None before that is known."""
        self.whole = False
        """Whether all that the area owes is shown."""
        self.unfolded = False
        """Whether all that waits for others is shown, however low the screen is."""
        self._rest_begun = False
        """Whether more than the first page was ever asked for."""
        self.month_comes = False
        """Whether what stands behind the first page is being read by somebody else."""
        self._lines: dict[str, Shown] = {}
        """The lines that the cursor can be on, by key."""

    @property
    def read_once(self) -> bool:
        """Whether what it shows was ever read."""
        return self.today is not None

    @property
    def in_order(self) -> bool:
        """Whether its lines are shown and stay where they are: those to sign move, by need."""
        return self.today is not None and (self.need is not None or not self._signs(self.today))

    def on_mount(self) -> None:
        """Read it again from time to time; Textual calls what the classes above do besides."""
        self.set_interval(EVERY, self._read_again)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Coming back from something, show what has changed."""
        if self.today is not None:
            self.reload()

    def _read_again(self) -> None:
        """Read the page anew while it is looked at; what is under the cursor stays there."""
        if self.today is not None and self.is_current:
            self.reload()

    def reload(self) -> None:
        """Read it: at first what is owed on case files, and the rest once that is shown."""
        whole = self.whole
        if self.today is None:
            self.ask(
                lambda book: first_page.read_first(book, whole=whole),
                self._first_read,
                group="today",
                refused=self.unread,
            )
        elif self._rest_begun:
            self._read_all(awaited=False)
        else:
            self._begin_rest()

    def _read_all(self, *, awaited: bool) -> None:
        whole = self.whole
        read = first_page.read_owed if self.month_comes and not whole else first_page.read_rest
        self.month_comes = False  # whatever is asked for later is read here
        self.ask(
            lambda book: read(book, whole=whole),
            self._all,
            group="today",
            refused=self._unread_again,
            awaited=awaited,
        )

    def _unread_again(self, error: BaseException) -> bool:
        """Stay with what is shown."""
        if self.today is not None:
            self.whole = self.today.whole
            self._heading(self.today)
        return self.unread(error)

    async def show_first(self, page: FirstPage) -> None:
        """Show the first rows."""
        self.session.open_book = page.open_book
        self.mark()
        rows = TableRows(id="today", classes="rows", markup=False)
        await self.mount_rows(rows, Static(id="detail"))
        self.today = page.today
        self.fill()
        rows.focus()

    async def _first_read(self, page: FirstPage) -> None:
        """Show the first rows, and have the rest read once they are painted."""
        await self.show_first(page)
        self.call_after_refresh(self.call_after_refresh, self._begin_rest)

    def show_behind(self, behind: TodayBehind) -> None:
        """Show what stands behind the first rows, unless the casebook itself has told it by now."""
        if self.behind is None:
            self.behind = behind
            self.fill(at_top=bool(self.query(TableRows)) and self._at_top)

    def _begin_rest(self) -> None:
        """Have the rest read, unless it is being read or the casebook isn't open yet."""
        if self.session.book is None or self._rest_begun:
            return
        self._rest_begun = True
        self.post_message(self.Listed())
        today = self.today
        if today is not None and self._signs(today):
            # it comes in another order then, and Enter is meant for its first
            self.ask(
                lambda book: first_page.read_need(book, today),
                self._ranked,
                group="today",
                refused=self.unread,
            )
        else:
            self._read_all(awaited=False)

    @staticmethod
    def _signs(today: Today) -> bool:
        """Whether there are reviews to sign."""
        return any(one.name == "sign" for one in today.parts)

    def _ranked(self, need: tuple[str, ...]) -> None:
        """Put what is to be signed in order, and have the rest read."""
        self.need = need
        self.fill(at_top=self._at_top)
        self._read_all(awaited=False)

    def _all(self, read: RestOfToday) -> None:
        first = self.today is None or not self.today.registers
        self.today, self.need, backup = read.today, read.need, read.backup
        self.behind = read.behind or self.behind
        self.fill(at_top=first and self._at_top)
        if first and backup:
            self.say(f"{backup}: Ctrl+B makes one.", error=True)

    def was_done(self, record: Record) -> None:
        """Take away what was just done; the line below takes the cursor."""
        if self.today is not None:
            self.today = self.today.without(record)
            self.fill()

    @property
    def _at_top(self) -> bool:
        """Whether the cursor is on the first line that it can be on."""
        rows = self.query_one(TableRows)
        before = range(rows.highlighted or 0)
        return all(rows.get_option_at_index(n).disabled for n in before)

    def fill(self, *, at_top: bool = False) -> None:
        """Draw the page at this width; the cursor stays on its line, or goes to the first."""
        today = self.today
        if today is None:
            return
        from tui.agenda import today_rows

        rows, gone_to = self.query_one(TableRows), self.kept_number()
        kept, at = rows.key, rows.highlighted or 0
        every = today_rows.rows(today, self.behind, self.app.size.width - 3, self.need)
        shown: Sequence[Shown] = tuple(every)
        if self.behind is not None and not self.unfolded:
            shown = today_rows.folded(shown, today, self.app.size.height - _AROUND, kept or "")
        self._lines = {one.key: one for one in shown if one.key}
        rows.set_options(
            LaterOption(one.key, one.content)
            if callable(one.content)
            else Option(one.content, id=one.key or None, disabled=not one.key)
            for one in shown
        )
        keys = [one.key for one in shown]
        found = [n for n, key in enumerate(keys) if key]
        if at_top and found:
            rows.highlighted = found[0]
        elif kept and kept in keys:
            rows.highlighted = keys.index(kept)
        elif found:
            rows.highlighted = min(found, key=lambda n: abs(n - at))
        self.go_back_to(gone_to)
        self._heading(today)
        self._detail()
        self.refresh_bindings()

    def _heading(self, today: Today) -> None:
        from casebook.core.months import day_label  # not before the first paint

        account, open_book = today.account, self.session.open_book
        day = f"{_DAYS[today.day.weekday()]} {day_label(today.day)}"
        who = account.name or account.login
        self.query_one("#what", Static).update(plain(self.HEADING, "bold $primary"))
        self.query_one("#where", Static).update(sentence(who, today.area, day))
        behind = self.behind
        coverage = behind.coverage if behind and behind.coverage else ""
        named = open_book.book if open_book else ""
        via = f"for {open_book.via}" if open_book and open_book.via else ""
        only = "read-only" if open_book and open_book.read_only else ""
        self.query_one("#viewer", Static).update(
            sentence(coverage, f"{named}, opened as {account.login}", via, only).stylize("$quiet")
        )

    @property
    def number_list(self) -> OptionList:
        """The page's lines."""
        return self.query_one(TableRows)

    @property
    def chosen(self) -> Shown | None:
        """The line the cursor is on; None before there are any."""
        rows = self.query(TableRows)
        return self._lines.get(rows.first().key or "") if rows else None

    @on(OptionList.OptionHighlighted)
    def _detail(self) -> None:
        one = self.chosen
        below = one.below if one else ""
        self.query_one("#detail", Static).update(below() if callable(below) else below)

    @on(OptionList.OptionSelected)
    def _opened(self) -> None:
        """List what a number was made from, else go to the very thing: in profile or register."""
        one = self.chosen
        if self.today is not None and self.today.account.partner:
            if one is not None:
                self._open_shared(one)
            return
        if self.open_number() or one is None:
            return
        from tui.agenda.today_rows import GAP, MORE

        if one.key == MORE:
            self.unfolded = True
            self.fill()
            return
        self.hush()
        if one.what == GAP:
            self.bring(first_page.import_taking_in, lambda _: self._fill_gap())
            return
        self._read_it(one)
        self.bring(first_page.import_screens, lambda _: self._open(one))

    def _read_it(self, one: Shown) -> None:
        """Take a line away that tells of something which is about to be read."""
        today, book = self.today, self.session.book
        left = today.read(one.key) if today else None
        if left == today or book is None:
            return
        self.today = left
        if not book.store.read_only:
            self.ask(
                lambda book: first_page.mark_read(book, one.profile, one.kind, one.id),
                lambda _: None,
                group="told",
                awaited=False,
            )

    def _open(self, one: Shown) -> None:
        """Go to the very thing."""
        from casebook.core.entry import registers
        from tui.profiles.profile_screen import ProfileScreen
        from tui.profiles.waiving import answer_waiver
        from tui.registers.register_screen import RegisterScreen

        if one.what == "waiver":
            answer_waiver(self, one.id)
            return
        register = registers().get(one.kind)
        if register is not None and register.SUBJECT != "profile":
            self.app.push_screen(RegisterScreen(register, at=one.id))
        elif one.profile:
            self.app.push_screen(ProfileScreen(one.profile, one.kind, one.id))
        else:
            self.say("It is part of no profile: its words stand below.", error=True)

    def _fill_gap(self) -> None:
        """Ask for the file that isn't loaded, or say why the account can't take one in."""
        from tui.making.begin import begin, refusal
        from tui.making.makings import IncidentsMaking

        book = self.session.book
        assert book is not None
        refused = refusal(book, IncidentsMaking)
        if refused:
            self.say(refused, error=True)
        else:
            begin(self, IncidentsMaking, self.about)

    def _open_shared(self, one: Shown) -> None:
        """Go to the very thing in a profile that is shared with a partner."""
        from tui.sharing.case_screen import SharedCaseScreen

        self.hush()
        self.app.push_screen(SharedCaseScreen(one.profile, one.kind, one.id))

    def on_resize(self, _event: events.Resize) -> None:
        """A wider screen shows more of each line."""
        self.fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A partner has no area whose work could be shown, and not everybody signs reviews."""
        book = self.session.book
        if action == "whose" and book is not None and book.account.partner:
            return False
        if action == "sitting" and not self._decides:
            return False
        return super().check_action(action, parameters)

    @property
    def _decides(self) -> bool:
        """Whether there are reviews for the account to sign or endorse."""
        parts = self.today.parts if self.today is not None else ()
        return any(part.name in ("sign", "endorse") for part in parts)

    def action_whose(self) -> None:
        """Show mine, or all that my area owes."""
        if self.today is not None:
            self.hush()
            self.whole = not self.whole
            self._say_reading(self.today)
            self._read_all(awaited=True)

    def _say_reading(self, today: Today) -> None:
        """Say at once, where the page is called by its name, what is being read."""
        owe = f"{today.area} owes" if today.area else "everybody owes"
        said = f"reading what {owe if self.whole else 'is yours'} …"
        head = Content.assemble((self.HEADING, "bold $primary"), "   ", line(said, "$quiet"))
        self.query_one("#what", Static).update(head)

    def action_done_today(self) -> None:
        """Mark the action under the cursor as done today."""
        from tui.profiles.done_today import mark_done
        from tui.profiles.sections import section_of

        one = self.chosen
        if one is not None and section_of(one.kind) == "actions":
            mark_done(self, one.profile, one.id)
        else:
            self.say("Space marks an action as done today: put the cursor on one.", error=True)

    def action_undo(self) -> None:
        """Take back that an action was done, where that was the account's own last change."""
        from tui.profiles.done_today import take_back

        take_back(self)

    def action_sitting(self) -> None:
        """Go through a month's reviews from the one under the cursor, else from the neediest."""
        from tui.profiles.sections import section_of
        from tui.reviews.sitting_screen import SittingScreen

        if self.today is not None:
            self.hush()
            one = self.chosen
            on_review = one is not None and section_of(one.kind) == "reviews"
            self.app.push_screen(SittingScreen(at=one.id if one and on_review else 0))

    def action_reload(self) -> None:
        """Read the casebook again."""
        self.hush()
        self.reload()

    def action_back(self) -> None:
        """Close the notice; there is no screen before this one."""
        self.hush()
