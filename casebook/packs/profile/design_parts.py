"""The parts of a printed profile that say how its response is judged: design and crossover."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from casebook.core import english, wording
from casebook.core.fields import fields_of
from casebook.packs.facts import Card, Part, plain_text
from casebook.profiles.design import Design

if TYPE_CHECKING:
    from casebook.book.opening import Book

Make = Callable[..., Card]
"""Makes a card of a record, as the page makes every card."""


def design_part(book: Book, ref: str, card: Make) -> Part:
    """Every version of the design, when each was declared and what must be known of it."""
    from casebook.profiles.designs import declared_in_words, read_design

    declared = read_design(book, ref)
    cards = tuple(
        card(
            f"Version {design.number}",
            design,
            leave_out=("profile", "number", "at", "days_late", "boundaries", "candidates"),
            flag="Stands" if design == declared.design else "Replaced",
            says=(
                english.sentence(declared_in_words(design, declared.began)) + ".",
                *_candidates(design),
            ),
        )
        for design in reversed(declared.versions)
    )
    began = f"began on {wording.day(declared.began)}" if declared.began else "hasn't begun"
    says = [f"The response {began}.", *declared.notes]
    says += [] if cards else ["No design is declared."]
    return Part("design", "Design of the assessment", tuple(says), cards=cards)


def crossover_part(book: Book, ref: str, card: Make) -> Iterable[Part]:
    """What the days on and off were drawn from; nothing where none were."""
    from casebook.profiles.crossovers.sealing import read_crossover

    found = read_crossover(book, ref)
    if found is None:
        return
    broken = () if found.intact else ("The days no longer have the digest that was sealed.",)
    made = card("", found.crossover, leave_out=("profile",), says=broken)
    yield Part("crossover", "Crossover", cards=(made,))


def _candidates(design: Design) -> tuple[str, ...]:
    """The areas that could stand in for the control, a line each with why it was offered."""
    label = fields_of(Design)["candidates"].label
    each = (plain_text(f"{one.ref}, {one.part}: {one.says}") for one in design.candidates)
    return (f"{label}:", *each) if design.candidates else ()
