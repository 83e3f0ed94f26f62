"""Scrutiny meetings: what was decided on each question, and what became of each action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casebook.book.code_lists import code_list
from casebook.book.opening import Book
from casebook.core.called import near
from casebook.core.english import counted
from casebook.core.errors import NotFound
from casebook.core.statement import Ask, Head, Statement
from casebook.registers.scrutiny import Scrutiny, ScrutinyAction

_LAST = str(date.max)
_HEADS = (
    Head("meeting", "Meeting"),
    Head("on", "On", "date"),
    Head("item", "Item"),
    Head("text", "Asked"),
    Head("decision", "Decision, state"),
    Head("change", "What will change"),
    Head("who", "Who"),
    Head("by_when", "By when", "date"),
    Head("done", "Done on", "date"),
)


def decisions(book: Book, ask: Ask) -> Statement:
    """Each question of scrutiny meetings with its decision, and each action with its state.

    ``ask.ref`` keeps one meeting, by its name in any case. ``decision`` is the decision's label
    for a question, and done, open or overdue for an action; ``code`` is the decision's code, None
    for an action. Raises :class:`NotFound` for a meeting that isn't there.
    """
    book.require("view")
    labels = {one.code: one.label for one in code_list(book, "scrutiny-decision").codes}
    with book.store.reading() as tx:
        questions = tx.load(Scrutiny)
        actions = tx.load(ScrutinyAction)
    if ask.ref:
        meeting = _meeting(
            ask.ref, [*(q.meeting for q in questions), *(a.meeting for a in actions)]
        )
        questions = tuple(one for one in questions if one.meeting == meeting)
        actions = tuple(one for one in actions if one.meeting == meeting)
    rows = [
        *(_question(one, labels) for one in questions),
        *(_action(one, book.today) for one in actions),
    ]
    begun: dict[str, str] = {}
    for row in rows:
        on = row["on"] or _LAST
        begun[row["meeting"]] = min(begun.get(row["meeting"], on), on)

    def place(row: Mapping[str, Any]) -> tuple[Any, ...]:
        first = begun[row["meeting"]]
        return first, row["meeting"], row["on"] or first, row["code"] is None, row["number"]

    rows.sort(key=place)
    return Statement(
        "Scrutiny: decisions and actions",
        _HEADS,
        tuple(rows),
        _notes(questions, actions, rows),
        grouped="meeting",
    )


def _meeting(given: str, known: Sequence[str]) -> str:
    words = {" ".join(name.split()).casefold(): name for name in known}
    word = " ".join(given.split()).casefold()
    if word not in words:
        raise NotFound("scrutiny meeting", given, tuple(words[like] for like in near(word, words)))
    return words[word]


def _question(one: Scrutiny, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "meeting": one.meeting,
        "on": str(one.at),
        "item": f"Question {one.number}",
        "number": one.number,
        "text": one.text,
        "evidence": one.evidence or None,
        "decision": labels.get(one.code, one.code),
        "code": one.code,
        "why": one.reason or None,
        "change": None,
        "who": None,
        "by_when": None,
        "done": None,
        "outcome": None,
    }


def _action(one: ScrutinyAction, today: date) -> dict[str, Any]:
    return {
        "meeting": one.meeting,
        "on": str(one.at) if one.at else None,
        "item": f"Action {one.number}",
        "number": one.number,
        "text": one.text,
        "evidence": None,
        "decision": state_of(one, today),
        "code": None,
        "why": None,
        "change": one.change or None,
        "who": one.owner or None,
        "by_when": str(one.until) if one.until else None,
        "done": str(one.done) if one.done else None,
        "outcome": one.outcome or None,
    }


def state_of(action: ScrutinyAction, today: date) -> str:
    """``done``, ``overdue`` or ``open`` on ``today``."""
    if action.done is not None:
        return "done"
    return "overdue" if action.overdue(today) else "open"


def _notes(
    questions: Sequence[Scrutiny],
    actions: Sequence[ScrutinyAction],
    rows: Sequence[Mapping[str, Any]],
) -> tuple[str, ...]:
    """How many of each decision and state there are, and what can't be said."""
    notes = []
    for kind, found in (("question", questions), ("action", actions)):
        said = [r for r in rows if (r["code"] is None) == (kind == "action")]
        words = [str(row["decision"]).lower() for row in said]
        if found:
            parts = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))
            notes.append(f"{counted(len(found), kind)}: {parts}.")
    unsaid = sum(one.done is None and one.until is None for one in actions)
    if unsaid:
        notes.append(f"By when isn't said of {unsaid} of the actions still open.")
    return tuple(notes)
