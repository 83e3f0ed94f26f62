"""Drawing the days of a crossover once, showing them as they come, ending it with a reason."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.errors import BadValue
from casebook.core.months import day_label
from casebook.profiles.casefile import editable, file_of
from casebook.profiles.crossovers.crossover import Crossover, TrialDay, digest_of, drawn_days
from casebook.profiles.design import Design
from casebook.profiles.design_areas import targets_of
from casebook.store.transaction import Transaction

LONGEST = 731
"""Days a crossover may run."""


@dataclass(frozen=True)
class CrossoverSoFar:
    """A crossover with the days that may be known: up to tomorrow, never beyond."""

    crossover: Crossover
    days: tuple[TrialDay, ...]
    intact: bool
    """Whether the days drawn from the seed still have the digest that history sealed."""

    def encode(self) -> dict[str, Any]:
        """As JSON."""
        it = self.crossover
        return {
            "profile": it.profile,
            "hotspots": list(it.hotspots),
            "from": str(it.first_day),
            "to": str(it.last_day),
            "seed": it.seed,
            "digest": it.digest,
            "intact": self.intact,
            "drawn": str(it.drawn),
            "ended": str(it.ended) if it.ended else None,
            "reason": it.reason,
            "days": [
                {"day": str(each.day), "hotspot": each.hotspot, "on": each.on} for each in self.days
            ],
        }


def draw_crossover(book: Book, ref: str, first: date, last: date, seed: str) -> CrossoverSoFar:
    """Draw the days on and off of every hotspot of profile ``ref`` and seal the list.

    Its digest is in the history from now on. Raises :class:`BadValue` where one was drawn already,
    no design is declared, the days have begun or are too many, or no seed is stated.
    """
    if not seed.strip():
        raise BadValue("State a seed, such as --seed 4711: the days are drawn from it.")
    if first <= book.today:
        raise BadValue(
            f"The first day must be after today, {day_label(book.today)}: days whose numbers may "
            "be known aren't drawn."
        )
    if not 13 <= (last - first).days < LONGEST:
        raise BadValue("A crossover runs for at least a fortnight and at most two years.")
    with book.store.writing() as tx:
        file = editable(tx, book, ref, "edit")
        before = _of(tx, ref)
        if before is not None:
            raise BadValue(
                f"The days of {ref} were drawn on {day_label(before.drawn or first)} and can't be "
                "drawn again; a crossover can only be ended, with --end and the reason."
            )
        if not tx.load(Design, profile=ref):
            raise BadValue(
                f"Declare what is counted first, with 'casebook design {ref} set': a crossover is "
                "judged by the design's count and boundaries."
            )
        hotspots = tuple(place.ref for place in targets_of(tx, file))
        blank = Crossover(
            profile=ref,
            hotspots=hotspots,
            first_day=first,
            last_day=last,
            seed=seed.strip(),
            drawn=book.today,
        )
        sealed = dataclasses.replace(blank, digest=digest_of(drawn_days(blank)))
        return _so_far(book, write(book, tx, None, sealed))


def end_crossover(book: Book, ref: str, reason: str) -> CrossoverSoFar:
    """End the crossover of profile ``ref`` today; its days up to yesterday count.

    Raises :class:`BadValue` without a reason, or where there is none that runs.
    """
    if not reason.strip():
        raise BadValue("Say why the crossover is ended: whoever reads its result needs it.")
    with book.store.writing() as tx:
        editable(tx, book, ref, "edit")
        before = _of(tx, ref)
        if before is None:
            raise BadValue(f"{ref} has no crossover to end.")
        if before.ended is not None:
            raise BadValue(f"It was ended on {day_label(before.ended)} already: {before.reason}")
        after = dataclasses.replace(before, ended=book.today, reason=reason.strip())
        return _so_far(book, write(book, tx, before, after, reason.strip()))


def read_crossover(book: Book, ref: str) -> CrossoverSoFar | None:
    """The crossover of profile ``ref`` as far as it may be known; None where none was drawn."""
    book.require("view")
    with book.store.reading() as tx:
        file_of(tx, ref)
        found = _of(tx, ref)
    return _so_far(book, found) if found else None


def _of(tx: Transaction, ref: str) -> Crossover | None:
    found = tx.load(Crossover, profile=ref)
    return found[0] if found else None


def _so_far(book: Book, crossover: Crossover) -> CrossoverSoFar:
    every = drawn_days(crossover)
    until = min(book.today + timedelta(days=1), crossover.runs_to)
    known = tuple(each for each in every if each.day <= until)
    return CrossoverSoFar(crossover, known, digest_of(every) == crossover.digest)
