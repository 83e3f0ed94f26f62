"""A month's reviews in one sitting: a screen for each, decided by keys alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from casebook.core.wording import Labels
from tui import STYLES
from tui.keys import keys_of
from tui.parts.form import FormScreen
from tui.parts.picker import pick
from tui.parts.screen_edges import Notice
from tui.parts.text import line, plain
from tui.reviews import sitting_view as view
from tui.reviews.deciding import DecidingScreen
from tui.reviews.decision_box import DecisionBox
from tui.reviews.endorsing import endorse_it
from tui.reviews.returning import return_it
from tui.reviews.section import sign_form

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.months import Month
    from casebook.reviews.need import OrderOfNeed
    from casebook.reviews.review import Review
    from casebook.reviews.sitting import Sitting, SittingPage

_READING = "It is still being read: a moment, and it can be decided."
_STEPS = {"return_review": "return", "sign_whole": "sign"}


class SittingScreen(DecidingScreen):
    """One review after the other, the neediest profile first, read and decided."""

    CSS_PATH = STYLES / "sitting.tcss"
    HELP = (
        "What is left of the months before, then the month's reviews in the pack's order of "
        "need, those you can sign or endorse one after the other. ↑ ↓ and Page Up and Down move "
        "through what there is to read. s opens the decision: a digit or Space chooses, Enter "
        "goes to the reason, which the frozen figures offer and you may type over, and Enter "
        "signs and goes to the next. a signs with comments and follow-up actions. x returns it "
        "with a reason, kept as a draft until it is taken. n goes on without deciding; what "
        "isn't yours to sign is passed over, with who can. Tab goes to the figures, and Enter on "
        "one lists its rows, those that came since marked."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("sitting")
    NUMBERED = ("text",)

    def __init__(self, month: Month | None = None, *, at: int = 0) -> None:
        """The reviews of a month, else of the newest that isn't wholly signed.

        They begin with the review numbered ``at``, where that is among them and to be decided.
        """
        super().__init__()
        self.month = month
        self._at = at
        self.sitting: Sitting | None = None
        self._ahead: SittingPage | None = None
        self._empty = False
        """Whether there is nothing to read."""
        self._ordering = False
        """Whether the order of need is being read."""
        self._way = 0
        """How far to go along the month once all of it is in its order."""

    def body(self) -> ComposeResult:
        """Heading, the profile, what there is to read, the decision."""
        with Horizontal(id="heading"):
            yield Static(line("Reviews", "bold $primary"), id="what")
            yield Static(id="where")
        yield Static(id="about")
        with VerticalScroll(id="reading"):
            yield Static(line("Reading the month's reviews …", "$quiet"), id="text")
        yield DecisionBox()

    def on_mount(self) -> None:
        """Read the month."""
        self.query_one(DecisionBox).display = False
        self.query_one("#reading").focus()
        self.reload()

    def reload(self) -> None:
        """Read the month again and begin with its first review to decide."""
        month, at = self.month, self._at

        def read(book: Book) -> tuple[Sitting, Labels, str]:
            from casebook.book.code_lists import choices
            from casebook.reviews.months import review_numbered
            from casebook.reviews.sitting import read_turns

            first = review_numbered(book, at) if at else None
            return read_turns(book, month), choices(book), first.ref if first else ""

        self.ask(read, self._turns_read, group="sitting", refused=self._unread)

    def _unread(self, error: BaseException) -> bool:
        self._empty = True
        self.query_one("#text", Static).update(plain(self.session.in_words(error)))
        return True

    def _turns_read(self, found: tuple[Sitting, Labels, str]) -> None:
        """Show the review that was asked for, else find the neediest that is to be decided."""
        self.sitting, self._choices, first = found
        self.month, self._at, self._way = self.sitting.month, 0, 0
        self._ordering = False
        begin = self.sitting.turn(first)
        if begin is not None and begin.step:
            self._show(begin.review, "")
            return
        self.found, self._empty = None, False
        self._head(None)
        self.query_one("#about", Static).update("")
        self._text(view.being_ordered(self.sitting))
        self._find_order()

    def _find_order(self) -> None:
        """Put in order what waits for the account, which keys wait for; then all of the month."""
        sitting = self.sitting
        if sitting is None or self._ordering or sitting.ranked == "all":
            return
        some = sitting.waiting if sitting.ranked == "none" else None
        month, self._ordering = sitting.month, True
        self.ask(
            lambda book: _order(book, month, some),
            self._ordered,
            group="order",
            refused=self._unordered,
            awaited=some is not None,
        )

    def _unordered(self, error: BaseException) -> bool:
        self._ordering = False
        return self.found is None and self._unread(error)

    def _ordered(self, order: OrderOfNeed) -> None:
        sitting, self._ordering = self.sitting, False
        assert sitting is not None
        begun = sitting.ranked == "none"
        self.sitting = sitting.in_order(order, "waiting" if begun else "all")
        if self.found is not None:
            self._say_place(self.found)
            self._read_ahead()
        elif begun:
            self._go_on("")
        if self._empty:
            self._text(view.standing(self.sitting))
        if self._empty or self.found is not None:
            self._find_order()
        if self._way and self.sitting.ranked == "all":
            self.action_turn(self._way)

    def _go_on(self, done: str, after: Review | None = None) -> None:
        """Show the next to do ``after`` one, saying what was ``done`` and what was passed over."""
        sitting = self.sitting
        assert sitting is not None
        turn, skipped = sitting.following(after.ref if after else "")
        said = " ".join(part for part in (done, view.passed_over(skipped)) if part)
        if turn is not None:
            self._show(turn.review, said)
        elif after and self.found is not None and sitting.to_do:
            self.say(f"{after.profile} is the only one left to do.")
        else:
            self._finish(done)

    def _finish(self, done: str) -> None:
        """Say that nothing is left, and how the month stands."""
        sitting = self.sitting
        assert sitting is not None
        self.close_box()
        self.found, self._empty = None, True
        self._head(None)
        what = "Nothing is left for you to sign or endorse."
        self.query_one("#about", Static).update(line(what, "bold"))
        self._text(view.standing(sitting))
        if done:
            self.say(done)
        self.refresh_bindings()

    def _head(self, review: Review | None) -> None:
        if self.sitting is not None:
            self.query_one("#what", Static).update(view.heading(self.sitting, review))

    def action_number(self, way: int) -> None:
        """Go to the next figure; beside an open decision, to its next field."""
        if self.query_one(DecisionBox).display:
            (self.app.action_focus_next if way > 0 else self.app.action_focus_previous)()
        else:
            super().action_number(way)

    def _text(self, content: Any) -> None:
        self.leave_number()
        self.query_one("#text", Static).update(content)
        self.query_one("#reading", VerticalScroll).scroll_home(animate=False)
        self.query_one("#reading").focus()

    def _show(self, review: Review, said: str) -> None:
        """Show one review, at once where it was read ahead."""
        self.close_box()
        self.hush()
        if said:
            self.say(said)
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.review.ref == review.ref:
            self._shown(ahead)
            return
        self.found, self._empty = None, False
        self.query_one("#about", Static).update(line(f"Reading {review.profile} …", "$quiet"))
        self._text("")
        self.ask(lambda book: _read(book, review), self._shown, group="page")

    def _shown(self, page: SittingPage) -> None:
        sitting, open_book = self.sitting, self.session.open_book
        assert sitting is not None
        assert open_book is not None
        self.found = page
        if self._notice_says(_READING):
            self.hush()
        self._say_place(page)
        self._text(view.to_read(page, open_book.today))
        self.refresh_bindings()
        self._find_order()
        if sitting.ranked == "all":
            self._read_ahead()

    def _say_place(self, page: SittingPage) -> None:
        """Say above a review which it is, and where it stands."""
        sitting, open_book = self.sitting, self.session.open_book
        assert sitting is not None
        assert open_book is not None
        self._head(page.review)
        self.query_one("#about", Static).update(view.about(page, sitting, open_book.today))

    def _read_ahead(self) -> None:
        """Read the review that comes after the one that is shown."""
        sitting, page = self.sitting, self.found
        assert sitting is not None
        assert page is not None
        following, _ = sitting.following(page.review.ref)
        if following is not None:
            coming = following.review
            self.ask(
                lambda book: _read(book, coming),
                self._keep_ahead,
                group="ahead",
                awaited=False,
            )

    def _notice_says(self, sentence: str) -> bool:
        return any(notice.said == sentence for notice in self.query(Notice))

    def _keep_ahead(self, page: SittingPage) -> None:
        self._ahead = page

    # --- what is done

    def refusal(self, action: str) -> str | None:
        """The sentence the step itself would be refused with."""
        if action not in (*_STEPS, "sign"):
            return None
        page = self.found
        if page is None:
            return "There is no review here to decide." if self._empty else _READING
        if action == "sign" and self._endorses(page):
            return None
        return page.refusals.get(_STEPS.get(action, "sign"))

    def labelled(self, binding: Binding) -> str:
        """The key that says yes by what that is here."""
        page = self.found
        endorses = binding.action == "sign" and page is not None and self._endorses(page)
        return "Endorse" if endorses else super().labelled(binding)

    @staticmethod
    def _endorses(page: SittingPage) -> bool:
        """Whether saying yes is endorsing, because it can't be signed yet."""
        return "sign" in page.refusals and "endorse" not in page.refusals

    def action_sign(self) -> None:
        """Open the decision, or ask whether it is endorsed where that comes first."""
        page = self.found
        if page is None or self._busy:
            return
        self.hush()
        if self._endorses(page):
            self._endorse(page.review)
            return
        self.begin_decision(page)

    def reread(self) -> None:
        """Show the review as it stands now, after somebody else changed it."""
        said = self.query_one(Notice).said
        if self.found is not None:
            self._show(self.found.review, "")
            if said:
                self.say(said, error=True)

    def read_anew(self, said: str) -> None:
        """Show the review as it stands now, with what was typed kept as a draft."""
        assert self.found is not None
        if self._drafts is not None:
            self._drafts.keep()
        self._show(self.found.review, said)

    def decided(self, review: Review) -> None:
        """Go on to the next."""
        self._stepped(review, "signed")

    def _stepped(self, review: Review, step: str) -> None:
        """Go on to the next, once a step was taken."""
        assert self.sitting is not None
        self._busy = False
        self.sitting = self.sitting.after(review)
        self.settled(review)
        self._go_on(f"{review.profile} {step}.", review)

    def _endorse(self, review: Review) -> None:
        endorse_it(self, review, lambda done: self._stepped(done, "endorsed"))

    def action_return_review(self) -> None:
        """Return it to its owner with the reason."""
        page = self.found
        if page is None or self._busy:
            return
        self.hush()

        def returned(review: Review | None) -> None:
            if review is not None:
                self._stepped(review, "returned")

        return_it(self, page.review, returned)

    def action_sign_whole(self) -> None:
        """Sign it on the whole form, with comments and follow-up actions."""
        page = self.found
        if page is None or self._busy:
            return
        self.hush()
        drafts = self._drafts
        typed = self.query_one(DecisionBox).typed() if drafts is not None else {}
        form = sign_form(page.review, typed, offered=page.reason)

        def signed(review: Review | None) -> None:
            if review is not None:
                self._stepped(review, "signed")

        self.close_box()
        if drafts is not None:
            drafts.drop()  # the form keeps it from here on
        self.app.push_screen(FormScreen(form, self._choices), signed)

    # --- where to

    def action_following(self) -> None:
        """Go on to the next that can be decided."""
        if self.sitting is not None and not self._busy:
            shown = self.found.review if self.found else None
            self.leave_box(lambda: self._go_on("", shown))

    def action_turn(self, way: int) -> None:
        """Read the review before or after in the order of need, whoever decides on it."""
        sitting = self.sitting
        if sitting is None or self._busy or not sitting.every:
            return
        if sitting.ranked != "all":
            self._way += way
            self.say("The order of the whole month is being read …")
            return
        self._way, keys = 0, [turn.key for turn in sitting.every]
        at = keys.index(self.found.review.ref) if self.found else 0 if way < 0 else -1
        review = sitting.every[(at + way) % len(keys)].review
        self.leave_box(lambda: self._show(review, ""))

    @property
    def about(self) -> Mapping[str, str]:
        """The month whose reviews are looked at."""
        return {"month": str(self.month)} if self.month else {}

    def action_month(self) -> None:
        """Pick another month."""
        sitting = self.sitting
        if sitting is not None:
            options = {str(month): month.label for month in sitting.months}
            pick(self, "Reviews of which month", options, self._to_month, at=str(sitting.month))

    def _to_month(self, code: str) -> None:
        from casebook.core.months import Month

        self.month, self._ahead = Month.parse(code), None
        self.leave_box(self.reload)

    def action_back(self) -> None:
        """Close the decision, else the sitting."""
        if self._busy:
            return
        if self.query_one(DecisionBox).display:
            kept = bool(self.query_one(DecisionBox).typed())
            self.leave_box(lambda: self.say("Kept as a draft: s shows it.") if kept else None)
        else:
            self.dismiss(None)


def _order(book: Book, month: Month, some: frozenset[str] | None) -> OrderOfNeed:
    from casebook.reviews.meeting import read_order

    return read_order(book, month, some)


def _read(book: Book, review: Review) -> SittingPage:
    from casebook.reviews.sitting import read_page

    return read_page(book, review.profile, review.month)
