"""Every key of every screen, each with its one meaning.

Screens take their bindings from here (:func:`keys_of`), and with them the footer, F1 and the
palette. A key stands here once, so that it can't come to mean two things; what it does on a screen
is a case of what it means. Small letters act on what the cursor is on or go somewhere; capitals
change what is shown. A digit goes to the tab that carries it at the top of the screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Use(NamedTuple):
    """What a key does on one screen, or on one part of one."""

    where: str
    """The screen or part, as it names itself to :func:`keys_of`."""
    action: str
    """What is run: the name of its ``action_`` method, with arguments where it takes some."""
    label: str
    """One word or two, for the footer."""
    about: str = ""
    """A few words more, for F1 and the palette; empty where the label says it all."""
    show: bool = True
    """Whether it stands in the footer."""


class Keystroke(NamedTuple):
    """A key with its one meaning, and where it is used."""

    key: str
    """Its name as Textual has it."""
    means: str
    """What it means everywhere."""
    uses: tuple[Use, ...]
    shown: str = ""
    """How it is shown; empty for what Textual makes of its name."""
    priority: bool = False
    """Whether it works before what has the keys sees it."""


SECTIONS = 10
"""The tabs of a profile, the most that any screen has."""
SHARED_SECTIONS = 8
"""The tabs of a profile as a partner sees it."""


_SHIFT = ("app.shift", "Shift", "Account for last night's patrols")
_TABS = {
    2: (Use("today", *_SHIFT), Use("profiles", *_SHIFT)),
    3: (Use("today", "app.profiles", "Profiles", "Every profile"),),
}
"""What the digits go to from the first screen."""


def _tab(number: int) -> Keystroke:
    tab = (f"section({number})", f"Section {number}", "", False)
    uses = (Use("profile", *tab), *((Use("shared", *tab),) if number <= SHARED_SECTIONS else ()))
    return Keystroke(str(number % 10), f"Go to tab {number}", (*uses, *_TABS.get(number, ())))


def _numbers(action: str, label: str, *, show: bool = True) -> tuple[Use, ...]:
    """Going from number to number, wherever Enter lists what one was made from."""
    about = "Go to a number: Enter lists the rows it was made from"
    roomy = ("today", "statement", "assessment", "read")
    # a profile's and a sitting's footers are full of what is done there
    full = ("profile", "sitting")
    return (
        *(Use(where, action, label, about, show=show) for where in roomy),
        *(Use(where, action, label, about, show=False) for where in full),
    )


ACTING = (
    Keystroke(
        "space",
        "Done",
        (
            Use("shift", "as_planned", "Done", "It was as planned"),
            *(
                Use(where, "done_today", "Done", "The action was done today", show=False)
                for where in ("today", "due")
            ),
            Use("profile", "done_today", "Done", "The action was done today"),
        ),
    ),
    Keystroke(
        "A",
        "All that is left was done",
        (Use("shift", "all_as_planned", "All", "All that is left was as planned"),),
    ),
    Keystroke(
        "e",
        "Write: edit or update it",
        (
            Use("profile", "edit", "Edit", "Edit the stage or action shown"),
            Use("shared", "progress", "How it goes", "Say how your agency's action goes"),
            Use("reviews", "update_review", "Update", "Write its update"),
            Use("registers", "edit_entry", "Edit", "Edit the entry"),
            Use("register", "edit_entry", "Edit", "Edit the entry"),
            Use("shift", "edit_visit", "Edit", "Other times, unit or staff"),
            Use("assessment", "write", "Write it", "Write it into the stage"),
            Use("runs", "again", "Change it", "Ask for it again, filled in as it was"),
        ),
    ),
    Keystroke(
        "a",
        "Add something new",
        (
            Use("profiles", "propose", "Propose", "Propose a profile"),
            Use("profile", "add_action", "Action", "Add an action"),
            Use("shared", "tell", "Tell", "Add a note, or what you did"),
            Use("registers", "add_entry", "Add", "Add to a register"),
            Use("register", "add_entry", "Add", "Add an entry"),
            Use("shift", "add_result", "Result", "Add an arrest, a search, a seizure …"),
            Use("sitting", "sign_whole", "With actions", "Sign with comments and actions"),
        ),
    ),
    Keystroke(
        "p",
        "Add a visit that wasn't planned",
        (Use("shift", "add_visit", "Visit", "Add a visit that wasn't planned"),),
    ),
    Keystroke(
        "s",
        "Say yes: accept, endorse or sign",
        (
            Use("profiles", "accept", "Accept", "Accept what is proposed"),
            Use("profile", "accept", "Accept", "Accept a proposal", show=False),
            Use("reviews", "sign_review", "Sign", "Sign it with decisions, or endorse it"),
            Use("sitting", "sign", "Sign", "Sign it, or endorse it"),
        ),
    ),
    Keystroke(
        "x",
        "Say no, and why: refuse or return",
        (
            Use("profiles", "refuse", "Refuse", "Refuse it, and say why"),
            Use("profile", "refuse", "Refuse", "Refuse a proposal, and say why", show=False),
            Use("reviews", "return_review", "Return", "Return it, say why"),
            Use("sitting", "return_review", "Return", "Return it, say why"),
            Use("shift", "not_done", "Not", "Not done, and why"),
        ),
    ),
    Keystroke(
        "n",
        "On to the next to decide",
        (
            Use("profiles", "sitting", "Reviews", "Sign or endorse reviews in one sitting"),
            Use("today", "sitting", "Reviews", "Sign or endorse reviews in one sitting"),
            Use("sitting", "following", "Next", "The next one to decide"),
        ),
    ),
    Keystroke(
        "y",
        "Reply",
        (
            Use("registers", "reply_entry", "Reply", "Reply to a request"),
            Use("shared", "reply", "Reply", "Reply to what is asked of you"),
        ),
    ),
    Keystroke(
        "o",
        "Read the whole of it",
        (
            Use("due", "read", "Read", "Read the whole line"),
            Use("runs", "read", "Read", "Read all that it said"),
            Use("registers", "read_entry", "Read", "Read the whole entry"),
            Use("register", "read_entry", "Read", "Read the whole entry"),
            Use("statement", "notes", "Read notes", "Read the sentences"),
            Use("shift", "read", "Read", "Read all that is known of the visit", show=False),
        ),
    ),
    Keystroke("l", "Link a hotspot", (Use("profile", "link", "Link", "Link a hotspot"),)),
    Keystroke("u", "Unlink a place", (Use("profile", "unlink", "Unlink", "Unlink a place"),)),
    Keystroke(
        "v",
        "Move on to the next stage",
        (Use("profile", "advance", "Advance", "Move to the next stage"),),
    ),
    Keystroke(
        "g",
        "Go to what the gate lacks",
        (
            Use("profile", "gate", "Gate", "Fill in what the gate lacks"),
            Use("gate", "to_the_field", "To the field", "Go to the first that is missing"),
        ),
    ),
    Keystroke("h", "Edit the heading", (Use("profile", "heading", "Heading", "Edit the heading"),)),
    Keystroke(
        "w",
        "Did it work? Run the assessment",
        (Use("profile", "assess", "Did it work?", "Run the assessment"),),
    ),
    Keystroke(
        "b", "Go back a stage", (Use("profile", "back_stage", "Back a stage", "Go back a stage"),)
    ),
    Keystroke(
        "c",
        "Close it",
        (Use("profile", "close", "Close", "Close the profile, or sustain it"),),
    ),
    Keystroke(
        "z",
        "Undo",
        (
            *(
                Use(where, "undo", "Undo", "An action you marked as done isn't", show=False)
                for where in ("today", "due")
            ),
            Use("profile", "undo", "Undo", "Undo your own last change"),
            Use("shift", "undo", "Undo", "Undo your own last change here"),
        ),
    ),
)
"""What is done to what the cursor is on."""

SHOWING = (
    Keystroke(
        "f",
        "Filter what is shown",
        (
            Use("profiles", "filter", "Filter"),
            Use("due", "filter", "Filter"),
            Use("register", "filter", "Filter"),
            Use("statement", "narrow", "Narrow", "One area, fund, tactic …"),
        ),
    ),
    Keystroke(
        "m",
        "Mine, or others' too",
        (
            Use("profiles", "whose", "Mine/area/all", "Mine, my area or all"),
            Use("due", "whose", "Mine/area/all", "Mine, my area or all"),
            Use("today", "whose", "Mine/area", "Mine, or all that my area owes"),
        ),
    ),
    Keystroke(
        "S",
        "Sort by the next column",
        (
            Use("profiles", "sort", "Sort", "Sort by the next column"),
            Use("rows-behind", "sort", "Sort", "Order by the next column"),
        ),
    ),
    Keystroke("L", "Late ones only, or all", (Use("due", "late", "Late only"),)),
    Keystroke(
        "C",
        "Show or hide closed ones",
        (Use("profiles", "over", "Closed", "Show or hide closed ones"),),
    ),
    Keystroke(
        "M",
        "Another month",
        (
            Use("profiles", "month", "Month", "Open a month's reviews"),
            Use("sitting", "month", "Month", "Another month"),
            Use("statement", "months", "Months", "Choose the months"),
        ),
    ),
    Keystroke(
        "B", "What a row stands for", (Use("statement", "by", "By", "What a row stands for"),)
    ),
    Keystroke(
        "X",
        "Stop what runs",
        (
            Use("candidates", "stop", "Stop", "Stop the search"),
            Use("runs", "stop", "Stop", "Stop it: nothing half-made is left"),
        ),
    ),
    Keystroke(
        "t",
        "Totals: what it adds up to",
        (Use("register", "adds_up", "Adds up to", "What it adds up to"),),
    ),
    *map(_tab, range(1, SECTIONS + 1)),
    Keystroke(
        "left",
        "Turn back",
        (
            Use("profile", "turn(-1)", "Section before", show=False),
            Use("shared", "turn(-1)", "Section before", show=False),
            Use("sitting", "turn(-1)", "Review before", show=False),
            Use("statement", "turn(-1)", "Columns before", show=False),
            Use("shift", "turn(-1)", "Day before", show=False),
            Use("rows-behind", "turn(-1)", "Page before", show=False),
        ),
    ),
    Keystroke(
        "right",
        "Turn on",
        (
            Use("profile", "turn(1)", "Next section", show=False),
            Use("shared", "turn(1)", "Next section", show=False),
            Use("sitting", "turn(1)", "Review after", show=False),
            Use("statement", "turn(1)", "Columns", "More columns"),
            Use("shift", "turn(1)", "Next day", show=False),
            Use("rows-behind", "turn(1)", "Page", "Next page"),
        ),
    ),
    Keystroke(
        "f5",
        "Read again",
        (
            Use("profiles", "reload", "Read again", show=False),
            Use("profile", "reload", "Read again", show=False),
            Use("shared", "reload", "Read again", show=False),
            Use("today", "reload", "Read again", show=False),
            Use("shift", "reload", "Read again", show=False),
        ),
        shown="F5",
    ),
)
"""What changes which rows, columns or tab are shown."""

TYPING = (
    Keystroke(
        "f2",
        "Save",
        (
            Use("form", "save", "Save"),
            Use("candidates", "save", "Write", "Write them to a file or map"),
            Use("rows-behind", "save", "Write", "Write every row to a CSV file"),
        ),
        shown="F2",
        priority=True,
    ),
    Keystroke(
        "enter",
        "Open it, or do it",
        (
            Use("reason", "give", "Do it"),
            *(
                Use(where, "open_number", "Its rows", "What the number was made from", show=False)
                for where in ("profile", "sitting", "assessment", "read")
            ),
        ),
    ),
    Keystroke(
        "tab",
        "On to the next field or number",
        (Use("form", "app.focus_next", "Next field"), *_numbers("number(1)", "Number")),
    ),
    Keystroke(
        "shift+tab",
        "Back to the field or number before",
        (
            Use("form", "app.focus_previous", "Field before", show=False),
            *_numbers("number(-1)", "Number before", show=False),
        ),
    ),
    Keystroke(
        "down",
        "Move down",
        (
            Use("form", "app.focus_next", "Next field", show=False),
            Use("find", "move(1)", "Row below", show=False),
        ),
    ),
    Keystroke(
        "up",
        "Move up",
        (
            Use("form", "app.focus_previous", "Field before", show=False),
            Use("find", "move(-1)", "Row above", show=False),
        ),
    ),
    Keystroke(
        "pageup",
        "A page up",
        (
            Use("choice", "page(-1)", "Page up", show=False),
            Use("reason", "page(-1)", "Page up", show=False),
            Use("find", "page(-1)", "Page up", show=False),
        ),
    ),
    Keystroke(
        "pagedown",
        "A page down",
        (
            Use("choice", "page(1)", "Page down", show=False),
            Use("reason", "page(1)", "Page down", show=False),
            Use("find", "page(1)", "Page down", show=False),
        ),
    ),
    Keystroke("backspace", "Erase", (Use("picker", "erase", "Erase", show=False),)),
    Keystroke("delete", "Remove", (Use("rows", "remove", "Remove row"),)),
)
"""What helps while something is typed or picked."""

GOING = (
    Keystroke("d", "What is due", (Use("app", "due", "Due", "What is due, and from whom"),)),
    Keystroke(
        "j",
        "What runs and what was made",
        (Use("app", "made", "Made", "What runs and what was made", show=False),),
    ),
    Keystroke("k", "What to task", (Use("app", "tasking", "Tasking", "What to task"),)),
    Keystroke(
        "r",
        "Go to a register",
        (
            Use("app", "registers", "Registers", "Go to a register"),
            Use("register", "other", "Registers", "Another register"),
        ),
    ),
    Keystroke(
        "slash",
        "Find anything",
        (Use("app", "find_by_letter", "Find", "Find anything, do anything"),),
        shown="/",
    ),
    Keystroke(
        "f3",
        "Find anything, while something is typed too",
        (Use("app", "find", "Find", "Find anything", show=False),),
        "F3",
    ),
    Keystroke(
        "f1",
        "Help",
        (
            Use("app", "help", "Help", "What the screen is for, and its keys"),
            Use("read", "leave", "Close", show=False),
        ),
        shown="F1",
    ),
    Keystroke(
        "question_mark",
        "Help",
        (
            Use("app", "help", "Help", "What the screen is for, and its keys", show=False),
            Use("read", "leave", "Close", show=False),
        ),
        shown="?",
    ),
    Keystroke(
        "escape",
        "Go back",
        (
            Use("profiles", "back", "Back"),
            Use("today", "back", "Clear", show=False),
            *(
                Use(where, "back", "Back")
                for where in (
                    "profile",
                    "shared",
                    "due",
                    "register",
                    "statement",
                    "find",
                    "around",
                    "runs",
                    "shift",
                    "sitting",
                    "rows-behind",
                )
            ),
            Use("assessment", "leave", "Back"),
            *(Use(where, "leave", "Leave") for where in ("form", "choice", "picker", "reason")),
            Use("read", "leave", "Close"),
        ),
    ),
    Keystroke("q", "Quit", (Use("app", "quit_by_letter", "Quit"),)),
    Keystroke(
        "f6",
        "Where next",
        (Use("app", "where_next", "Where next", "Look for candidate hotspots", show=False),),
        "F6",
    ),
    Keystroke("f9", "Another look", (Use("app", "next_theme", "Theme", show=False),), "F9"),
    Keystroke(
        "ctrl+b",
        "Back the casebook up",
        (Use("app", "backup", "Back up", "Back the casebook up", show=False),),
        "Ctrl+B",
    ),
    Keystroke(
        "ctrl+p",
        "Find a command or anything else",
        (Use("app", "command_palette", "Commands", "Find a command", show=False),),
        priority=True,
    ),
    Keystroke("ctrl+q", "Quit", (Use("app", "quit", "Quit", show=False),), "Ctrl+Q", priority=True),
)
"""Where to from here; they work on every screen, and its letters wherever none are typed."""

TABLE = (*ACTING, *SHOWING, *TYPING, *GOING)
"""Every key, in the order in which a footer names those of its screen."""


def keys_of(where: str) -> list[BindingType]:
    """The bindings of a screen or a part of one, in the order of the table."""
    used = [(key, use) for key in TABLE for use in key.uses if use.where == where]
    names = Counter(_name(use) for _, use in used)
    return [
        Binding(
            key.key,
            use.action,
            use.label,
            id=_name(use) if names[_name(use)] == 1 else f"{_name(use)}.{key.key}",
            tooltip=use.about,
            show=use.show,
            key_display=key.shown or None,
            priority=key.priority,
        )
        for key, use in used
    ]


def _name(use: Use) -> str:
    """By what a person's settings may give it another key."""
    return f"{use.where}.{use.action.partition('(')[0].removeprefix('app.')}"


def meanings() -> Mapping[str, str]:
    """What each key means everywhere, by its name."""
    return {key.key: key.means for key in TABLE}
