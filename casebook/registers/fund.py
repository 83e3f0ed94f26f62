"""Funds: budgets, their lines, and the bids, commitments and spends on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.entry import Entry, check_amount, check_ref, check_ring
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Reader
from casebook.core.statement import Stated
from casebook.core.wording import money
from casebook.profiles.profile import Action


@dataclass(frozen=True, kw_only=True)
class Fund(Entry):
    """A fund, or a line of one: a line is a fund with a parent."""

    KIND: ClassVar[str] = "fund"
    TITLE: ClassVar[str] = "Funds"
    NOTES_RULE: ClassVar[str] = "casebook.registers.notes:over_budget_notes"
    OWN_TABLE: ClassVar[bool] = True
    VERB: ClassVar[str] = "keep money"
    NEEDS: ClassVar[tuple[str, ...]] = ("ref", "name")
    STATEMENTS: ClassVar[tuple[Stated, ...]] = (
        Stated(
            "list",
            "Print every fund with its lines: budget, bids, commitments, spends.",
            "casebook.registers.statements.funds:every_fund",
        ),
        Stated(
            "position",
            "Set what each line has committed and spent beside its budget.",
            "casebook.registers.statements.funds:position",
            ("ref", "window"),
        ),
        Stated(
            "forecast",
            "Say where each line ends if it goes on as it has.",
            "casebook.registers.statements.funds:forecast",
            ("ref", "window"),
        ),
        Stated(
            "cost",
            "Divide a line's spend by the hours of the resourcing it pays for.",
            "casebook.registers.statements.funded_hours:cost",
            ("ref", "window"),
        ),
    )

    ref: str = field("Ref", example="HRF-2024", unscanned="a reference", default="")
    name: str = field("Name", example="Hotspot response fund 2024/25", default="")
    parent: str | None = field(
        "Line of", help="Ref of the fund.", refers="fund", belongs=True, default=None
    )
    budget: float | None = field("Budget", unit="£", default=None)
    at: date | None = field("From", default=None)
    until: date | None = field("To", default=None)
    resourcing: str = field(
        "Pays for patrols of",
        help="The resourcing whose hours the line pays for.",
        codes="resourcing",
        default="",
    )
    place: str | None = field("Area", refers="place", belongs=True, default=None)
    text: str = field("What it is for", free_text=True, default="")

    def check(self) -> None:
        """Raise :class:`BadValue` also for a ref that is none, a budget below zero, a ring."""
        super().check()
        check_ref(self.ref)
        check_amount(self, "budget")
        if self.parent == self.ref:
            raise BadValue(f"Line of: {self.ref} can't be a line of itself.", field="parent")

    def check_among(self, casebook: Reader) -> None:
        """A fund isn't a line of its own line."""
        check_ring(casebook, self, "parent")


@dataclass(frozen=True, kw_only=True)
class Spend(Entry):
    """A bid for money, a commitment or a spend on a line; it may name what it is for."""

    KIND: ClassVar[str] = "spend"
    TITLE: ClassVar[str] = "Bids, commitments and spends"
    NOTES_RULE: ClassVar[str] = "casebook.registers.notes:over_budget_notes"
    OWN_TABLE: ClassVar[bool] = True
    REPEATS: ClassVar[bool] = True
    SUBJECT: ClassVar[str] = "fund"

    fund: str = field("Fund or line", refers="fund", belongs=True, fixed=True, indexed=True)
    code: str = field("Kind", codes="spend-kind", default="spend")
    at: date = field("On")
    amount: float = field("Amount", help="For a bid, what is asked.", unit="£")
    state: str = field("Bid is", codes="bid-state", default="")
    agreed: float | None = field("Agreed", help="Of what a bid asked.", unit="£", default=None)
    against: int | None = field(
        "Against commitment",
        help="Number of the commitment a spend settles.",
        refers="spend",
        default=None,
    )
    profile: str | None = field("Profile", refers="profile", belongs=True, default=None)
    action: int | None = field(
        "Action", help="Number of the action.", refers="action", default=None
    )
    programme: str | None = field("Programme", refers="programme", belongs=True, default=None)
    place: str | None = field("Area or hotspot", refers="place", belongs=True, default=None)
    agency: str | None = field("Agency", refers="agency", default=None)
    reference: str = field(
        "Reference",
        help="A spend with the reference of a commitment on its line settles that commitment.",
        example="PO 4471",
        default="",
    )
    text: str = field("What for", free_text=True, default="")

    def word(self) -> str:
        """Whether the money is asked for, promised or spent: ``bid``."""
        return self.code

    def verb(self) -> str:
        """Anyone at work there may ask for money; the rest is kept by those who answer for it."""
        asks = self.code == "bid" and self.state in ("", "asked")
        return "ask for money" if asks else "keep money"

    def check(self) -> None:
        """Raise :class:`BadValue` also for money below zero or a bid's words on no bid."""
        super().check()
        check_amount(self, "amount", "agreed")
        if self.code != "bid" and (self.state or self.agreed is not None):
            raise BadValue("Bid is: only a bid is asked, agreed or refused.", field="state")
        if self.state == "agreed" and self.agreed is None:
            raise BadValue(
                "Agreed can't be empty: say how much of the bid was agreed.", field="agreed"
            )
        if self.state != "agreed" and self.agreed is not None:
            raise BadValue(
                "Agreed: only a bid that is agreed has an amount agreed.", field="agreed"
            )
        if self.agreed is not None and self.agreed > self.amount:
            raise BadValue(
                f"Agreed is more than the {money(self.amount)} the bid asks.", field="agreed"
            )
        if self.code != "spend" and self.against is not None:
            raise BadValue(
                "Against commitment: only a spend settles a commitment.", field="against"
            )

    def check_among(self, casebook: Reader) -> None:
        """A spend settles a commitment of its own line; an action is one of the profile named."""
        if self.against is not None:
            settled = casebook.load_one(Spend, id=self.against)
            if settled is None or settled.code != "commitment" or settled.fund != self.fund:
                raise BadValue(
                    f"Against commitment: {self.fund} has no commitment number {self.against}.",
                    field="against",
                )
        if self.action is not None:
            action = casebook.load_one(Action, id=self.action)
            if action is None or action.profile != self.profile:
                whose = self.profile or "no profile"
                raise BadValue(
                    f"Action: {whose} has no action number {self.action}.", field="action"
                )
