"""Leaving the terminal while something runs beside it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from casebook.core.english import counted
from tui.parts.dialogs import ChoiceScreen
from tui.parts.session import Session
from tui.parts.text import line
from tui.running.runs import Run


def ask_to_stop(app: Session, running: Sequence[Run]) -> None:
    """Ask whether what runs is to be stopped, and leave where it is."""

    def answered(answer: str | None) -> None:
        if answer == "s":
            app.exit()

    lines = [line(f"{run.what}: {run.reached}") for run in running]
    app.push_screen(
        ChoiceScreen(
            f"{counted(len(running), 'command')} still at work",
            Content("\n").join(lines),
            {"w": "Wait for it", "s": "Stop it and quit: nothing half-made is left"},
            leave="waits",
            loses="s",
        ),
        answered,
    )
