"""The front page: what needs a decision, ranked, and what was decided last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebook.core import english, wording
from casebook.core.months import Month
from casebook.packs.review.all_hotspots import PackFigures
from casebook.packs.review.headlines import beside_chance
from casebook.packs.review.late_data import in_brief
from casebook.packs.tables import PrintColumn, PrintRow, PrintTable
from casebook.reviews.matter import COVERAGE, HOURS, KINDS, RULE, Matter
from casebook.reviews.matters import ProfileMonth
from casebook.reviews.need import OrderOfNeed
from casebook.reviews.outcomes import Outcome, last_outcome
from casebook.reviews.review import Review

_STATES = ("due", "returned", "updated", "endorsed", "signed")
_MOST, _CAME = 6, 150
"""Decisions that are told on the front page, and how much of what came of each."""
_LONGEST_PLACE = 120
"""Characters of a place's name, or of the title of a profile that has none."""
_MOST_NAMED = 60
"""Places without a matter that are named; of more only the number is told."""
_SECTIONS = {HOURS: "command", COVERAGE: "definitions"}
"""The parts of the pack that matters of the whole force lead to."""


@dataclass(frozen=True)
class FrontLine:
    """One line: the place, what stands, and what is asked."""

    place: str
    link: str
    """The id of the part of the pack it leads to; empty for none."""
    about: str
    """The profile's ref; empty for the whole force."""
    fact: str
    ask: str
    """What is asked; where that is decided, what was decided, after the owner's own words."""
    decided: bool
    opens: bool
    """Whether it is the first line of its place, which says the place's name."""
    lines: int
    """How many lines its place has."""


@dataclass(frozen=True)
class FrontPage:
    """What a meeting is chaired from."""

    force: tuple[FrontLine, ...]
    places: tuple[FrontLine, ...]
    """What needs a decision, place by place in order of need; what was decided comes last."""
    quiet: str
    """Which profiles and hotspots have no matter; empty where each has one."""
    signed: str
    """How many reviews of the month are signed, and how the others stand."""
    against_rest: str
    beside_chance: str
    late: str
    """How much late data changed since signing; empty where nothing."""
    decided: tuple[str, ...]
    """Last month's decisions and what came of them, in brief."""
    decisions: PrintTable | None
    """Each of them with what came of it; None where none was signed."""
    rule: PrintTable
    """How places are ranked."""

    @property
    def open_lines(self) -> int:
        """How many lines on places wait for a decision."""
        return sum(not line.decided for line in self.places)


def front_page(
    figures: PackFigures,
    profiles: Sequence[ProfileMonth],
    reviews: Sequence[Review],
    against_rest: str,
) -> FrontPage:
    """The front page of the month of ``figures``, whose rows are shown in the order of need."""
    month, today, order = figures.window.last, figures.made_on, figures.order
    assert order is not None
    links = _links(figures)
    force, places = front_lines(order, links)
    at = {subject: at for at, subject in enumerate(order.subjects)}
    by_need = sorted(profiles, key=lambda each: at[each.subject])
    outcomes = [found for each in by_need if (found := last_outcome(each, month, today))]
    return FrontPage(
        force,
        places,
        _quiet(profiles, order),
        signed_line(reviews, month),
        against_rest,
        beside_chance(figures),
        in_brief(figures.late),
        decided_lines(outcomes, profiles, month),
        decisions_table(outcomes, links, month),
        rule_table(),
    )


def _quiet(profiles: Iterable[ProfileMonth], order: OrderOfNeed) -> str:
    """The places that nothing is to be decided on, by name; how many where they are many."""
    loud = {matter.subject for matter in order.matters}
    names = [
        english.shortened(each.place, _LONGEST_PLACE)
        for each in profiles
        if each.subject not in loud
    ]
    if len(names) > _MOST_NAMED:
        return f"Nothing to decide on the other {len(names):,} places."
    return f"Nothing to decide on {english.listed(names)}." if names else ""


def _links(figures: PackFigures) -> dict[str, str]:
    """The part of the pack that is about each hotspot and each live profile, by ref."""
    found = dict(figures.links)
    for file in figures.live:
        own = [figures.links[ref] for ref in file.hotspots if ref in figures.links]
        found[file.profile.ref] = own[0] if own else "others"
    return found


def front_lines(
    order: OrderOfNeed, links: Mapping[str, str]
) -> tuple[tuple[FrontLine, ...], tuple[FrontLine, ...]]:
    """The lines of the whole force and those of places.

    ``links`` are the ids of the parts about hotspots and profiles, by ref.
    """
    force = [(matter, _SECTIONS.get(matter.kind, "")) for matter in order.of_force]
    ranked = [matter for matter in order.matters if matter.kind in KINDS]
    ranked.sort(key=lambda matter: bool(matter.decided))
    placed = [(m, links.get(m.hotspot) or links.get(m.profile, "")) for m in ranked]
    return _lines(force), _lines(placed)


def _lines(found: Sequence[tuple[Matter, str]]) -> tuple[FrontLine, ...]:
    keys = [(m.subject or m.place, bool(m.decided)) for m, _ in found]
    lines = Counter(keys)
    return tuple(
        FrontLine(
            english.shortened(matter.place, _LONGEST_PLACE),
            link,
            matter.profile,
            matter.fact,
            _asked(matter),
            bool(matter.decided),
            at == 0 or keys[at - 1] != keys[at],
            lines[keys[at]],
        )
        for at, (matter, link) in enumerate(found)
    )


def _asked(matter: Matter) -> str:
    if not matter.decided:
        return matter.ask
    own_words = matter.kind == "asks"
    return f"{matter.ask.rstrip('.')}. {matter.decided}" if own_words else matter.decided


def signed_line(reviews: Iterable[Review], month: Month) -> str:
    """How many of the month's reviews are signed, and how the others stand."""
    own = [review for review in reviews if review.month == month]
    if not own:
        return f"{month.label} isn't open for review: nothing of it is signed."
    states = [review.state for review in own]
    others = [f"{states.count(state):,} {state}" for state in _STATES[:-1] if state in states]
    rest = f"; {english.listed(others)}" if others else ""
    return f"{states.count('signed'):,} of {len(own):,} reviews of {month.label} signed{rest}."


def decided_lines(
    outcomes: Sequence[Outcome], profiles: Sequence[ProfileMonth], month: Month
) -> tuple[str, ...]:
    """The decisions of the month before and what came of each, those that only go on counted."""
    before = month + -1
    own = [one for one in outcomes if one.review.month == before]
    of = sum(profile.review_of(before) is not None for profile in profiles)
    if not of:
        return (f"No review of {before.label} was opened.",)
    on = [one for one in own if one.only_continues]
    written = sum("hasn't written since" not in one.came for one in on)
    said = [f"{len(own):,} of {of:,} reviews of {before.label} were decided."]
    if on:
        said[0] += (
            f" To continue: {len(on):,}; the owner has written since on "
            f"{'each' if written == len(on) else f'{written:,}'} of them."
        )
    others = [one for one in own if not one.only_continues]
    said += [
        f"{one.place}: {one.decided}. {english.shortened(one.came, _CAME)}"
        for one in others[:_MOST]
    ]
    if len(others) > _MOST:
        said.append(
            f"{english.counted(len(others) - _MOST, 'more decision')} in the table of them."
        )
    return tuple(said)


def decisions_table(
    outcomes: Iterable[Outcome], links: Mapping[str, str], month: Month
) -> PrintTable | None:
    """Every decision of the month before, why, and what came of it, mere going on last.

    ``links`` are the ids of the parts about profiles, by ref.
    """
    own = [one for one in outcomes if one.review.month == month + -1]
    if not own:
        return None
    own.sort(key=lambda one: one.only_continues)
    return PrintTable(
        f"What was decided on {(month + -1).label}, and what came of it",
        (
            PrintColumn("Place"),
            PrintColumn("Decided"),
            PrintColumn("Why", weight=2),
            PrintColumn("What came of it", weight=2),
        ),
        tuple(
            PrintRow(
                (
                    english.shortened(one.place, _LONGEST_PLACE),
                    english.sentence(one.decided),
                    english.shortened(one.review.reason, 160) or wording.MISSING,
                    one.came,
                ),
                link=links.get(one.profile, ""),
            )
            for one in own
        ),
    )


def rule_table() -> PrintTable:
    """What each kind of matter weighs."""
    return PrintTable(
        "How places are ranked",
        (PrintColumn("A matter is"), PrintColumn("Points", kind="figure")),
        tuple(PrintRow((kind.when, wording.number(kind.points))) for kind in KINDS.values()),
        (RULE,),
    )
