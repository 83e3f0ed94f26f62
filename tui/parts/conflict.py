"""Both versions of a record that two people changed, field by field."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from casebook.core.fields import Field
from casebook.core.wording import said
from tui.parts.dialogs import ChoiceScreen
from tui.parts.forms import ChangedField
from tui.parts.text import line, plain


def conflict_screen(differ: Sequence[ChangedField], who: str) -> ChoiceScreen:
    """The question which version stands: mine (``m``) or that of ``who`` (``t``)."""
    clash = any(one.clash for one in differ)
    answers = {
        "m": "Keep mine where both changed it; their other changes stay"
        if clash
        else "Go on with mine, now that you have read what they changed",
        "t": "Take theirs where both changed it; mine is shown under each"
        if clash
        else "Go back to the form, with their changes in it",
    }
    return ChoiceScreen(
        f"{who} changed this while you typed",
        Content("\n\n").join([_both(one) for one in differ])
        if differ
        else plain("What they changed is not in this form."),
        answers,
        leave="goes back, saves nothing",
        loses=answers if clash else (),
    )


def _both(one: ChangedField) -> Content:
    theirs = Content.assemble(("Theirs  ", "bold"), _text(one.spec, one.theirs))
    head = line(one.spec.label, "bold $primary")
    if not one.clash:
        note = plain("Only they changed this; it stays.", "$quiet")
        return Content("\n").join([head, theirs, note])
    mine = Content.assemble(("Yours   ", "bold"), _text(one.spec, one.mine))
    return Content("\n").join([head, theirs, mine])


def _text(spec: Field, value: object) -> Content:
    return plain(said(spec, value) or "(blank)")
