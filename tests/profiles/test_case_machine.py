"""A profile driven through random legal and illegal operations by several people.

Whatever they try, no illegal move happens, no written field is lost, the history replays to what
stands, and its chain holds.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import CasebookError
from casebook.places.place import Place
from casebook.profiles import casefile as profiles
from casebook.profiles import intake
from casebook.profiles import stage_moves as stages
from casebook.profiles.gates import missing
from casebook.profiles.profile import Profile
from casebook.profiles.stages import OSARA
from casebook.store import replay
from casebook.upkeep import accounts
from tests.books import make_book

REF = "PMP-2024-001"
PEOPLE = {
    "sgt": ("sergeant",),
    "mate": ("sergeant",),
    "insp": ("inspector",),
    "pc": ("officer",),
    "eye": ("viewer",),
    "rev": ("reviewer",),
}
WHO = st.sampled_from(sorted(PEOPLE))
TEXT = st.sampled_from(["", "a", "[/red] <script>", "שלום 👮", "line one\nline two", "=1+1"])
ANSWERS: dict[str, dict[str, Any]] = {
    "objective": {
        "reported": "x", "aim": "y", "baseline_from": "2023-01", "baseline_to": "2023-12",
        "baseline_value": 3, "baseline_source": "survey",
    },
    "scan": {"events": "x", "sources": ["crime data", "meeting"]},
    "analyse": {
        "what": "x", "where": "y", "when": "z",
        "hypotheses": [{"statement": "h", "tested": True}],
    },
    "respond": {"strategy": "x"},
    "assess": {"process": "yes", "impact": "promising", "evidence": "x", "decision": "sustain"},
}  # fmt: skip
FREE = {
    "objective": "harm", "scan": "community_voice", "analyse": "gaps", "respond": "partners",
    "assess": "lessons",
}  # fmt: skip


class CaseMachine(RuleBasedStateMachine):
    """One casebook, one case, six people and a model of what must stand."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="casebook-machine-"))
        self.book = make_book(self.folder)
        self.status, self.stage, self.cycle = "none", "", 1
        self.written: dict[tuple[str, int], str] = {}
        self.actions: list[str] = []
        self.hands: set[str] = set()

    @initialize(accepted=st.booleans())
    def begin(self, accepted: bool) -> None:
        """A hotspot, the people, and a proposal that may be accepted at once."""
        with self.book.store.writing() as tx:
            tx.save(None, Place("HS-01", "hotspot"), self.book.author)
        for login, roles in PEOPLE.items():
            accounts.add_account(self.book, Account(login, roles=roles), force_wide=True)
        intake.propose(self._as("pc"), Profile(REF, "Fights"), hotspots=["HS-01"])
        self.status, self.stage, self.hands = "proposed", "objective", {"pc"}
        if accepted:
            intake.accept(self._as("insp"), REF, owner="sgt")
            self.status, self.hands = "open", {"sgt"}

    def _as(self, login: str) -> Book:
        account = Account(login, roles=PEOPLE[login])
        return replace(self.book, account=account)

    @property
    def _over(self) -> bool:
        return self.status in ("closed", "refused")

    @rule(who=WHO, yes=st.booleans())
    def decide(self, who: str, yes: bool) -> None:
        """Accept or refuse: only while proposed, only by a second sergeant or an inspector."""
        may = self.status == "proposed" and self._second(who, "sgt", "mate", "insp")

        def verb(book: Book) -> object:
            return intake.accept(book, REF, owner="sgt") if yes else intake.refuse(book, REF, "no")

        if self._tried(who, verb, may):
            self.status, self.hands = ("open", {"sgt"}) if yes else ("refused", set())

    @rule(who=WHO, name=st.sampled_from(OSARA), text=TEXT)
    def write(self, who: str, name: str, text: str) -> None:
        """Any stage at any time, by those who may edit."""
        may = not self._over and who in ("sgt", "mate", "insp")
        verb = self._writing(lambda b: profiles.edit_stage(b, REF, name, {FREE[name]: text}))
        if self._tried(who, verb, may):
            self.written[name, self._cycle_of(name)] = text

    @rule(who=st.sampled_from(["sgt", "mate", "insp"]), name=st.sampled_from(OSARA))
    def answer(self, who: str, name: str) -> None:
        """Answer everything the stage's gate asks for."""
        verb = self._writing(lambda b: profiles.edit_stage(b, REF, name, ANSWERS[name]))
        self._tried(who, verb, not self._over)

    @rule(who=WHO, text=TEXT, done=st.booleans())
    def act(self, who: str, text: str, done: bool) -> None:
        """Add an action: any who log; an action without words is refused."""
        may = not self._over and who in ("sgt", "mate", "insp", "pc") and bool(text.strip())
        values = {"title": text} | ({"done": "2024-12-01", "actual": "it"} if done else {})
        verb = self._writing(lambda b: profiles.add_action(b, REF, values))
        if self._tried(who, verb, may):
            self.actions.append(text)

    @rule(who=WHO, waiver=st.sampled_from(["", "urgent"]))
    def advance(self, who: str, waiver: str) -> None:
        """One stage on: open gate, or a warning, or a waiver by a second person."""
        file = profiles.read_profile(self.book, REF)
        lacking = missing(file.stage(self.stage).body, file.actions)
        blocked = bool(lacking) and self.book.settings.gate(self.stage) == "block"
        waived = bool(waiver) and self._second(who, "sgt", "mate", "insp")
        may = (
            self.status in ("open", "monitoring")
            and who in ("sgt", "mate", "insp")
            and self.stage != "assess"
            and (not blocked or waived)
        )
        if self._tried(who, lambda b: stages.advance(b, REF, waiver=waiver), may):
            self.stage = OSARA[OSARA.index(self.stage) + 1]
            self.hands = {"sgt"} if blocked else self.hands

    @rule(who=WHO, to=st.sampled_from(OSARA), why=st.sampled_from(["", "wrong cause"]))
    def back(self, who: str, to: str, why: str) -> None:
        """To an earlier stage, with a reason, in a new cycle that starts from what was written."""
        may = (
            self.status in ("open", "monitoring", "proposed")
            and who in ("sgt", "mate", "insp")
            and OSARA.index(to) < OSARA.index(self.stage)
            and bool(why)
        )
        before = {name: self._cycle_of(name) for name in OSARA}
        if self._tried(who, lambda b: stages.back(b, REF, to, why), may):
            self.stage, self.cycle, self.status = to, self.cycle + 1, "open"
            for name in OSARA[OSARA.index(to) :]:
                old = (name, before[name])
                if old in self.written:
                    self.written[name, self.cycle] = self.written[old]

    @rule(who=WHO, waiver=st.sampled_from(["", "agreed"]), sustain=st.booleans())
    def close(self, who: str, waiver: str, sustain: bool) -> None:
        """From assess, by an inspector who isn't the owner, gate open or waived."""
        file = profiles.read_profile(self.book, REF)
        lacking = missing(file.stage("assess").body, file.actions)
        may = (
            not self._over
            and self.stage == "assess"
            and self._second(who, "insp")
            and (not lacking or bool(waiver))
        )
        if self._tried(
            who, lambda b: stages.close(b, REF, "done", waiver=waiver, sustain=sustain), may
        ):
            self.status, self.hands = "monitoring" if sustain else "closed", {"sgt"}

    def _second(self, who: str, *roles: str) -> bool:
        """Whether it is one of these, and had no hand in it since the last decision."""
        return who in roles and who not in self.hands

    def _writing(self, verb: Callable[[Book], object]) -> Callable[[Book], None]:
        """The verb, which gives whoever changes anything by it a hand in the profile."""

        def write(book: Book) -> None:
            before = book.head()
            verb(book)
            self.hands |= {book.account.login} if book.head() != before else set()

        return write

    def _cycle_of(self, name: str) -> int:
        return profiles.read_profile(self.book, REF).stage(name).cycle

    def _tried(self, who: str, verb: Any, may: bool) -> bool:
        """Whether the verb went through, which it must exactly when the model says it may."""
        try:
            verb(self._as(who))
        except CasebookError as refusal:
            assert not may, f"{who} was refused what is allowed: {refusal}"
            assert str(refusal).endswith((".", "?"))
            return False
        assert may, f"{who} did what isn't allowed"
        return True

    @invariant()
    def what_stands_is_what_was_done(self) -> None:
        """Status, stage, cycle, every text of every cycle, every action."""
        if self.status == "none":
            return
        file = profiles.read_profile(self.book, REF)
        assert (file.profile.status, file.profile.stage, file.profile.cycle) == (
            self.status, self.stage, self.cycle,
        )  # fmt: skip
        rows = {(row.stage, row.cycle): row.body for row in file.stages}
        for (name, cycle), text in self.written.items():
            assert getattr(rows[name, cycle], FREE[name]) == text
        assert [action.title for action in file.actions] == self.actions

    def teardown(self) -> None:
        """The chain verifies and replays to what stands, looked at once: no entry is rewritten."""
        try:
            with self.book.store.reading() as tx:
                assert tx.history.first_bad() is None
                assert replay.differences(tx) == ()
        finally:
            self.book.store.close()
            shutil.rmtree(self.folder)


TestCaseMachine = CaseMachine.TestCase
TestCaseMachine.settings = settings(
    max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
