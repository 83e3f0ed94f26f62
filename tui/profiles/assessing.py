"""The assessment of a profile, read on the screen and offered into its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from casebook.assessments.counted_rows import counted_of
from casebook.core.english import sentence
from casebook.core.months import Month, Window
from casebook.core.wording import number, signed
from tui import STYLES
from tui.keys import keys_of
from tui.numbers.marked import marked
from tui.numbers.walking import NumbersInTexts
from tui.parts.form import fill_in
from tui.parts.text import cell, line, plain
from tui.profiles.stage_moves import StageMovesScreen

if TYPE_CHECKING:
    from casebook.assessments.assessment import Assessment
    from casebook.book.opening import Book

STAGE = "assess"
_BAR = 24
"""Cells of the longest bar of a month."""


class AssessingScreen(StageMovesScreen):
    """The screen of a profile whose declared assessment can be run and written down."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key is there only where the fifth stage is shown."""
        if action == "assess" and self.section != STAGE:
            return False
        return super().check_action(action, parameters)

    def action_assess(self) -> None:
        """Run the assessment that the design declares, and show it."""
        if self.case is None:
            return
        self.hush()
        ref = self.case.profile.ref

        def run(book: Book) -> Assessment:
            from casebook.assessments.assess import assess

            return assess(book, ref)

        self.ask(run, self._show_assessment, group="assess")

    def _show_assessment(self, found: Assessment) -> None:
        def answered(evidence: str | None) -> None:
            if evidence is not None:
                self._offer(evidence)

        self.app.push_screen(AssessScreen(found, self.refusal("edit")), answered)

    def _offer(self, evidence: str) -> None:
        from tui.profiles.forms import stage_form

        case = self.case
        if case is None:
            return
        written = case.file.stage(STAGE).body.evidence.strip()
        text = f"{written}\n\n{evidence}" if written else evidence
        form = stage_form(case.file, STAGE, start={"evidence": text})
        fill_in(self, form, case.choices, lambda saved: self.changed("Assess saved.", saved))


class AssessScreen(NumbersInTexts[str | None]):
    """An assessment to read; gives the text to write into the stage, or None."""

    CSS_PATH = STYLES / "assessing.tcss"
    HELP = (
        "The assessment that the profile's design declares, run on what is loaded now. e opens the "
        "stage's form with the result as its evidence, to change and save. Tab goes to the counts, "
        "and Enter on one lists its incidents."
    )
    BINDINGS: ClassVar[list[BindingType]] = keys_of("assessment")
    NUMBERED = ("assessment-text",)

    def __init__(self, found: Assessment, shut: str | None) -> None:
        """``shut`` is why the stage may not be written in, or None."""
        super().__init__()
        self._found = found
        self._shut = shut

    def body(self) -> ComposeResult:
        """Title and text."""
        found = self._found
        title = f"Did {found.profile} work?  {found.title}"
        yield Static(line(title, "bold $primary"), id="assess-title")
        with VerticalScroll(id="assessment"):
            yield Static(assessment_to_read(found), id="assessment-text")

    def on_mount(self) -> None:
        """The text takes the arrows."""
        self.query_one("#assessment").focus()

    def refusal(self, action: str) -> str | None:
        """Why the stage may not be written in."""
        return self._shut if action == "write" else None

    def action_write(self) -> None:
        """Go on to the stage's form."""
        self.dismiss(self._found.evidence)

    def action_leave(self) -> None:
        """Leave the number gone to, else go back."""
        if not self.leave_number():
            self.dismiss(None)


def assessment_to_read(found: Assessment) -> Content:
    """The assessment as a text for a narrow screen: result, counts, cautions, months."""
    blocks = [plain(f"{found.count_group}: {found.says}", "bold"), _counts(found)]
    blocks.append(Content("\n").join(plain(words) for words in found.beside))
    if found.cautions:
        head = line("Before you believe it", "bold $text-warning")
        blocks.append(Content("\n").join([head, *(plain(f"! {one}") for one in found.cautions)]))
    blocks.append(_months(found))
    if found.running:
        blocks.append(_running(found))
    blocks.append(plain(f"Design version {found.version}; {found.declared}.", "$quiet"))
    return Content("\n\n").join(blocks)


def _counts(found: Assessment) -> Content:
    before, after = found.months.windows
    head = cell("", 18) + cell(before.label, 24, right=True) + cell(after.label, 24, right=True)
    rows = [head.stylize("$quiet")]
    for part, pair in found.totals.items():
        sides = zip(pair, (before, after), (found.months.before, found.months.after), strict=True)
        counts = (
            cell(marked(number(count, 0), counted_of(found, part, side, months)), 24, right=True)
            for count, side, months in sides
        )
        rows.append(Content("").join([cell(sentence(part), 18), *counts]))
    return Content("\n").join(rows)


def _months(found: Assessment) -> Content:
    """The target's months as bars, the window each is in beside it."""
    counts = [row.counts["target"] for row in found.series]
    most = max((count for count in counts if count), default=1)
    rows = [line("The target by month", "bold $primary")]
    for row, count in zip(found.series, counts, strict=True):
        bar = "█" * round(_BAR * count / most) if count else ""
        cells = (
            cell(row.month.label, 9),
            cell(row.compared, 7),
            cell(_month_count(found, row.month, count), 6, right=True),
        )
        rows.append(Content("").join([*cells, Content(f" {bar}")]))
    return Content("\n").join(rows)


def _month_count(found: Assessment, month: Month, count: int | None) -> Content:
    """What the target counted in a month; a dash where that isn't known."""
    if count is None:
        return Content(number(None))
    window = Window(month, month)
    return marked(number(count), counted_of(found, "target", window, (month,)))


def _running(found: Assessment) -> Content:
    rows = [line("Difference so far, and its 95 % interval", "bold $primary")]
    for row in found.running:
        span = f"{signed(row.ci_low, 0)} to {signed(row.ci_high, 0)}"
        label = cell(Month.parse(row.month).label, 9)
        rows.append(label + cell(signed(row.wdd, 0), 8, right=True) + Content(f"   {span}"))
    return Content("\n").join(rows)
