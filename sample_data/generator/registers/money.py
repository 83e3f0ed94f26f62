"""Funds of Lomea, and the bids, commitments and spends on them.

What overtime costs is worked out from the claims themselves, so hours and money can't disagree.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.geography.unit_names import ALIASES
from sample_data.generator.geography.wards import DISTRICTS
from sample_data.generator.patrols.plans import heads
from sample_data.generator.registers.programmes import CHB

if TYPE_CHECKING:
    from sample_data.generator.patrols.patrol import Patrol

Row = dict[str, object]

HOTSPOT_FUND = "HRF-2024"
PATROLS, PROBLEMS, COORDINATION = "HRF-2024-PATROL", "HRF-2024-PROBLEM", "HRF-2024-COORD"
CITIZENS, SAFETY = "ACF-2024", "CSF-2023"

HOTSPOT_TOTAL = 1_568_614
"""Kent, paragraph 15 ii: £600,000 for patrols, £500,000 for problem solving, the rest for an
Inspector, a Sergeant, analysts and software."""
_LINES = ((PATROLS, "Additional patrols", 600_000), (PROBLEMS, "Problem solving", 500_000),
          (COORDINATION, "Inspector, Sergeant, analysts and software", 468_614))  # fmt: skip

ACTIVE_CITIZENS = (
    (100_996, 76_962), (94_442, 65_132), (80_324, 32_846), (114_475, 39_250),
    (42_137, 35_637), (62_562, 23_343), (60_038, 25_002), (72_830, 29_784),
)  # fmt: skip
"""Budget and spent by unit (West Midlands, appendix 3), in the order of Lomea's districts: BE, BW,
COV, DUD, SOL, SANDWELL, WALSALL, WOV."""
_ALLOCATED, _WITH_BIDS = 0.64, 0.80
"""Paragraph 51: 64 % of the budget is allocated, 80 % once all submitted bids are signed off."""

_RATES = {"PC": 43.10, "PCSO": 27.40, "Special": 0.0, "warden": 24.60, "other": 31.0}
"""Pounds an hour of funded overtime."""
_PROJECTS = 36
_PROJECTS_TOTAL = 141_260
"""Cleveland's slides of 2020: over £140,000 for 36 local community safety projects."""
_KINDS = (
    "Youth club evenings", "Boxing gym sessions", "Alley gates", "Community garden", "Bike marking",
    "Street lighting", "Football nights", "Mediation service", "Online safety lessons",
)  # fmt: skip
_BIDS = (
    # profile, what for, asked, agreed (None: refused, "": not decided), spent of it
    ("PMP-2024-001", "Two relocatable cameras for the quay", 18_400, 16_500, 16_500),
    ("PMP-2024-003", "Street marshals on Friday and Saturday", 36_000, 30_000, 21_250),
    ("PMP-2024-005", "Fencing and planting at the garage court", 12_750, 12_750, 12_980),
    ("PMP-2024-007", "Youth workers on the pier, summer", 24_000, 24_000, 24_000),
    ("PMP-2024-009", "Shutters scheme, twelve shops", 27_600, 20_700, 8_280),
    ("PMP-2024-010", "Lighting on the lower promenade", 41_500, 41_500, 0),
    ("PMP-2024-012", "Gate and path works in the park", 15_200, None, 0),
    ("PMP-2024-017", "Taxi marshals and a safe space", 33_800, 28_000, 19_600),
    ("PMP-2024-022", "Business radio link for the broadway", 9_900, 9_900, 9_900),
    ("PMP-2024-025", "Goal posts, seating and a kick wall", 22_300, 22_300, 11_150),
    ("PMP-2024-026", "Bandstand shutters", 6_400, None, 0),
    ("PMP-2024-027", "Detached youth team, winter", 19_750, "", 0),
    ("PMP-2024-014", "Knife arch hire, six nights", 4_200, "", 0),
)


def funds() -> list[Row]:
    """A row a fund or line."""
    found = [
        _fund(HOTSPOT_FUND, "Hotspot response fund 2024/25", "", HOTSPOT_TOTAL, "2024-04-01",
              "2025-03-31"),
        *(
            _fund(ref, name, HOTSPOT_FUND, budget, "2024-04-01", "2025-03-31",
                  resourcing="overtime" if ref == PATROLS else "")
            for ref, name, budget in _LINES
        ),
        _fund(CITIZENS, "Active citizens fund 2024/25", "", "", "2024-04-01", "2025-03-31"),
        *(
            _fund(f"{CITIZENS}-{ALIASES[district][0]}", f"Active citizens, {ALIASES[district][1]}",
                  CITIZENS, budget, "2024-04-01", "2025-03-31", place=ALIASES[district][1])
            for district, (budget, _) in zip(DISTRICTS, ACTIVE_CITIZENS, strict=True)
        ),
        _fund(SAFETY, "Community safety fund 2023/24", "", _PROJECTS_TOTAL, "2023-04-01",
              "2024-03-31"),
    ]  # fmt: skip
    return found + [
        _fund(f"{SAFETY}-{number:02d}", f"{_KINDS[number % len(_KINDS)]} {number}", SAFETY, budget,
              "2023-04-01", "2024-03-31")
        for number, budget in enumerate(_project_budgets(), start=1)
    ]  # fmt: skip


def spends(seed: str, claims: list[Patrol]) -> list[Row]:
    """A row a bid, commitment or spend."""
    return [
        *_overtime(claims),
        *_problem_solving(),
        *_coordination(),
        *_citizens(Random(f"{seed} citizens")),
        *_projects(),
    ]


def overtime(claims: list[Patrol]) -> dict[tuple[str, str], float]:
    """Pounds of funded overtime by month and hotspot, from the claims' own hours."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for claim in claims:
        hours = claim.hours / heads(claim.staff)
        crew = (part.split(":") for part in claim.staff.split(";"))
        rate = sum(_RATES[kind] * int(number) for kind, number in crew)
        found[f"{claim.start:%Y-%m}", claim.hotspot] += hours * rate
    return dict(found)


def _overtime(claims: list[Patrol]) -> list[Row]:
    return [
        _spend(PATROLS, "spend", f"{month}-28", round(pounds, 2), place=hotspot,
               reference=f"OT-{month}-{hotspot}", text="Overtime claims of the month.")
        for (month, hotspot), pounds in sorted(overtime(claims).items())
    ]  # fmt: skip


def _problem_solving() -> list[Row]:
    found: list[Row] = []
    for number, (profile, what, asked, agreed, spent) in enumerate(_BIDS, start=1):
        on = f"2024-{4 + number % 6:02d}-{3 + number:02d}"
        state = "refused" if agreed is None else "agreed" if agreed != "" else "asked"
        found.append(
            _spend(PROBLEMS, "bid", on, asked, state=state, agreed=agreed or "", profile=profile,
                   reference=f"BID-{number:02d}", text=what)
        )  # fmt: skip
        if isinstance(agreed, int):
            found.append(
                _spend(PROBLEMS, "commitment", f"2024-11-{number:02d}", agreed, profile=profile,
                       reference=f"PO {4400 + number}", text=what)
            )  # fmt: skip
            if spent:
                found.append(
                    _spend(PROBLEMS, "spend", f"2024-11-{number + 10:02d}", spent,
                           profile=profile, reference=f"PO {4400 + number}", text=what)
                )  # fmt: skip
    found.append(
        _spend(PROBLEMS, "spend", "2024-10-30", 14_350, programme=CHB, reference="PO 4460",
               text="Days of action and the estate's family day.")
    )  # fmt: skip
    return found


def _coordination() -> list[Row]:
    monthly = (("Inspector", 7_120), ("Sergeant", 5_640), ("Two analysts", 8_450))
    found = [
        _spend(COORDINATION, "spend", f"2024-{month:02d}-28", pounds, reference="Payroll",
               text=f"{who}, month {month - 3} of 12.")
        for month in range(4, 12)
        for who, pounds in monthly
    ]  # fmt: skip
    software = _spend(COORDINATION, "commitment", "2024-05-20", 96_000, reference="PO 4391",
                      text="Mapping software, three years.")  # fmt: skip
    paid = _spend(COORDINATION, "spend", "2024-06-28", 32_000, reference="PO 4391",
                  text="Mapping software, first year.")  # fmt: skip
    return [*found, software, paid]


def _citizens(dice: Random) -> list[Row]:
    """Each district's grants, and what is allocated and asked for beyond them."""
    found: list[Row] = []
    budget = sum(total for total, _ in ACTIVE_CITIZENS)
    spent = sum(pounds for _, pounds in ACTIVE_CITIZENS)
    committed = _parted(round(budget * _ALLOCATED) - spent)
    asked = _parted(round(budget * _WITH_BIDS) - round(budget * _ALLOCATED))
    for number, (district, (_, pounds)) in enumerate(zip(DISTRICTS, ACTIVE_CITIZENS, strict=True)):
        code, name = ALIASES[district]
        line, grant = f"{CITIZENS}-{code}", "Grant against youth violence."
        for step, part in enumerate(_cut(dice, pounds), start=1):
            found.append(
                _spend(line, "spend", f"2024-{4 + step:02d}-{10 + step:02d}", part, place=name,
                       reference=f"ACF-{code}-{step}", text=grant)
            )  # fmt: skip
        found.append(
            _spend(line, "commitment", "2024-09-20", committed[number], place=name,
                   reference=f"ACF-{code}-7", text=grant)
        )  # fmt: skip
        found.append(
            _spend(line, "bid", "2024-09-24", asked[number], state="asked", place=name,
                   reference=f"ACF-{code}-8", text=grant)
        )  # fmt: skip
    return found


def _cut(dice: Random, pounds: int) -> list[int]:
    """A sum in six parts."""
    cuts = sorted(dice.sample(range(1, pounds), 5))
    return [b - a for a, b in pairwise((0, *cuts, pounds))]


def _parted(pounds: int) -> list[int]:
    """A sum in whole pounds, shared by the districts by what each has left."""
    left = [budget - spent for budget, spent in ACTIVE_CITIZENS]
    parts = [pounds * own // sum(left) for own in left]
    return [*parts[:-1], pounds - sum(parts[:-1])]


def _project_budgets() -> list[int]:
    dice = Random("projects")
    cuts = sorted(dice.sample(range(40, _PROJECTS_TOTAL // 20 - 40), _PROJECTS - 1))
    edges = (0, *(cut * 20 for cut in cuts), _PROJECTS_TOTAL)
    return [b - a for a, b in pairwise(edges)]


def _projects() -> list[Row]:
    """Every project spent its grant; one spent £120 more, which is allowed and shown."""
    return [
        _spend(f"{SAFETY}-{number:02d}", "spend", "2024-03-15", spent,
               reference=f"CSF-{number:02d}", text="Project grant.")
        for number, budget in enumerate(_project_budgets(), start=1)
        for spent in (budget + (120 if number == 7 else 0),)
    ]  # fmt: skip


def _fund(
    ref: str, name: str, parent: str, budget: object, at: str, until: str, **more: object
) -> Row:
    return {
        "ref": ref, "name": name, "parent": parent, "budget": budget, "at": at, "until": until,
        "resourcing": "", "place": "", **more,
    }  # fmt: skip


def _spend(fund: str, code: str, at: str, amount: object, **more: object) -> Row:
    return {
        "fund": fund, "code": code, "at": at, "amount": amount, "state": "", "agreed": "",
        "profile": "", "programme": "", "place": "", "reference": "", "text": "", **more,
    }  # fmt: skip
