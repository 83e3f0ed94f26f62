"""Every published figure that the sample repeats, printed from the demo by the public commands.

Each case names the paper and the paragraph. Where a paper gives a bound ("over 5,000") the bound is
tested, never a figure of our own; where its arithmetic is off, the right figure stands and the
printed one is named.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import sample_data

Rows = list[dict[str, Any]]
Pick = Callable[[Rows], object]


@dataclass(frozen=True)
class Published:
    """A published figure: where it stands, the command that prints it, what to read off, and it."""

    where: str
    command: str
    pick: Pick
    is_: object


def _value(key: str, name: str, of: str) -> Pick:
    """The value under ``of`` in the one row whose ``key`` is ``name``."""

    def pick(rows: Rows) -> object:
        (row,) = [row for row in rows if row[key] == name]
        return row[of]

    return pick


def _each(key: str, of: str) -> Pick:
    return lambda rows: {row[key]: row[of] for row in rows}


def _counts(*codes: str) -> Pick:
    """The counts of some activity codes; a code that isn't there has none."""
    return lambda rows: tuple(
        next((row["count"] for row in rows if row["code"] == code), None) for code in codes
    )


def _sum(*keys: str) -> Callable[[Rows], float]:
    return lambda rows: sum(row[key] or 0 for row in rows for key in keys)


def _between(pick: Callable[[Rows], Any], low: float, high: float) -> Pick:
    return lambda rows: low < pick(rows) < high


def _fall(pick: Callable[[Rows], Any]) -> Callable[[Rows], float]:
    """By what share the last of some numbers is below the one before it."""

    def share(rows: Rows) -> float:
        *_, before, after = pick(rows)
        return float((before - after) / before)

    return share


def _list(key: str) -> Callable[[Rows], list[Any]]:
    return lambda rows: [row[key] for row in rows]


def _percents(rows: Rows) -> dict[str, object]:
    return {row["type"]: row["percent"] for row in rows}


QUARTER = "figures --from 2024-07 --to 2024-09"
STATION = "figures --from 2023-12 --to 2024-11 --against 2021-12:2022-11 --by type --area W03"
FORCE = "figures --from 2023-12 --to 2024-11 --against 2022-12:2023-11 --by type"
TRACKER = "activity total --from 2024-07 --to 2024-10"
CHATHAM = "activity total --programme CHB-02"
GREEN = "figures --from 2024-07 --to 2024-09 --by month --hotspot HS-25 --count asb"


def _live(rows: Rows) -> Rows:
    return [row for row in rows if row["retired_on"] is None]


PUBLISHED = (
    Published(
        "Kent 15 ii: 27 hotspots",
        "hotspot list",
        lambda rows: len(_live(rows)),
        27,
    ),
    Published(
        "Kent 15 ii: 24 for serious violence and ASB, 3 for ASB only",
        "hotspot list",
        lambda rows: sorted(tuple(row["themes"]) for row in _live(rows)),
        [("asb",)] * 3 + [("serious violence", "asb")] * 24,
    ),
    Published(
        "Kent 15 ii: each hotspot has a PMP",
        "profile list",
        lambda rows: len({h for r in rows for h in r["hotspots"] if r["status"] != "closed"}),
        27,
    ),
    Published(
        "Kent 15 ii: £1,568,614 from the hotspot response fund",
        "fund list",
        _value("ref", "HRF-2024", "budget"),
        1_568_614,
    ),
    Published(
        "Kent 15 ii: £600,000 for patrols, £500,000 for problem solving, the remainder for people "
        "and software",
        "fund list",
        lambda rows: [line["budget"] for line in rows[0]["lines"]],
        [600_000, 500_000, 468_614],
    ),
    Published(
        "Kent 15 ii: over 5,000 hours in quarter two, core duty and overtime",
        QUARTER,
        _between(_sum("officer_hours_core", "officer_hours_overtime"), 5_000, 6_000),
        True,
    ),
    Published(
        "Kent 15 ii: with partners the hours stay under 6,000",
        QUARTER,
        _between(_sum("officer_hours"), 5_000, 6_000),
        True,
    ),
    Published(
        "Kent 15 iii: 21 arrests, 148 intelligence reports, 1 closure order and 2 in progress, "
        "2 warrants, 3 school days",
        CHATHAM,
        _counts(
            "arrest",
            "intelligence report",
            "closure order",
            "closure order in progress",
            "warrant",
            "school day",
        ),
        (21, 148, 1, 2, 2, 3),
    ),
    Published(
        "Kent 15 iii: the council leads the Hold phase from 25 November",
        "programme standing CHB-02",
        lambda rows: (rows[0]["phase"], rows[0]["lead"], rows[0]["lead_since"]),
        ("Hold", "Kelgate District Council", "2024-11-25"),
    ),
    Published(
        "Kent 14 iii: 703 events, 672 meetings, 144 surgeries, 792 school or youth visits, 92 "
        "parish councils",
        TRACKER,
        _counts(
            "engagement event", "meeting", "surgery", "school or youth visit", "parish council"
        ),
        (703, 672, 144, 792, 92),
    ),
    Published(
        "Kent 16 ii, Fant: 29, 23 and 7 reports in July, August and September",
        GREEN,
        _list("count"),
        [29, 23, 7],
    ),
    Published(
        "Kent 16 ii, Fant: fell by almost 70%, from August to September",
        GREEN,
        _between(_fall(_list("count")), 0.69, 0.70),
        True,
    ),
    Published(
        "Kent 16 ii, Fant: eight vehicles seized, two e-scooters and an off-road bike among them",
        "activity total --programme OP-GREENSWARD",
        _counts("vehicle seized", "e-scooter seized", "off-road bike seized"),
        (8, 2, 1),
    ),
    Published(
        "Kent 16 ii, Op Young: 13, then 7, then 2 of the top 20 on the harm index",
        "indicator series harm-index-cohort",
        _list("value"),
        [13, 7, 2],
    ),
    Published(
        "Kent 16 ii, rural action week: 10 arrests, 14 vehicles seized, 8 warnings",
        "activity total --programme AW-RURAL-2024",
        _counts("arrest", "vehicle seized", "cpw"),
        (10, 14, 8),
    ),
    Published(
        "Kent 16 ii, business action week: over 400 businesses, over 90 arrests",
        "activity total --programme AW-RETAIL-2024",
        lambda rows: [
            n > bound
            for n, bound in zip(_counts("business visit", "arrest")(rows), (400, 90), strict=True)
        ],  # type: ignore[call-overload]
        [True, True],
    ),
    Published(
        "Kent 16 ii, delivery riders: an arrest and five vehicles",
        "activity total --programme OP-COURIER",
        _counts("arrest", "vehicle seized"),
        (1, 5),
    ),
    Published(
        "Kent 15 i: forums twice a year, each district reporting",
        "programme standing",
        lambda rows: [
            r["papers"] for r in rows if r["kind"] == "Forum" and r["from"][:4] == "2024"
        ],
        [8, 8],
    ),
    Published(
        "Cleveland 2025, 1: in the cleared area total crime 38 % down",
        STATION,
        _value("type", "All crime", "percent"),
        -38,
    ),
    Published(
        "Cleveland 2025, 1: residential burglary -63 %, vehicle crime -22 %, drug offences -41 %, "
        "violence -33 %, personal robbery -26 %",
        f"{STATION} --count residential-burglary,vehicle-crime,drugs,violence,personal-robbery",
        lambda rows: [round(row["percent"]) for row in rows],
        [-63, -22, -41, -33, -26],
    ),
    Published(
        "Cleveland 2025, 1: in the force residential burglary -19.1 %, theft from the person "
        "-15.7 %, vehicle crime -20.5 %, personal robbery +4.8 %",
        f"{FORCE} --count residential-burglary,theft-from-the-person,vehicle-crime,"
        "personal-robbery",
        lambda rows: [round(100 * (row["count"] / row["count_against"] - 1), 1) for row in rows],
        [-19.1, -15.7, -20.5, 4.8],
    ),
    Published(
        "Cleveland 2025: question 1 partly assured, no decision recorded on question 2, 5 actions",
        'scrutiny decisions "Scrutiny meeting: neighbourhood policing"',
        lambda rows: (
            [row["code"] for row in rows if row["item"].startswith("Question")]
            + [sum(row["item"].startswith("Action") for row in rows)]
        ),
        ["partly assured", "not recorded", 5],
    ),
    Published(
        "Leicestershire 16: protests 72 and 109, 61 to April",
        "indicator series protests",
        lambda rows: [
            (row["from"][:4], row["to"][5:7], row["value"])
            for row in rows
            if row["ref"] == "protests"
        ],
        [("2022", "12", 72), ("2023", "12", 109), ("2024", "04", 61)],
    ),
    Published(
        "Leicestershire 16: +51 % from 2022 to 2023; the part of 2024 is set beside nothing",
        "indicator series protests",
        lambda rows: [row["percent"] for row in rows if row["ref"] == "protests"],
        [None, 51, None],
    ),
    Published(
        "Leicestershire 16-17: internationally inspired 28, 79, 36, and +182 %",
        "indicator series protests-international",
        lambda rows: [(row["value"], row["percent"]) for row in rows],
        [(28, None), (79, 182), (36, None)],
    ),
    Published(
        "Leicestershire 16, 18: neighbourhood presence 45, 62, 35; in 2023 over 50 % of protests",
        "indicator series protests",
        lambda rows: (
            [row["value"] for row in rows if row["ref"] == "protests-presence"]
            + [row["share"] > 50 for row in rows if row["ref"] == "protests-presence"][1:2]
        ),
        [45, 62, 35, True],
    ),
    Published(
        "Leicestershire 9: PCSOs from 181 to 200",
        "indicator series pcsos-in-post",
        _list("value"),
        [181, 200],
    ),
    Published(
        "Leicestershire 9: neighbourhood officers from 151 to 175",
        "indicator series officers-in-post",
        _list("value"),
        [151, 175],
    ),
    Published(
        "Leicestershire 25: reviews after 3 and 12 months",
        "programme benefits CP-SEAWALL",
        lambda rows: sorted({row["months"] for row in rows}),
        [3, 12],
    ),
    Published(
        "West Midlands, appendix 1: 126 Street Watch schemes of 210, 84 needed",
        "indicator standing street-watch",
        lambda rows: (rows[0]["value"], rows[0]["target"], rows[0]["needed"]),
        (126, 210, 84),
    ),
    Published(
        "West Midlands, appendix 1: each unit's new schemes required",
        "indicator series street-watch",
        lambda rows: [row["needed"] for row in rows if row["place"]],
        [5, 8, 8, 16, 8, 12, 12, 15],
    ),
    Published(
        "West Midlands, appendix 2: 593 junior PCSOs and 206 cadets, 799 young people",
        "indicator standing young-citizens",
        _each("ref", "value"),
        {"young-citizens": 799, "junior-pcsos": 593, "cadets": 206},
    ),
    Published(
        "West Midlands 45-46: 1,150 Street Watch members, 1,294 watch schemes, 3,279 members",
        "indicator standing",
        lambda rows: [
            row["value"]
            for row in rows
            if row["ref"] in ("street-watch-members", "watch-schemes", "watch-members")
        ],
        [1150, 1294, 3279],
    ),
    Published(
        "West Midlands, appendix 3: budgets, spent and outstanding by unit",
        "fund position ACF-2024",
        lambda rows: [(row["budget"], row["spent"], row["outstanding"]) for row in rows],
        [
            (100_996, 76_962, 24_034),
            (94_442, 65_132, 29_310),
            (80_324, 32_846, 47_478),
            (114_475, 39_250, 75_225),
            (42_137, 35_637, 6_500),
            (62_562, 23_343, 39_219),
            (60_038, 25_002, 35_036),
            (72_830, 29_784, 43_046),
        ],
    ),
    Published(
        "West Midlands, appendix 3: per cent spent; for WOV published 40 %, computed 41 %",
        "fund position ACF-2024",
        lambda rows: [row["percent_spent"] for row in rows],
        [76, 69, 41, 34, 85, 37, 42, 41],
    ),
    Published(
        "West Midlands 49-51: 64 % of the fund allocated, 80 % with every bid that is asked",
        "fund list",
        lambda rows: [
            [
                round(100 * part / row["budget"])
                for part in (
                    row["spent"] + row["committed"],
                    row["spent"] + row["committed"] + row["bid"],
                )
            ]
            for row in rows
            if row["ref"] == "ACF-2024"
        ],
        [[64, 80]],
    ),
    Published(
        "Cleveland 2020: over £140,000 for 36 community safety projects",
        "fund list",
        lambda rows: [
            (len(row["lines"]), row["budget"] > 140_000) for row in rows if row["ref"] == "CSF-2023"
        ],
        [(36, True)],
    ),
)


@pytest.fixture(autouse=True)
def _admin() -> Iterator[None]:
    """Whoever runs the tests is the one who built the demo."""
    with patch("casebook.cli.desk.system_login", return_value="admin"):
        yield


@pytest.mark.parametrize("figure", PUBLISHED, ids=lambda figure: figure.where)
def test_the_demo_prints_what_was_published(
    figure: Published, demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints the figure of the paper and paragraph named."""
    from casebook.cli.main import run

    code = run(
        ["--book", str(demo / "casebook.db"), *shlex.split(figure.command), "--format", "json"]
    )
    out = capsys.readouterr()
    assert code == 0, out.err
    assert figure.pick(json.loads(out.out)) == figure.is_


EVALUATION = {"HS-17": (207, 110), "CTL-01": (308, 318), "BUF-01": (178, 157), "CTL-02": (150, 140)}


@pytest.mark.parametrize(
    ("file", "refs"),
    [
        ("hotspots", ["HS-17"]),
        ("comparison-controls", ["CTL-01", "CTL-02"]),
        ("comparison-buffers", ["BUF-01"]),
    ],
)
def test_the_evaluation_example_is_counted_from_the_incidents(
    file: str, refs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Wheeler and Ratcliffe 2018: treated, control, displacement and its control; no casebook."""
    from casebook.cli.main import run

    areas, points = sample_data.path(f"{file}.geojson"), sample_data.path("incidents-force.zip")
    assert run(["count", str(points), "--hotspots", str(areas), "--format", "json"]) == 0
    found = {ref: [0, 0] for ref in refs}
    for row in json.loads(capsys.readouterr().out):
        if row["hotspot"] in found and row["crime_type"] != "Anti-social behaviour":
            for side, (first, last) in enumerate((("2023-04", "2023-11"), ("2024-04", "2024-11"))):
                found[row["hotspot"]][side] += row["count"] * (first <= row["month"] <= last)
    assert {ref: tuple(sides) for ref, sides in found.items()} == {
        ref: EVALUATION[ref] for ref in refs
    }


def test_the_profile_of_the_evaluation_example_is_assessed_to_the_papers_figure(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wheeler and Ratcliffe 2018: 118 fewer, from 196 to 40 fewer, by the profile's own design."""
    from casebook.cli.main import run

    command = ["assess", "PMP-2024-002", "--format", "json"]
    assert run(["--book", str(demo / "casebook.db"), *command]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["wdd"], round(found["ci_low"]), round(found["ci_high"])) == (-118, -196, -40)
    assert round(found["dose"]["share"], 2) == 0.97
    assert found["days_late"] == -14


def test_the_sample_says_which_command_prints_each_figure() -> None:
    """Its README holds the command of every case here."""
    readme = Path(sample_data.__file__).with_name("README.md").read_text(encoding="utf-8")
    assert [figure.where for figure in PUBLISHED if f"`{figure.command}`" not in readme] == []


def test_too_few_months_of_abstraction_are_no_trend(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cleveland 2025, 1: too early to establish a trend; the rule stands beside the figure."""
    from casebook.cli.main import run

    assert run(["--book", str(demo / "casebook.db"), "abstraction", "rate"]) == 0
    said = capsys.readouterr().err
    assert "Too early for a trend: 4 months" in said
    assert "unless that is outside the officer's district" in said


def test_the_demo_passes_its_own_check(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Integrity and history hold on everything that was imported and played."""
    from casebook.cli.main import run

    assert run(["--book", str(demo / "casebook.db"), "check"]) == 0, capsys.readouterr()
