"""Forms made from field definitions: every kind of field, every stage, saved and read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casebook.book import code_lists
from casebook.core.fields import fields_of
from casebook.core.months import Month
from casebook.profiles import casefile
from casebook.profiles.casefile import ProfileFile
from casebook.profiles.profile import Action
from casebook.profiles.stages import BODIES, Analyse, Hypothesis, Objective
from tests.tui.desk import reopen
from tests.tui.lamp import Lamp
from tests.tui.terminal import Terminal, driven, terminal
from tui.parts.form import FormScreen
from tui.parts.forms import Form

REF = "PMP-2024-001"


def _read(casebook: Path) -> ProfileFile:
    book = reopen(casebook)
    try:
        return casefile.read_profile(book, REF)
    finally:
        book.store.close()


async def _go(t: Terminal, name: str) -> None:
    """Put the cursor in a field."""
    screen = t.app.screen
    assert isinstance(screen, FormScreen)
    screen.editor(name).take_focus()
    await t.settle()


@pytest.mark.parametrize(
    ("key", "stage", "name", "text"),
    [
        ("1", "objective", "harm", "More windows will go."),
        ("2", "scan", "recurring", "Every Friday."),
        ("3", "analyse", "what", "Drinking and shouting."),
        ("4", "respond", "strategy", "Light the steps and patrol them."),
        ("5", "assess", "lessons", "Ask the council sooner."),
    ],
)
@driven
async def test_every_stage_is_written_and_saved(
    casebook: Path, key: str, stage: str, name: str, text: str
) -> None:
    """e opens the stage shown, F2 saves it, and the service reads it back; history names me."""
    async with terminal(casebook, size=(80, 50)) as t:
        await t.keys("enter", key, "e")
        await _go(t, name)
        await t.type(text)
        t.has("● not saved")
        await t.keys("f2")
        t.has(f"✓ {stage.capitalize()} saved.", text)
    file = _read(casebook)
    assert getattr(file.stage(stage).body, name) == text
    last = casefile.history_of(reopen(casebook), REF)[-1]
    assert (last.who, last.via) == ("sgt.harbour", "admin")
    assert (last.change or {})[f"body.{name}"][1] == text


@driven
async def test_dates_months_and_numbers_are_typed_as_people_write_them(casebook: Path) -> None:
    """7 Oct 2024, 2024-10 and 1,250 are taken; what is shown can be typed again."""
    async with terminal(casebook) as t:
        await t.keys("enter", "1", "e")
        for name, text in (
            ("deadline", "7 Oct 2025"),
            ("baseline_from", "2023-10"),
            ("baseline_value", "1,250"),
        ):
            await _go(t, name)
            await t.keys("ctrl+u")
            await t.type(text)
        await t.keys("f2")
        t.has("Objective saved.")
    body = _read(casebook).stage("objective").body
    assert isinstance(body, Objective)
    assert body.deadline == date(2025, 10, 7)
    assert body.baseline_from == Month(2023, 10)
    assert body.baseline_value == 1250


@driven
async def test_a_value_that_cant_be_taken_says_why_beside_its_field(casebook: Path) -> None:
    """A date that is none is refused in words, the cursor goes there, and nothing is saved."""
    async with terminal(casebook) as t:
        await t.keys("enter", "1", "e")
        await _go(t, "deadline")
        await t.keys("ctrl+u")
        await t.type("soon")
        await t.keys("f2")
        t.has("! Deadline takes a day such as 18/12, 18 Dec, Fri or today, not 'soon'.")
        t.has("! 1 field can't be taken yet: see the marks.")
        assert t.app.focused is not None
        assert t.app.focused.parent.spec.name == "deadline"
        await t.keys("ctrl+u")
        await t.type("2025-10-07")
        await t.keys("f2")
        t.has("Objective saved.")


@driven
async def test_a_code_is_chosen_by_its_label(casebook: Path) -> None:
    """Enter opens the list, letters filter it, and the code is saved, not the label."""
    async with terminal(casebook) as t:
        await t.keys("enter", "2", "e")
        await _go(t, "decision")
        await t.keys("enter")
        await t.type("no prob")
        await t.keys("enter", "f2")
        t.has("Scan saved.")
    assert _read(casebook).stage("scan").body.decision == "close"


@driven
async def test_several_codes_are_ticked(casebook: Path) -> None:
    """Space ticks and unticks; Enter takes what is ticked, in the list's order."""
    async with terminal(casebook) as t:
        await t.keys("enter", "2", "e")
        await _go(t, "sources")
        await t.keys("enter")
        t.has("[ ] Recorded crime", "[x] ASB calls", "[x] Community survey")
        await t.keys("home", "space", "down", "space", "enter")
        t.has("Recorded crime, Community survey")
        await t.keys("f2")
        t.has("Scan saved.")
    assert _read(casebook).stage("scan").body.sources == ("crime data", "community survey")


@driven
async def test_hypotheses_are_a_list_of_small_forms(casebook: Path) -> None:
    """Rows are added, changed and removed; a yes-or-no field turns over with Space."""
    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await _go(t, "hypotheses")
        await t.keys("enter")
        t.has("Hypotheses: row 1", "Statement")
        await t.type("The off-licence sells to minors.")
        await _go(t, "tested")
        await t.keys("space", "f2")
        t.has("1 The off-licence sells to minors. · tested: yes", "+ Enter adds one")
        await t.keys("down", "enter")
        await t.type("The steps are dark.")
        await t.keys("f2")
        t.has("2 The steps are dark. · tested: no")
        await t.keys("up", "delete")
        t.has("Press Delete again to remove row 1.")
        await t.keys("delete")
        t.has("1 The steps are dark. · tested: no")
        await t.keys("f2")
        t.has("Analyse saved.")
    body = _read(casebook).stage("analyse").body
    assert isinstance(body, Analyse)
    assert body.hypotheses == (Hypothesis("The steps are dark."),)


@driven
async def test_a_row_needs_what_its_kind_requires(casebook: Path) -> None:
    """A hypothesis without a statement isn't one."""
    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await _go(t, "hypotheses")
        await t.keys("enter", "f2")
        t.has("! Statement can't be empty.")
        await t.keys("escape")
        t.has("+ Enter adds one")
        assert "1 –" not in t.shown


@driven
async def test_an_action_is_added_and_changed(casebook: Path) -> None:
    """a adds one from any section; Enter on its row changes it; both are saved."""
    async with terminal(casebook) as t:
        await t.keys("enter", "a")
        t.has("PMP-2024-001 · new action")
        await t.type("Fit a lamp at the steps")
        await _go(t, "due")
        await t.type("3 Feb 2025")
        await t.keys("f2")
        t.has("✓ Action added.")
        await t.keys("6")
        t.has("Fit a lamp at the steps 3 Feb 2025 open")
        await t.keys("end", "up", "enter")
        t.has("PMP-2024-001 · action 4", "Fit a lamp at the steps")
        await _go(t, "cost")
        await t.type("£450")
        await t.keys("f2")
        t.has("✓ Action saved.")
    added = _read(casebook).actions[-1]
    assert (added.title, added.due, added.cost) == (
        "Fit a lamp at the steps",
        date(2025, 2, 3),
        450.0,
    )


@driven
async def test_an_action_without_words_is_refused(casebook: Path) -> None:
    """An empty title is said beside its field and nothing is added."""
    async with terminal(casebook) as t:
        await t.keys("enter", "a", "f2")
        t.has("! Action can't be empty.")
    assert len(_read(casebook).actions) == 3


@driven
async def test_the_services_own_refusal_stays_readable(casebook: Path) -> None:
    """Dates that contradict each other are refused beside the field at fault; all typed stays."""
    async with terminal(casebook) as t:
        await t.keys("enter", "a")
        await t.type("Fit a lamp")
        await _go(t, "start")
        await t.type("2025-02-03")
        await _go(t, "due")
        await t.type("2025-01-03")
        await t.keys("f2")
        t.has("! The action is due 2025-01-03, before it starts 2025-02-03.")
        t.has("● not saved")
        assert t.app.focused is not None
        assert t.app.focused.parent.spec.name == "due"
    assert len(_read(casebook).actions) == 3


@driven
async def test_the_heading_is_edited(casebook: Path) -> None:
    """h changes title and next review; ref and model are given once and not asked for."""
    async with terminal(casebook) as t:
        await t.keys("enter", "h")
        names = [editor.spec.name for editor in t.app.screen.editors]
        assert "ref" not in names
        assert "model" not in names
        await _go(t, "next_review")
        await t.keys("ctrl+u")
        await t.type("15 Jan 2025")
        await t.keys("f2")
        t.has("✓ Heading saved.", "review 15 Jan 2025")
    assert _read(casebook).profile.next_review == date(2025, 1, 15)


@driven
async def test_an_owner_is_picked_from_people_and_can_be_nobody_else(casebook: Path) -> None:
    """A login that nobody has matches no one, and the owner stays."""
    async with terminal(casebook) as t:
        await t.keys("enter", "h")
        await _go(t, "owner")
        await t.keys("ctrl+u")
        await t.type("sgt.nobody")
        t.has("sgt.nobody", "nothing matches")
        await t.keys("escape")
    assert _read(casebook).profile.owner == "sgt.harbour"


@driven
async def test_what_looks_personal_is_asked_about_before_it_is_saved(casebook: Path) -> None:
    """Each finding is shown; Esc goes back with nothing saved, a reason keeps it and is logged."""
    text = "Ask the caller on 07700 900123."
    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await t.type(text)
        await t.keys("f2")
        t.has("This looks like personal data", "! 07700 900123 (telephone number?) in What")
        await t.keys("enter")
        t.has("why it must stay")
        await t.keys("escape")
        t.has("Nothing was saved; what you typed is still here.", text)
        assert _read(casebook).stage("analyse").body.what == ""
        await t.keys("f2")
        await t.type("The number of the council's own hotline.")
        await t.keys("enter")
        t.has("Analyse saved.")
    assert _read(casebook).stage("analyse").body.what == text
    why = casefile.history_of(reopen(casebook), REF)[-1].why
    assert "The number of the council's own hotline." in why


@driven
async def test_a_forces_own_codes_can_be_chosen(casebook: Path) -> None:
    """A code the casebook has added is in the list and read by its label; a retired one isn't."""
    book = reopen(casebook, "admin")
    code_lists.add_code(book, "tactic", "street angels", "Street angels")
    code_lists.retire_code(book, "tactic", "screen exits")
    book.store.close()
    async with terminal(casebook, size=(120, 40)) as t:
        await t.keys("enter", "a")
        await t.type("Ask the street angels")
        await _go(t, "tactic")
        await t.keys("enter")
        await t.type("screen")
        t.has("nothing matches; Backspace erases")
        await t.keys(*["backspace"] * 6)
        await t.type("angels")
        await t.keys("enter")
        t.has("Street angels")
        await t.keys("f2", "6")
        t.has("Ask the street angels – open Street angels")
    assert _read(casebook).actions[-1].tactic == "street angels"


@driven
async def test_saving_what_wasnt_changed_writes_nothing(casebook: Path) -> None:
    """F2 on an untouched form closes it and adds no entry to the history."""
    before = len(casefile.history_of(reopen(casebook), REF))
    async with terminal(casebook) as t:
        await t.keys("enter", "e", "f2")
        t.has("▶ scan")
    assert len(casefile.history_of(reopen(casebook), REF)) == before


@driven
async def test_leaving_with_something_typed_asks(casebook: Path) -> None:
    """Esc offers save, keep as a draft and discard; Esc again goes on typing."""
    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        await t.keys("escape")
        t.has("What you typed isn't saved", "Changed: What.", "s Save", "k Keep as a draft")
        await t.keys("escape")
        await t.type(" at night")
        await t.keys("escape", "s")
        t.has("Analyse saved.")
    assert _read(casebook).stage("analyse").body.what == "Shouting at night"


@driven
async def test_discarding_leaves_nothing_behind(casebook: Path) -> None:
    """Discarded text is neither saved nor offered again."""
    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        await t.keys("escape", "d", "enter", "e")
        t.has("PMP-2024-001 · analyse")
        assert "unsaved text" not in t.shown
    assert _read(casebook).stage("analyse").body.what == ""


@driven
async def test_quitting_waits_for_what_is_typed(casebook: Path) -> None:
    """ctrl+q over an unsaved form says what to do first and doesn't quit."""
    async with terminal(casebook) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting")
        await t.keys("ctrl+q")
        t.has("! Save this form (F2) or leave it (Esc) before you quit.")


@driven
async def test_letters_are_text_in_a_form_and_no_shortcuts(casebook: Path) -> None:
    """q and t typed into a field are letters; on a choice a letter opens its list."""
    async with terminal(casebook) as t:
        await t.keys("enter", "2", "e")
        await t.type("quiet")
        await _go(t, "decision")
        await t.keys("q")
        t.has("Decision", "Filter: q")
        await t.keys("escape")
        assert t.app.screen.editor("community").raw == "quiet"


def test_the_forms_of_all_kinds_come_from_their_fields() -> None:
    """Every field that isn't fixed is asked for, in the order it is declared."""
    for kind in BODIES.values():
        names = [spec.name for spec in Form("x", kind()).specs]
        assert names == list(fields_of(kind))
    assert "profile" not in [spec.name for spec in Form("x", Action("P", "t")).specs]


@driven
async def test_a_new_kind_of_record_has_a_form_without_a_change_here(casebook: Path) -> None:
    """A kind declared in this test is asked for, checked and given back whole."""
    got: list[object] = []
    async with terminal(casebook) as t:
        from casebook.core.codes import CODE_LISTS

        t.app.push_screen(FormScreen(Form("Lamp", Lamp()), CODE_LISTS), got.append)
        await t.settle()
        t.has("Where it stands e.g. by the steps", "Power (W)")
        for name, text in (
            ("place", "harbour"),
            ("lit", " "),
            ("fitted", "7 Oct 2024"),
            ("watts", "sixty"),
            ("colours", "red; green"),
            ("notes", "Two [b]broken[/b] panes"),
        ):
            await _go(t, name)
            await t.type(text)
        await t.keys("f2")
        t.has("! Power takes a whole number, not 'sixty'.")
        await t.keys("ctrl+u")
        await t.type("60")
        await t.keys("f2")
    assert got == [
        Lamp(
            place="harbour",
            lit=True,
            fitted=date(2024, 10, 7),
            watts=60,
            colours=("red", "green"),
            notes="Two [b]broken[/b] panes",
        )
    ]


@driven
async def test_days_are_typed_as_people_say_them(casebook: Path) -> None:
    """On Wednesday 18 December a due "Fri" is the coming one; left, the field says which day."""
    async with terminal(casebook) as t:
        await t.keys("enter", "a")
        await t.type("Ask the owner")
        t.app.screen.editor("due").take_focus()
        await t.type("Fri")
        await t.keys("tab")
        t.has("20 Dec 2024")
        t.app.screen.editor("start").take_focus()
        await t.type("yesterday")
        t.app.screen.editor("done").take_focus()
        await t.type("soon")
        await t.keys("tab")
        t.has("17 Dec 2024", "Done takes a day such as 18/12, 18 Dec, Fri or today, not 'soon'.")
        t.app.screen.editor("done").take_focus()
        await t.keys("ctrl+u", "f2")
        t.has("Action added.")
    added = casefile.read_profile(reopen(casebook), "PMP-2024-001").actions[-1]
    assert (added.start, added.due, added.done) == (date(2024, 12, 17), date(2024, 12, 20), None)


@driven
async def test_text_is_gone_on_with_and_a_day_or_a_number_is_typed_anew(casebook: Path) -> None:
    """The cursor stands after a text of several lines or one, of a record or a draft."""
    old = "\n".join(f"Line {n}" for n in range(20))
    casefile.edit_stage(reopen(casebook), REF, "scan", {"events": old})
    casefile.edit_stage(reopen(casebook), REF, "objective", {"baseline_value": 100})
    async with terminal(casebook) as t:
        await t.keys("enter", "2", "e")
        await _go(t, "events")
        t.has("Line 19")
        await t.type(" and on")
        await t.keys("escape", "k", "e", "u")
        await _go(t, "events")
        t.has("Line 19 and on")
        await t.type(" again")
        await t.keys("f2", "1", "e")
        await _go(t, "baseline_value")
        await t.type("90")
        await t.keys("f2", "h")
        await _go(t, "title")
        await t.type(" and more")
        await t.keys("f2")
    file = _read(casebook)
    assert file.stage("scan").body.events == f"{old} and on again"
    assert file.stage("objective").body.baseline_value == 90
    assert file.profile.title.endswith("steps and more")
