"""A month's look at one profile: due, updated, endorsed, signed; or returned with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from casebook.domain.fields import field
from casebook.domain.months import Month

STATES = ("due", "updated", "endorsed", "signed", "returned")


@dataclass(frozen=True)
class Review:
    """One profile's review of one month, with the figures frozen when the month was opened."""

    KIND: ClassVar[str] = "review"

    profile: str = field("Profile", fixed=True)
    month: Month = field("Month", fixed=True)
    state: str = field("State", fixed=True, default="due")
    cut_off: date | None = field("Data cut-off", fixed=True, default=None)
    due: date | None = field("Due", fixed=True, default=None)
    did: str = field("What we did", free_text=True, default="")
    hindered: str = field("What got in the way", free_text=True, default="")
    asks: str = field("What we ask", free_text=True, default="")
    decisions: tuple[str, ...] = field("Decisions", codes="review-decision", default=())
    reason: str = field("Why", free_text=True, default="")
    comments: str = field("Comments", free_text=True, default="")
    returned_why: str = field("Returned because", free_text=True, fixed=True, default="")
    updated_by: str | None = field("Updated by", fixed=True, default=None)
    updated_on: date | None = field("Updated on", fixed=True, default=None)
    endorsed_by: str | None = field("Endorsed by", fixed=True, default=None)
    endorsed_on: date | None = field("Endorsed on", fixed=True, default=None)
    signed_by: str | None = field("Signed by", fixed=True, default=None)
    signed_on: date | None = field("Signed on", fixed=True, default=None)
    head: str = field("Head of the record when signed", fixed=True, default="")
    figures_hash: str = field("Hash of the figures", fixed=True, default="")
    figures: Any = None
    """The frozen figures as JSON: one object for each of the profile's hotspots."""
    id: int = 0
    version: int = 0

    @property
    def ref(self) -> str:
        """What history calls it: ``PMP-2024-007 review 2024-11``."""
        return f"{self.profile} review {self.month}"

    def overdue(self, today: date) -> bool:
        """Whether it was due before ``today`` and isn't signed."""
        return self.state != "signed" and self.due is not None and self.due < today
