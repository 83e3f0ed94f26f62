"""The design of an assessment: how a response is to be judged, declared before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.codes import as_at_first
from casebook.core.entry import Entry
from casebook.core.fields import field
from casebook.core.months import Month

PROPOSED_MONTHS = 6
"""Length of the windows that are proposed."""


@dataclass(frozen=True)
class Candidate:
    """A comparison area that was looked for and could stand in for the control, and how like it is.

    Each of the four ratios is to what noise allows in the months before the response; over 1 fails.
    """

    ref: str = field("Area", kept=True, fixed=True)
    part: str = field("Part", kept=True, fixed=True, default="control")
    made_of: tuple[str, ...] = field("Made of", kept=True, fixed=True, default=())
    incidents: int | None = field("Incidents before", default=None)
    metres: int | None = field("Metres away", default=None)
    months: float | None = field("Months", default=None)
    half_years: float | None = field("Half-years", default=None)
    level: float | None = field("Level", default=None)
    trend: float | None = field("Trend", default=None)
    says: str = field("Why it was offered", kept=True, fixed=True, default="")
    outline: str = field(
        "Outline",
        help="WKT in the casebook's metres; blank once the area is drawn.",
        kept=True,
        fixed=True,
        default="",
    )


@dataclass(frozen=True, kw_only=True)
class Design(Entry):
    """How a response is to be judged, declared before it starts: windows, count, comparison areas.

    Changed after it is frozen, a further version stands beside the first with its reason.
    """

    KIND: ClassVar[str] = "design"
    TITLE: ClassVar[str] = "Assessment designs"
    SUBJECT: ClassVar[str] = "profile"
    KEPT_BY: ClassVar[str] = "casebook design"
    NEVER_UNDONE: ClassVar[str] = (
        "declared a design, which isn't undone: declare it as it should be"
    )

    profile: str = field("Profile", refers="profile", belongs=True, fixed=True)
    number: int = field("Version", fixed=True, default=1)
    code: str = field("Count group", example="asb", kept=True, default="")
    before_from: Month | None = field("Before, from", default=None)
    before_to: Month | None = field("Before, to", default=None)
    after_from: Month | None = field("After, from", default=None)
    after_to: Month | None = field("After, to", default=None)
    controls: tuple[str, ...] = field(
        "Controls", help="Refs of control areas.", refers="place", default=()
    )
    buffers: tuple[str, ...] = field(
        "Buffers", help="Refs of displacement areas.", refers="place", default=()
    )
    buffer_controls: tuple[str, ...] = field("Buffers' controls", refers="place", default=())
    candidates: tuple[Candidate, ...] = field(
        "Candidates", help="Areas that could each stand in for the control.", default=()
    )
    text: str = field("Why this design", free_text=True, default="")
    reason: str = field("Why it was changed", free_text=True, default="")
    at: date | None = field("Declared on", fixed=True, default=None)
    boundaries: tuple[int, ...] = field("Boundaries used", fixed=True, default=())
    days_late: int | None = field(
        "Declared so many days after the response began", fixed=True, default=None
    )

    @property
    def counted(self) -> str:
        """The count group by the version it was declared with."""
        return as_at_first(self.code)
