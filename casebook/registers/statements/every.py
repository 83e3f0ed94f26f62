"""Every statement there is: which register it adds up, where, and what it can be asked.

A statement named here is a command of its register, can be read on the register's screen and may be
printed in a pack; nothing else is needed for it.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.statement import Ask, Statement


@dataclass(frozen=True)
class Stated:
    """One statement of a register: its command's name, its help, and what narrows it."""

    register: str
    name: str
    help: str
    where: str
    """Module and function of :mod:`casebook.services` that work it out."""
    takes: tuple[str, ...] = ()
    """Parts of :class:`Ask` it heeds: window, ref, place, programme, profile, by, rule."""
    by: tuple[str, ...] = ()
    """What its rows can stand for, the first when nothing is asked."""


STATEMENTS: tuple[Stated, ...] = (
    Stated(
        "activity",
        "total",
        "Add up what was done, each activity once.",
        "casebook.registers.statements.activities:total",
        ("window", "place", "programme", "profile", "by"),
        (
            *("code", "group", "place", "district", "month", "programme"),
            *("place,code", "place,month", "district,code", "month,code", "programme,code"),
        ),
    ),
    Stated(
        "programme",
        "standing",
        "Say where each programme stands: phase, lead agency, next review.",
        "casebook.registers.statements.programmes:standing",
        ("ref", "place"),
    ),
    Stated(
        "programme",
        "benefits",
        "Set each expected benefit beside what every review found of it.",
        "casebook.registers.statements.programmes:benefits",
        ("ref",),
    ),
    Stated(
        "indicator",
        "standing",
        "Set each indicator's newest reading beside the one before and its target.",
        "casebook.registers.statements.indicators:standing",
        ("ref", "place", "profile", "programme"),
    ),
    Stated(
        "indicator",
        "series",
        "Print every reading of an indicator, area by area, with what they add up to.",
        "casebook.registers.statements.indicators:series",
        ("ref", "window"),
    ),
    Stated(
        "fund",
        "list",
        "Print every fund with its lines: budget, bids, commitments, spends.",
        "casebook.registers.statements.funds:every_fund",
    ),
    Stated(
        "fund",
        "position",
        "Set what each line has committed and spent beside its budget.",
        "casebook.registers.statements.funds:position",
        ("ref", "window"),
    ),
    Stated(
        "fund",
        "forecast",
        "Say where each line ends if it goes on as it has.",
        "casebook.registers.statements.funds:forecast",
        ("ref", "window"),
    ),
    Stated(
        "fund",
        "cost",
        "Divide a line's spend by the hours of the resourcing it pays for.",
        "casebook.registers.statements.funded_hours:cost",
        ("ref", "window"),
    ),
    Stated(
        "abstraction",
        "rate",
        "Divide the hours a rule set counts by neighbourhood duty hours.",
        "casebook.registers.statements.abstractions:rate",
        ("window", "place", "rule", "by"),
        ("team", "district", "month", "team,month"),
    ),
    Stated(
        "abstraction",
        "reasons",
        "Add up hours by why officers were taken, counted and not counted.",
        "casebook.registers.statements.abstractions:reasons",
        ("window", "place", "rule"),
    ),
    Stated(
        "abstraction",
        "rules",
        "Print the rule sets, each in its own words.",
        "casebook.registers.statements.abstractions:rules",
    ),
    Stated(
        "query",
        "clock",
        "Count the answers given within 72 hours.",
        "casebook.registers.statements.community:clock",
        ("window", "place", "by"),
        ("district", "place", "month"),
    ),
    Stated(
        "priority",
        "current",
        "Print each ward's named officer and priorities, and flag what is out of date.",
        "casebook.registers.statements.community:priorities",
        ("place",),
    ),
    Stated(
        "practitioner",
        "who",
        "Say who can help with a tactic, or with each.",
        "casebook.registers.statements.community:practitioners",
        ("ref", "place"),
    ),
    Stated(
        "scrutiny",
        "decisions",
        "Print each question's decision, and what became of the actions.",
        "casebook.registers.statements.scrutiny:decisions",
        ("ref",),
    ),
)
"""Every statement, in the order packs print them."""


def statements_of(register: str) -> tuple[Stated, ...]:
    """The statements of one register; none for one that adds up to nothing."""
    return tuple(each for each in STATEMENTS if each.register == register)


def state(book: Book, register: str, name: str, ask: Ask | None = None) -> Statement:
    """Work out the statement ``name`` of a register.

    Raises :class:`BadValue` for a statement there isn't or a grouping it has not, and what its
    function raises.
    """
    book.require("view")
    found = next((one for one in statements_of(register) if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in statements_of(register)) or "none"
        raise BadValue(f"The register {register} has no statement '{name}'; it has {known}.")
    asked = ask or Ask()
    if asked.by and asked.by not in found.by:
        raise BadValue(f"'{name}' can't be grouped by '{asked.by}': take {' or '.join(found.by)}.")
    module, function = found.where.split(":")
    worked_out: Statement = getattr(importlib.import_module(module), function)(book, asked)
    return worked_out
