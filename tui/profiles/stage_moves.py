"""The keys that move a profile to its next stage or back, close it, and undo a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from casebook.core.errors import BadValue
from casebook.core.wording import day
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.gates import missing
from casebook.profiles.profile import Profile
from casebook.profiles.stages import MODELS, next_stage
from tui.parts.asking import AskingScreen
from tui.parts.dialogs import ChoiceScreen
from tui.parts.form import fill_in
from tui.parts.picker import pick
from tui.parts.reason import ReasonScreen
from tui.parts.text import plain
from tui.profiles import intake
from tui.profiles.forms import stage_form
from tui.profiles.gate_screen import LACKS, GateScreen, move_on
from tui.profiles.screen_data import ProfileScreenData

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.registers.casework import Request
    from casebook.upkeep.undo import Undone

VERBS = {
    "back_stage": "advance",
    "close": "close",
    "accept": "accept",
    "refuse": "accept",
    "gate": "edit",
}
"""The verb of access behind each key."""


class StageMovesScreen(AskingScreen[None]):
    """The screen of a profile that can be moved on and back, closed and undone."""

    case: ProfileScreenData | None
    section: str
    closing: ClassVar[dict[str, str]] = {
        "c": "Close it: it is looked at again after 3 and 12 months",
        "s": "Sustain it: the response goes on and is only watched",
    }

    def move_refusal(self, action: str) -> str | None:
        """Why the profile can't be moved so now: who may, or where it stands."""
        case = self.case
        if case is None:
            return None
        profile = case.profile
        if action in ("accept", "refuse") and profile.status != "proposed":
            said = "only a proposed profile is accepted or refused"
            return f"{profile.ref} is {profile.status}: {said}."
        reason = case.refusals.get(VERBS.get(action, ""))
        if reason is not None:
            return reason
        if action == "back_stage" and not earlier(profile):
            return f"{profile.ref} is at its first stage, {profile.stage}."
        if action == "close" and next_stage(profile.model, profile.stage) is not None:
            return f"{profile.ref} is at {profile.stage}: a profile is closed from assess."
        if action == "undo" and case.open_book.read_only:
            return f"{case.open_book.book} is open read-only: it can be read, not changed."
        return None

    def action_advance(self) -> None:
        """Move the profile to its next stage; what its gate lacks is shown first."""
        case = self.case
        if case is None:
            return
        self.hush()
        profile = case.profile
        blocks = case.open_book.gate(profile.stage) == "block"
        asks = "asks for" if blocks else "asks for, but doesn't insist on"
        head = f"The gate of {profile.stage} {asks}:"

        only_asks = "waive" in case.refusals

        def advance(book: Book, _why: str, waiver: str) -> ProfileFile | Request:
            return move_on(book, profile.ref, profile.stage, waiver, asks=only_asks)

        def look(book: Book) -> Content:
            from casebook.registers.waivers import waiver_in_words

            asked = waiver_in_words(book, profile)
            found = lacking(book, profile.ref, head)
            return Content("\n").join([found, plain(asked, "$text-warning")]) if asked else found

        to = next_stage(profile.model, profile.stage)
        title = f"Move {profile.ref} from {profile.stage} to {to}"
        keep_as = f"{profile.ref} · waiver at {profile.stage} of cycle {profile.cycle}"
        screen = GateScreen(title, advance, look, blocks=blocks, asks=only_asks, keep_as=keep_as)
        self.app.push_screen(screen, self._moved_on)

    def _moved_on(self, done: ProfileFile | Request | str | None) -> None:
        if isinstance(done, str):
            self.action_gate()
        elif isinstance(done, ProfileFile):
            self.section = done.profile.stage
            self.settled(done.profile)
            self.changed(f"{done.profile.ref} is now at {done.profile.stage}.", done)
        elif done is not None:
            self.changed(f"The inspectors are asked to waive the gate of {done.stage}.")

    def action_accept(self) -> None:
        """Open the proposed profile."""
        if self.case is not None:
            self.hush()
            intake.accept(self, self.case.profile)

    def action_refuse(self) -> None:
        """Refuse the proposed profile, with the reason."""
        if self.case is not None:
            self.hush()
            intake.refuse(self, self.case.profile)

    def action_gate(self) -> None:
        """Write what the gate of the present stage lacks, beginning with the first of it."""
        case = self.case
        if case is None:
            return
        self.hush()
        file = case.file
        stage = file.profile.stage
        lacking = missing(file.stage(stage).body, file.actions)
        if not lacking:
            self.say(f"Nothing is missing to leave {stage}.")
        elif lacking[0].where == "actions":
            self.section = "actions"
            self.reload()
            self.say(lacking[0].says)
        else:
            form = stage_form(file, stage, at=lacking[0].where)
            done = f"{stage.capitalize()} saved."
            fill_in(self, form, case.choices, lambda saved: self.changed(done, saved))

    def action_back_stage(self) -> None:
        """Pick an earlier stage to go back to, and say why."""
        if self.case is None:
            return
        profile = self.case.profile
        options = {name: name.capitalize() for name in reversed(earlier(profile))}
        pick(self, "Go back to which stage", options, lambda to: self._back_to(profile, to))

    def _back_to(self, profile: Profile, to: str) -> None:
        body = plain(
            f"{to.capitalize()} and every later stage are kept as they are, to be read in the "
            f"history. They open again in cycle {profile.cycle + 1}, prefilled."
        )

        def back(book: Book, why: str, _waiver: str) -> ProfileFile:
            from casebook.profiles import stage_moves

            return stage_moves.back(book, profile.ref, to, why, expected=profile.stage)

        title = f"Take {profile.ref} back from {profile.stage} to {to}"
        keep_as = f"{profile.ref} · back to {to}"
        screen = ReasonScreen(title, body, back, asked="why it goes back", keep_as=keep_as)
        self.app.push_screen(screen, self._moved_back)

    def _moved_back(self, file: ProfileFile | None) -> None:
        if file is not None:
            profile = file.profile
            self.section = profile.stage
            self.changed(
                f"{profile.ref} is back at {profile.stage}, in cycle {profile.cycle}.", file
            )

    def action_close(self) -> None:
        """Close the profile, or only watch it; what its gate lacks is shown with the reason."""
        if self.case is None:
            return
        self.hush()
        profile = self.case.profile
        title = f"Close {profile.ref}"
        question = ChoiceScreen(title, Content(""), self.closing, leave="leaves it open")

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._close(profile, sustain=answer == "s")

        self.app.push_screen(question, answered)

    def _close(self, profile: Profile, *, sustain: bool) -> None:
        def close(book: Book, why: str, waiver: str) -> ProfileFile:
            from casebook.profiles import stage_moves

            return stage_moves.close(book, profile.ref, why, waiver=waiver, sustain=sustain)

        title = f"{'Sustain' if sustain else 'Close'} {profile.ref}"
        asked = "why it is sustained" if sustain else "why it is closed"

        def look(book: Book) -> Content:
            return lacking(book, profile.ref, "The gate asks for:")

        keep_as = f"{profile.ref} · {'sustaining' if sustain else 'closing'}"
        screen = ReasonScreen(title, Content(""), close, asked=asked, look=look, keep_as=keep_as)
        self.app.push_screen(screen, self._ended)

    def _ended(self, file: ProfileFile | None) -> None:
        if file is None:
            return
        from casebook.profiles.stage_moves import post_closure_checks

        profile = file.profile
        days = " and ".join(day(on) for on in post_closure_checks(profile).values())
        ended = f"closed; look at it again on {days}" if days else "monitoring"
        self.changed(f"{profile.ref} is {ended}.", file)

    def action_undo(self) -> None:
        """Say what would be undone, and undo it."""
        self.hush()

        def look(book: Book) -> Undone:
            from casebook.upkeep.undo import undo

            return undo(book, dry_run=True)

        self.ask(look, self._ask_undo, group="undo")

    def _ask_undo(self, found: Undone) -> None:
        body = Content("\n").join(plain(step) for step in found.steps)
        question = ChoiceScreen(
            f"Undo your last change, entry {found.entry}",
            body,
            {"u": "Undo it; the history keeps both"},
            leave="leaves it as it is",
            loses="u",
        )

        def undo(book: Book) -> Any:
            from casebook.upkeep.undo import undo as undo_last

            if undo_last(book, dry_run=True).entry != found.entry:
                raise BadValue("Your last change is another one by now: look at it again.")
            return undo_last(book)

        def answered(answer: str | None) -> None:
            if answer is not None:
                self.ask(undo, self._undone, group="save")

        self.app.push_screen(question, answered)

    def _undone(self, found: Undone) -> None:
        self.changed(f"Undid entry {found.entry}: {'; '.join(found.steps)}.")


def earlier(profile: Profile) -> tuple[str, ...]:
    """The stages before the one the profile is at."""
    order = MODELS[profile.model]
    return order[: order.index(profile.stage)]


def lacking(book: Book, ref: str, head: str) -> Content:
    """What the present stage's gate asks for and doesn't find, a line each under ``head``."""
    from casebook.profiles import stage_moves

    found = stage_moves.gate(book, ref)
    if not found:
        return plain("✓ Nothing is missing.", "$text-success")
    items = [Content(f"  {LACKS} ") + plain(item.says) for item in found]
    return Content("\n").join([plain(head), *items])
