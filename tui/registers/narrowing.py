"""What a statement may be narrowed to: an area, a fund, a programme, a tactic, a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from casebook.core.statement import Ask, Stated
from tui.parts.picker import pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from casebook.book.opening import Book
    from tui.parts.asking import AskingScreen

NAMES = {
    "place": "Area or hotspot",
    "programme": "Programme",
    "profile": "Profile",
    "rule": "Rule set",
    "ref": "Which one",
}
"""What each part of a question that can be picked is called."""
EVERYTHING = ""

Parts = Mapping[str, Mapping[str, str]]
"""For each part of a question what may be picked, by its ref or code."""


def parts_of(stated: Stated) -> tuple[str, ...]:
    """The parts of a question that narrow a statement by a pick."""
    return tuple(part for part in NAMES if part in stated.takes)


def read_parts(book: Book, stated: Stated) -> Parts:
    """What each of them may be."""
    from casebook.book.code_lists import choices
    from casebook.book.references import named_records
    from casebook.core.rule_sets import rule_sets
    from casebook.registers.entries import list_entries

    wanted = {stated.register if part == "ref" else part for part in parts_of(stated)}
    records = named_records(book, wanted)
    rules = rule_sets(book.settings.abstraction_rules)
    own = records.get(stated.register, {})
    if stated.register == "practitioner":
        own = choices(book)["tactic"]
    elif stated.register == "scrutiny":
        meetings = (entry.meeting for entry in list_entries(book, "scrutiny"))  # type: ignore[attr-defined]
        own = {meeting: meeting for meeting in meetings}
    found: dict[str, Mapping[str, str]] = {
        "ref": own,
        "rule": {key: rule.name for key, rule in rules.items()},
        **{kind: records.get(kind, {}) for kind in ("place", "programme", "profile")},
    }
    return {part: found[part] for part in parts_of(stated) if found[part]}


def narrow(
    screen: AskingScreen[None], parts: Parts, asked: Ask, then: Callable[[Ask], None]
) -> None:
    """Ask what a statement is to be narrowed to, and go on with the question that says so."""

    def narrow_by(part: str) -> None:
        now = getattr(asked, part)
        first = {EVERYTHING: "Everything"} if part != "rule" else {}

        def picked(value: str) -> None:
            changed: dict[str, Any] = {part: value}
            then(replace(asked, **changed))

        options = {**first, **parts[part]}
        pick(screen, NAMES[part], options, picked, at=now)

    if len(parts) == 1:
        narrow_by(next(iter(parts)))
    else:
        pick(screen, "Narrow it by", {part: NAMES[part] for part in parts}, narrow_by)


def in_words(asked: Ask, parts: Parts, *, but: str) -> str:
    """What a question is narrowed to, ``W01 Quayside``, ``but`` for what is said already."""
    picked = ((part, getattr(asked, part)) for part in NAMES)
    said = (parts.get(part, {}).get(v, v) for part, v in picked if v and v not in but)
    return ", ".join(" ".join(name.split()) for name in said)
