"""Opening a month: every profile's review of it begins, with the figures as they are loaded now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.core.english import counted
from casebook.core.fields import encode, field
from casebook.core.months import Month, day_label
from casebook.core.wording import AS_SHIPPED
from tui.parts.asking import AskingScreen
from tui.parts.dialogs import ChoiceScreen
from tui.parts.form import fill_in
from tui.parts.forms import Form
from tui.parts.text import plain

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.reviews.months import MonthOpened


@dataclass(frozen=True)
class Opening:
    """The month to open and its data cut-off."""

    month: Month = field("Month", help="A month that is over.", example="2024-11")
    cut_off: date = field(
        "Data cut-off",
        help="Figures are taken from what is loaded now; not before the newest file.",
    )


@dataclass(frozen=True)
class Ahead:
    """What opening a month would do."""

    opening: Opening
    wanted: int
    """Profiles that would get a review."""
    there: int
    """Profiles whose review of the month is open already."""

    def says(self) -> str:
        """What will happen, in a few sentences."""
        month, day = self.opening.month.label, day_label(self.opening.cut_off)
        already = f"{counted(self.there, 'profile')} had the review of {month} opened before. "
        if not self.wanted:
            return f"{already}Nobody is left without one: there is nothing to open."
        return (
            f"{counted(self.wanted, 'profile')} get a review of {month}, to be updated by the "
            f"owner, endorsed and signed. Its figures are those loaded by {day}, and from then on "
            f"stay as they are. {already if self.there else ''}"
        ).strip()


def look_ahead(book: Book, month: Month) -> Ahead:
    """What opening ``month`` with today's cut-off would do; raises :class:`NotAllowed`."""
    from casebook.profiles.casefile import list_profiles
    from casebook.reviews.months import list_reviews

    book.require("open month")
    there = {review.profile for review in list_reviews(book, month=month)}
    live = [
        file.profile
        for file in list_profiles(book, stages=())
        if file.profile.status in ("open", "monitoring")
        and (file.profile.opened is None or file.profile.opened <= month.last)
    ]
    wanted = [profile for profile in live if profile.ref not in there]
    return Ahead(Opening(month, book.today), len(wanted), len(live) - len(wanted))


def open_it(book: Book, opening: Opening) -> MonthOpened:
    """Open the month."""
    from casebook.reviews.months import open_month

    return open_month(book, opening.month, cut_off=opening.cut_off)


def opening_form(opening: Opening) -> Form:
    """The form of another month or cut-off."""
    initial = encode(opening)

    def save(book: Book, changes: Mapping[str, Any], _version: int | None) -> MonthOpened:
        from casebook.core.fields import decode

        return open_it(book, decode(Opening, {**initial, **changes}))

    return Form("Open a month's reviews", opening, save=save, does="Open the month")


def said_of(done: MonthOpened) -> str:
    """What opening the month did, in a sentence or two."""
    month = done.month.label
    said = f"Opened the review of {month} for {counted(len(done.opened), 'profile')}"
    said += f", data to {day_label(done.cut_off)}." if done.opened else "."
    if done.already:
        said += f" {counted(len(done.already), 'profile')} had one already."
    if done.later:
        said += f" {counted(len(done.later), 'profile')} opened after it owe none."
    return said


def open_the_month(screen: AskingScreen[None], month: Month) -> None:
    """Say what opening ``month`` will do and do it, or ask for another month or cut-off."""

    def opened(done: MonthOpened) -> None:
        screen.changed(said_of(done))

    def ask(ahead: Ahead) -> None:
        answers = {"y": f"Open {ahead.opening.month.label}"} if ahead.wanted else {}
        answers["m"] = "Another month, or another data cut-off"

        def answered(answer: str | None) -> None:
            if answer == "y":
                screen.ask(lambda book: open_it(book, ahead.opening), opened, group="month")
            elif answer == "m":
                fill_in(screen, opening_form(ahead.opening), AS_SHIPPED, opened)

        title = f"Open the reviews of {ahead.opening.month.label}"
        dialog = ChoiceScreen(title, plain(ahead.says()), answers, leave="opens nothing")
        screen.app.push_screen(dialog, answered)

    screen.ask(lambda book: look_ahead(book, month), ask, group="month")
