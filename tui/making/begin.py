"""Beginning to make something: its form, a look at what is there already, and the run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook.core.access import may
from tui.making.makings import Context, Making, path_of
from tui.parts.asking import AskingScreen
from tui.parts.dialogs import ChoiceScreen
from tui.parts.form import FormScreen
from tui.parts.forms import Form
from tui.parts.text import plain
from tui.running.child import environment_of
from tui.running.runs import Run

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.wording import Labels


def refusal(book: Book, kind: type[Making]) -> str:
    """Why whoever looks at the casebook may not make this; empty where they may."""
    return may(book.account, kind.VERB) or ""


def begin(screen: AskingScreen[Any], kind: type[Making], about: Mapping[str, str]) -> None:
    """Ask over ``screen`` for what is needed, filled in from what is looked at, and run it."""
    from tui.making.lists import context_of, lists_of

    def read(book: Book) -> tuple[Context, Labels]:
        return context_of(book, about), lists_of(book)

    def found(read: tuple[Context, Labels]) -> None:
        _ask(screen, kind.start(read[0]), read[1])

    screen.ask(read, found, group="making")


def _ask(screen: AskingScreen[Any], asked: Making, lists: Labels) -> None:
    lead = f"It runs beside the terminal. A file without a folder is in {Path.cwd()}"

    def filled(after: Making | None) -> None:
        if after is not None:
            _look_first(screen, after, lists)

    screen.hush()
    form = Form(asked.TITLE, asked, lead=lead, does=asked.DOES)
    screen.app.push_screen(FormScreen(form, lists), filled)


def _look_first(screen: AskingScreen[Any], asked: Making, lists: Labels) -> None:
    """Ask before something that is there is written over."""
    out = path_of(asked.out) if asked.out.strip() else None
    if out is None or not _there(out):
        _run(screen, asked, lists)
        return

    def answered(answer: str | None) -> None:
        if answer == "r":
            _run(screen, asked, lists)
        else:
            _ask(screen, asked, lists)

    what = "Files of the same names in it are replaced." if out.is_dir() else "It is replaced."
    screen.app.push_screen(
        ChoiceScreen(
            f"{out.name} is there already",
            plain(f"{out}\n{what}"),
            {"a": "Go back and name another", "r": "Replace it"},
            leave="goes back",
            loses="r",
        ),
        answered,
    )


def _there(out: Path) -> bool:
    """Whether there is something to be written over."""
    try:
        return any(out.iterdir()) if out.is_dir() else out.exists()
    except OSError:
        return False  # the command says why it can't be looked at


def _run(screen: AskingScreen[Any], asked: Making, lists: Labels) -> None:
    book = screen.session.book
    assert book is not None
    arguments = [*asked.arguments()]
    at = arguments.index("--") if "--" in arguments else len(arguments)
    arguments[at:at] = ["--progress=json"]
    run = Run(
        asked.WHAT,
        arguments,
        environment=environment_of(book),
        again=lambda over: _ask(over, asked, lists),
    )
    screen.session.begin_run(run)
    screen.say(f"{run.what} has begun; you can go on working. j shows how far it is.")
