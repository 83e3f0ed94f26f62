"""Every register there is: a kind of entry is its class, and a line of the command line's help.

All registers share one screen, one set of commands and one import. A kind with a table called after
it is kept there, every other in one table for all: there a field called after a column is that
column, and the rest lies in the entry's body.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from casebook.registers.abstraction import Abstraction, DutyHours
from casebook.registers.activity import Activity
from casebook.registers.agency import Agency
from casebook.registers.casework import (
    ClosingCheck,
    Design,
    Document,
    Lead,
    LinkedCrime,
    Note,
    Request,
    Sharing,
)
from casebook.registers.community import Practitioner, Priority, Query, YouSaid
from casebook.registers.fund import Fund, Spend
from casebook.registers.indicator import Indicator, Reading
from casebook.registers.programme import Benefit, BenefitReview, Paper, Phase, Programme
from casebook.registers.scrutiny import Scrutiny, ScrutinyAction

REGISTERS: Mapping[str, type[Any]] = MappingProxyType(
    {
        kind.KIND: kind
        for kind in (
            *(Agency, Request, Lead, Sharing, Document, Note, LinkedCrime, ClosingCheck, Design),
            *(Programme, Phase, Benefit, BenefitReview, Paper),
            *(Activity, Indicator, Reading, Fund, Spend),
            *(Abstraction, DutyHours, Query, Priority, YouSaid, Practitioner),
            *(Scrutiny, ScrutinyAction),
        )
    }
)
"""Every register, by its kind, a kind before those that name its entries."""
