"""A waiver that was asked for: read, given or refused, wherever it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from casebook.core.wording import day
from tui.parts.dialogs import ChoiceScreen
from tui.parts.reason import ReasonScreen
from tui.parts.text import plain

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.profiles.casefile import ProfileFile
    from casebook.registers.casework import Request
    from casebook.registers.waivers import WaiverAsked
    from tui.parts.asking import AskingScreen


def answer_waiver(screen: AskingScreen[Any], number: int) -> None:
    """Show what request ``number`` asks for and what the gate lacks; give the waiver or refuse."""

    def read(book: Book) -> WaiverAsked:
        from casebook.registers.waivers import read_waiver

        return read_waiver(book, number)

    screen.ask(read, lambda found: _decide(screen, found), group="waiver")


def _decide(screen: AskingScreen[Any], found: WaiverAsked) -> None:
    def answered(answer: str | None) -> None:
        if answer == "y":
            _give(screen, found)
        elif answer == "x":
            _refuse(screen, found)
        elif answer == "o":
            from tui.profiles.profile_screen import ProfileScreen

            screen.app.push_screen(ProfileScreen(found.profile.ref))

    answers = {"y": "Waive it: the profile moves on"} if found.waits else {}
    answers |= {"x": "Refuse it, with the reason", "o": "Open the profile"}
    question = ChoiceScreen(_title(found), _to_read(found), answers, leave="leaves it")
    screen.app.push_screen(question, answered)


def _title(found: WaiverAsked) -> str:
    return f"Waive the gate of {found.request.stage} of {found.profile.ref}"


def _to_read(found: WaiverAsked) -> Content:
    """What it is about, who asks and why, what the gate lacks."""
    from casebook.registers.waivers import why_asked

    request, profile = found.request, found.profile
    asked = f"{request.asked_by} asked for it on {day(request.at)}: {why_asked(request)}"
    lines = [plain(profile.title, "bold"), plain(asked)]
    if not found.waits:
        gone = f"{profile.ref} is at {profile.stage} now, in cycle {profile.cycle}."
        return Content("\n").join([*lines, plain(gone, "$text-warning")])
    if found.lacking:
        lines.append(plain("The gate asks for:"))
        lines += [Content("  ◆ ") + plain(item.says) for item in found.lacking]
    else:
        lines.append(plain("✓ Nothing is missing.", "$text-success"))
    return Content("\n").join(lines)


def _give(screen: AskingScreen[Any], found: WaiverAsked) -> None:
    def give(book: Book, why: str, _waiver: str) -> ProfileFile:
        from casebook.registers.waivers import give_waiver

        return give_waiver(book, found.request.id, why)

    def given(file: ProfileFile | None) -> None:
        if file is not None:
            screen.settled(found.request)
            screen.changed(f"{file.profile.ref} is now at {file.profile.stage}.")

    asked = "why it is waived; it stands with the stage"
    keep_as = f"{found.request.ref} waived"
    dialog = ReasonScreen(_title(found), _to_read(found), give, asked=asked, keep_as=keep_as)
    screen.app.push_screen(dialog, given)


def _refuse(screen: AskingScreen[Any], found: WaiverAsked) -> None:
    def refuse(book: Book, why: str, _waiver: str) -> Request:
        from casebook.registers.waivers import refuse_waiver

        return refuse_waiver(book, found.request.id, why)

    def refused(request: Request | None) -> None:
        if request is not None:
            screen.settled(request)
            screen.changed(f"{found.profile.ref} stays at {found.profile.stage}: not waived.")

    title = f"Refuse to waive the gate of {found.request.stage} of {found.profile.ref}"
    asked = "why not; it stands at the gate for whoever asked"
    keep_as = f"{found.request.ref} refused"
    dialog = ReasonScreen(title, _to_read(found), refuse, asked=asked, keep_as=keep_as)
    screen.app.push_screen(dialog, refused)
