"""The one table of figures behind screens, maps and packs: what a row holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any, NamedTuple

from casebook.core.months import Month, Window
from casebook.figures.beside import Beside, plainly
from casebook.measures.verdict import Setting

WITH_REST = "What the rest of the force did is allowed for"
NO_REST = "Season and trend are in it: the rest of the force isn't loaded"
"""How the sentence after a finding begins: whether season and trend are out of it."""


UNSAID = {"chance", "run_of", "behind"}
"""What screens and packs need beside the sentences, and programs don't."""


class BaselineMonth(NamedTuple):
    """A month that an expected count was worked out from."""

    month: Month
    here: int
    elsewhere: int | None
    """What the rest of the force counted; None where that isn't allowed for."""


@dataclass(frozen=True)
class Behind:
    """What the verdicts on one count were worked out from, for charts and tables."""

    setting: Setting
    """What the count of the window was judged against."""
    expected_from: str
    """Which months: ``11 of the 12 months Jun 2023 to May 2024``."""
    since: Setting | None = None
    """What the run since the response began was judged against."""
    began: str = ""
    """When the response began, as a sentence gives it: ``on or before 1 Jun 2024``."""
    baseline: tuple[BaselineMonth, ...] = field(default=(), compare=False, repr=False)
    """The months of ``setting``, one by one; they aren't kept in what is frozen."""
    since_baseline: tuple[BaselineMonth, ...] = field(default=(), compare=False, repr=False)
    """Those of ``since``, likewise."""

    @classmethod
    def decode(cls, row: Mapping[str, Any]) -> Behind:
        """From what :meth:`encode` gives."""
        since = None if row["since"] is None else _setting(row["since"])
        return cls(_setting(row["setting"]), row["expected_from"], since, row["began"])

    def encode(self) -> dict[str, Any]:
        """As JSON."""
        found = asdict(replace(self, baseline=(), since_baseline=()))
        del found["baseline"], found["since_baseline"]
        for name in ("setting", "since"):
            if found[name] and found[name]["rest"] is not None:
                found[name]["rest"] = list(found[name]["rest"])
        return found


def _setting(row: Mapping[str, Any]) -> Setting:
    rest = row["rest"]
    return Setting(**{**row, "rest": None if rest is None else tuple(rest)})


@dataclass(frozen=True)
class ThemeVerdict:
    """What is said of one count group in one place and window. None is missing, never zero."""

    count_group: str
    count: int | None = None
    verdict: str = ""
    """One of :data:`casebook.measures.verdict.WORDS`; empty where none can be given."""
    verdict_p: float | None = None
    """How often chance alone does this or something rarer, both sides together."""
    expected: float | None = None
    """By the baseline, with what the rest of the force did where that is loaded."""
    says: str = ""
    """The sentences that stand beside the verdict, or why there is none."""
    run_months: int | None = None
    """Whole months from the response's start to the window's end."""
    run_count: int | None = None
    run_of: str = ""
    """What began then: ``the response``; at scan ``patrols`` or ``actions``."""
    since_verdict: str = ""
    """The verdict on those months together, as ``verdict`` is on the window."""
    since_verdict_p: float | None = None
    since_expected: float | None = None
    since_says: str = ""
    chance: tuple[float, float] | None = None
    """How often chance alone would flag this place though nothing had changed: as outside usual
    variation, and as that or worth a look. Kept for a hotspot among all hotspots."""
    behind: Behind | None = None
    """What the verdicts were worked out from; None where nothing could be judged."""

    @property
    def finding(self) -> str:
        """What was found, without what it was expected from: for a line or two on a screen."""
        return _finding(self.says)

    @property
    def since_finding(self) -> str:
        """What was found since the response began, as :attr:`finding`."""
        return _finding(self.since_says)

    @property
    def beside(self) -> str:
        """What must be known of its baseline, in sentences: alike for much of one hotspot."""
        whole = max((self.says, self.since_says), key=lambda says: len(says) - len(_finding(says)))
        return whole.removeprefix(_finding(whole)).strip()

    def without_response(self) -> ThemeVerdict:
        """Without the run since a response began."""
        return replace(
            self,
            run_months=None,
            run_count=None,
            run_of="",
            since_verdict="",
            since_verdict_p=None,
            since_expected=None,
            since_says="",
        )

    def encode(self) -> dict[str, Any]:
        """As JSON."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in UNSAID}


def judged_columns(own: ThemeVerdict, others: tuple[ThemeVerdict, ...]) -> dict[str, Any]:
    """The columns of a row that hold the verdict on its own count, and on others."""
    return {**vars(own), "other_verdicts": others}


def _finding(says: str) -> str:
    for beside in (WITH_REST, NO_REST):
        says = says.partition(f" {beside}")[0]
    return says


@dataclass(frozen=True)
class Figure:
    """One hotspot (or group of them) or area over one window. None is missing, never zero.

    Counts are of incidents inside the boundary in force at the end of the window asked for; an
    area's are of all that lies in it, and it has no hours.
    ``_previous`` is the window just before, ``_last_year`` the same months a year earlier. Hours
    are decimal; officer-hours add over staff, patrol-hours are time with anyone there.
    """

    window: Window
    name: str = ""
    """What a person calls it; empty for the whole force."""
    hotspot: str | None = None
    district: str | None = None
    area: str | None = None
    month: Month | None = None
    quarter: str | None = None
    """The quarter of the financial year, 2024-25 Q2; the window may hold only a part of it."""
    profile: str | None = None
    stage: str | None = None
    review_state: str | None = None
    crimes: int | None = None
    crimes_previous: int | None = None
    crimes_last_year: int | None = None
    asb: int | None = None
    asb_previous: int | None = None
    asb_last_year: int | None = None
    serious_violence: int | None = None
    serious_violence_previous: int | None = None
    serious_violence_last_year: int | None = None
    serious_violence_version: str = ""
    """Which version of its count group was counted."""
    count_group: str = ""
    count_group_version: str = ""
    count: int | None = None
    count_previous: int | None = None
    count_last_year: int | None = None
    z_baseline: float | None = None
    """What the z is reckoned from: the mean of the 12 months before, scaled to the window."""
    poisson_z: float | None = None
    verdict: str = ""
    """The verdict on ``count``, as :class:`ThemeVerdict` has it; so are the figures after it."""
    verdict_p: float | None = None
    expected: float | None = None
    says: str = ""
    run_months: int | None = None
    run_count: int | None = None
    run_of: str = ""
    since_verdict: str = ""
    since_verdict_p: float | None = None
    since_expected: float | None = None
    since_says: str = ""
    chance: tuple[float, float] | None = None
    behind: Behind | None = None
    other_verdicts: tuple[ThemeVerdict, ...] = ()
    """Those on the hotspot's other themes, where none was asked for by name."""
    planned_officer_hours: float | None = None
    planned_patrol_hours: float | None = None
    planned_covered_officer_hours: float | None = None
    """Planned officer-hours on the days delivery is known for: what delivery is set against."""
    planned_covered_officer_hours_core: float | None = None
    """Those by resourcing, as the rota has it; None where a patrol plan, which names none, says
    what was planned on any of these days."""
    planned_covered_officer_hours_overtime: float | None = None
    planned_covered_officer_hours_partner: float | None = None
    officer_hours: float | None = None
    officer_hours_core: float | None = None
    officer_hours_overtime: float | None = None
    officer_hours_partner: float | None = None
    patrol_hours: float | None = None
    patrols: int | None = None
    """Each unit's presence counts once, on the day it begins; a visit may be of several units."""
    patrols_core: int | None = None
    patrols_overtime: int | None = None
    patrols_partner: int | None = None
    visits: int | None = None
    visits_full_length: int | None = None
    """Those that lasted what the patrol plan asks for, or 10 minutes where none is in force."""
    full_length_minutes: float | None = None
    """What that was; None where plans differ."""
    median_visit_minutes: float | None = None
    median_between_minutes: float | None = None
    """From the end of a visit to the start of the next, both within the plan's hours."""
    between_within_2_hours: float | None = None
    """The share of those that are at most 2 hours."""
    visits_says: str = ""
    """The sentence on length and time between, or why there is none."""
    gps_says: str = ""
    """How sure the hours from GPS are; empty where none are."""
    covered_to: date | None = None
    """The last day every source of delivered hours speaks for."""
    coverage: str = ""
    """Which source speaks to which day: ``claims to 30 Nov 2024, sheets to 17 Dec 2024``."""
    count_against: int | None = None
    against_p: float | None = None
    """Of the E-test: how likely chance alone makes two counts at least this different."""
    against_verdict: str = ""
    """The verdict's word on the two windows."""
    against_says: str = ""
    beside: Beside = Beside()

    @property
    def verdicts(self) -> tuple[ThemeVerdict, ...]:
        """The verdict on its own count, then those on its other themes."""
        own = {f.name: getattr(self, f.name) for f in fields(ThemeVerdict)}
        return (ThemeVerdict(**own), *self.other_verdicts)

    def judged(self, own: ThemeVerdict, others: tuple[ThemeVerdict, ...] = ()) -> Figure:
        """The row with the verdict on its own count, and on others."""
        return replace(self, **judged_columns(own, others))

    @property
    def planned_so_far(self) -> float | None:
        """What delivery is set against: the plan for covered days, the whole plan before any."""
        planned: float | None = getattr(self, self.plan_column)
        return planned

    @property
    def plan_column(self) -> str:
        """The name of the figure that :attr:`planned_so_far` is."""
        known = self.planned_covered_officer_hours and self.officer_hours is not None
        return "planned_covered_officer_hours" if known else "planned_officer_hours"

    @property
    def delivered_share(self) -> float | None:
        """Delivered over planned officer-hours on covered days; None without a plan."""
        if self.officer_hours is None or not self.planned_covered_officer_hours:
            return None
        return self.officer_hours / self.planned_covered_officer_hours

    def of_plan(self, resourcing: str) -> tuple[float, float] | None:
        """Delivered and planned officer-hours of one resourcing, on the days both are known for.

        None where either isn't known or nothing of it was planned. ``resourcing`` is core,
        overtime or partner.
        """
        delivered = getattr(self, f"officer_hours_{resourcing}")
        planned = getattr(self, f"planned_covered_officer_hours_{resourcing}")
        return (delivered, planned) if delivered is not None and planned else None

    def encode(
        self, by: tuple[str, ...] = ("hotspot",), *, against: bool = False
    ) -> dict[str, Any]:
        """The row as JSON: the grouping's keys first, then every figure; dates ISO."""
        groups = {"hotspot", "district", "area", "month", "quarter"}
        skip = groups | {"window", "beside"} | UNSAID | (set() if against else _AGAINST)
        row: dict[str, Any] = {key: _plain(getattr(self, key)) for key in by if key in groups}
        row |= {"months": self.window.label} if "quarter" in by else {}
        row |= {"from": str(self.window.first), "to": str(self.window.last)}
        for spec in fields(self):
            if spec.name not in skip:
                row[spec.name] = _plain(getattr(self, spec.name))
        return row

    def for_programs(self, by: tuple[str, ...], against: Window | None = None) -> dict[str, Any]:
        """The row as JSON or CSV for other programs: with all that a person reads beside it.

        ``counts_covered_to`` is the last day to which the incidents of its count group are known;
        ``covered_to`` is that of its hours, and of its counts in a row of an area.
        """
        row = plainly(self.encode(by, against=against is not None))
        counted_to = _plain(self.beside.counted_to)
        if self.area is not None:
            row["covered_to"] = counted_to
        if against is not None:
            row |= {"against_from": str(against.first), "against_to": str(against.last)}
        return row | {"counts_covered_to": counted_to} | self.beside.encode()


_AGAINST = {"count_against", "against_p", "against_verdict", "against_says"}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [one.encode() for one in value]
    return str(value) if isinstance(value, (date, Month)) else value
