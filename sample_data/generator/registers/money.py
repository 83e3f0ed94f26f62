"""Funds of Lomea, and the bids, commitments and spends on them.

What overtime costs is worked out from the claims themselves, so hours and money can't disagree.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from sample_data.generator.geography.unit_names import ALIASES
from sample_data.generator.patrols.plans import heads
from sample_data.generator.written import written

if TYPE_CHECKING:
    from sample_data.generator.patrols.patrol import SamplePatrol

Row = dict[str, object]

_WRITTEN = written("money")
_CITIZENS = _WRITTEN["citizens"]
_PROJECTS = _WRITTEN["projects"]

PATROLS, PROBLEMS, COORDINATION = "HRF-2024-PATROL", "HRF-2024-PROBLEM", "HRF-2024-COORD"
CITIZENS, SAFETY = "ACF-2024", "CSF-2023"


def funds() -> list[Row]:
    """A row a fund or line."""
    kinds = _PROJECTS["kinds"]
    return [
        *(_fund(**fund) for fund in _WRITTEN["hotspot_fund"]),
        _fund(CITIZENS, "Active citizens fund 2024/25", "2024-04-01", "2025-03-31"),
        *(
            _fund(f"{CITIZENS}-{code}", f"Active citizens, {name}", "2024-04-01", "2025-03-31",
                  parent=CITIZENS, budget=given["budget"], place=name)
            for given in _CITIZENS["districts"]
            for code, name in (ALIASES[given["district"]],)
        ),
        _fund(SAFETY, "Community safety fund 2023/24", "2023-04-01", "2024-03-31",
              budget=_PROJECTS["total"]),
        *(
            _fund(f"{SAFETY}-{number:02d}", f"{kinds[number % len(kinds)]} {number}",
                  "2023-04-01", "2024-03-31", parent=SAFETY, budget=budget)
            for number, budget in enumerate(_project_budgets(), start=1)
        ),
    ]  # fmt: skip


def spends(seed: str, claims: list[SamplePatrol]) -> list[Row]:
    """A row a bid, commitment or spend."""
    return [
        *_overtime(claims),
        *_problem_solving(),
        *_coordination(),
        *_citizens(Random(f"{seed} citizens")),
        *_projects(),
    ]


def overtime(claims: list[SamplePatrol]) -> dict[tuple[str, str], float]:
    """Pounds of funded overtime by month and hotspot, from the claims' own hours."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for claim in claims:
        hours = claim.hours / heads(claim.staff)
        crew = (part.split(":") for part in claim.staff.split(";"))
        rate = sum(_WRITTEN["rates"][kind] * int(number) for kind, number in crew)
        found[f"{claim.start:%Y-%m}", claim.hotspot] += hours * rate
    return dict(found)


def _overtime(claims: list[SamplePatrol]) -> list[Row]:
    return [
        _spend(PATROLS, "spend", f"{month}-28", round(pounds, 2), place=hotspot,
               reference=f"OT-{month}-{hotspot}", text="Overtime claims of the month.")
        for (month, hotspot), pounds in sorted(overtime(claims).items())
    ]  # fmt: skip


def _problem_solving() -> list[Row]:
    found: list[Row] = []
    for number, bid in enumerate(_WRITTEN["bids"], start=1):
        on = f"2024-{4 + number % 6:02d}-{3 + number:02d}"
        about = {"profile": bid["profile"], "text": bid["text"]}
        agreed, order = bid.get("agreed", ""), f"PO {4400 + number}"
        found.append(
            _spend(PROBLEMS, "bid", on, bid["asked"], state=bid["state"], agreed=agreed,
                   reference=f"BID-{number:02d}", **about)
        )  # fmt: skip
        paid = (("commitment", number, agreed), ("spend", number + 10, bid.get("spent")))
        found += [
            _spend(PROBLEMS, code, f"2024-11-{day:02d}", pounds, reference=order, **about)
            for code, day, pounds in paid
            if pounds
        ]
    return found + [_spend(**spend) for spend in _WRITTEN["problem_solving"]]


def _coordination() -> list[Row]:
    pay = [
        _spend(COORDINATION, "spend", f"2024-{month:02d}-28", pounds, reference="Payroll",
               text=f"{who}, month {month - 3} of 12.")
        for month in range(4, 12)
        for who, pounds in _WRITTEN["payroll"].items()
    ]  # fmt: skip
    return pay + [_spend(**spend) for spend in _WRITTEN["coordination"]]


def _citizens(dice: Random) -> list[Row]:
    """Each district's grants, and what is allocated and asked for beyond them."""
    found: list[Row] = []
    budget = sum(given["budget"] for given in _CITIZENS["districts"])
    allocated = round(budget * _CITIZENS["allocated"])
    committed = _parted(allocated - sum(given["spent"] for given in _CITIZENS["districts"]))
    asked = _parted(round(budget * _CITIZENS["with_bids"]) - allocated)
    for number, given in enumerate(_CITIZENS["districts"]):
        code, name = ALIASES[given["district"]]
        line, grant = f"{CITIZENS}-{code}", "Grant against youth violence."
        for step, part in enumerate(_cut(dice, given["spent"]), start=1):
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
    left = [given["budget"] - given["spent"] for given in _CITIZENS["districts"]]
    parts = [pounds * own // sum(left) for own in left]
    return [*parts[:-1], pounds - sum(parts[:-1])]


def _project_budgets() -> list[int]:
    dice = Random("projects")
    cuts = sorted(dice.sample(range(40, _PROJECTS["total"] // 20 - 40), _PROJECTS["count"] - 1))
    edges = (0, *(cut * 20 for cut in cuts), _PROJECTS["total"])
    return [b - a for a, b in pairwise(edges)]


def _projects() -> list[Row]:
    """Every project spent its grant; one spent £120 more, which is allowed and shown."""
    return [
        _spend(f"{SAFETY}-{number:02d}", "spend", "2024-03-15", spent,
               reference=f"CSF-{number:02d}", text="Project grant.")
        for number, budget in enumerate(_project_budgets(), start=1)
        for spent in (budget + (120 if number == 7 else 0),)
    ]  # fmt: skip


def _fund(ref: str, name: str, at: str, until: str, **more: object) -> Row:
    return {
        "ref": ref, "name": name, "parent": "", "budget": "", "at": at, "until": until,
        "resourcing": "", "place": "", **more,
    }  # fmt: skip


def _spend(fund: str, code: str, at: str, amount: object, **more: object) -> Row:
    return {
        "fund": fund, "code": code, "at": at, "amount": amount, "state": "", "agreed": "",
        "profile": "", "programme": "", "place": "", "reference": "", "text": "", **more,
    }  # fmt: skip
