"""Indicators and their readings: published series, and monthly ones by district."""

from __future__ import annotations

from random import Random

from sample_data.generator.geography.unit_names import ALIASES
from sample_data.generator.geography.wards import DISTRICTS

Row = dict[str, object]

COHORT = "PMP-2023-011"
"""The profile of the cohort that is counted without names."""

STREET_WATCH = ((45, 50), (22, 30), (12, 20), (4, 20), (22, 30), (8, 20), (8, 20), (5, 20))
"""Schemes and target by unit (West Midlands, appendix 1), in the order BW, BE, CV, DY, SH, SW, WS,
WV; Lomea's districts stand in for them in the force's own order, the second before the first."""
CADETS = ((78, 45), (55, 19), (80, 22), (40, 18), (30, 19), (176, 36), (81, 19), (53, 28))
"""Junior PCSOs and cadets by unit (appendix 2), in the order BE, BW, CV, DY, SH, SW, WS, WV."""
PROTESTS = {"protests": (72, 109, 61), "protests-international": (28, 79, 36),
            "protests-presence": (45, 62, 35)}  # fmt: skip
"""2022, 2023 and January to April 2024 (Leicestershire, paragraph 16)."""
_YEARS = (("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-04-30"))
_READ_ON, _TARGET_BY = "2024-09-30", "2025-04-30"

_WATCH_ORDER = ("Strand", "Harbour", *DISTRICTS[2:])


def indicators() -> list[Row]:
    """A row an indicator."""
    national, watch = "National protest return", "Citizens in policing team"
    hr, board = "Workforce return", "Harm index tool"
    return [
        _indicator("protests", "Protests", "protests", national, "neither"),
        _indicator("protests-international", "Internationally inspired", "protests", national,
                   "neither", part_of="protests"),
        _indicator("protests-presence", "With neighbourhood policing presence", "protests",
                   national, "neither", part_of="protests",
                   text="Protests that took neighbourhood officers."),
        _indicator("officers-in-post", "Neighbourhood officers", "officers", hr, "higher"),
        _indicator("pcsos-in-post", "PCSOs", "PCSOs", hr, "higher"),
        _indicator("street-watch", "Street Watch schemes", "schemes", watch, "higher", target=210,
                   target_by=_TARGET_BY),
        _indicator("street-watch-members", "Street Watch members", "members", watch, "higher"),
        _indicator("watch-schemes", "Neighbourhood Watch schemes", "schemes", watch, "higher"),
        _indicator("watch-members", "Neighbourhood Watch members", "members", watch, "higher"),
        _indicator("young-citizens", "Young active citizens", "young people", watch, "higher",
                   text="Cadets and junior PCSOs together."),
        _indicator("junior-pcsos", "Junior PCSOs", "young people", watch, "higher",
                   part_of="young-citizens"),
        _indicator("cadets", "Cadets", "young people", watch, "higher", part_of="young-citizens"),
        _indicator("harm-index-cohort", "Of the top 20 on the harm index", "people", board, "lower",
                   profile=COHORT, text="How many of the twenty belong to the cohort. No names."),
        _indicator("logs-p6", "Logs for neighbourhood resolution (P6)", "logs", "Command and "
                   "control", "lower"),
        _indicator("attended-p1-p3", "P1 to P3 logs attended by neighbourhood teams", "logs",
                   "Command and control", "lower"),
    ]  # fmt: skip


def readings(seed: str) -> list[Row]:
    """A row a reading; districts are called by their two-letter code, as the source does."""
    found = [
        _reading(ref, value, at, until, text="To April" if at.startswith("2024") else "")
        for ref, values in PROTESTS.items()
        for value, (at, until) in zip(values, _YEARS, strict=True)
    ]
    for ref, then, now in (("officers-in-post", 151, 175), ("pcsos-in-post", 181, 200)):
        found += [_reading(ref, then, "2018-09-30"), _reading(ref, now, "2024-09-30")]
    found += [
        _reading("street-watch", value, _READ_ON, place=_code(district), target=target,
                 target_by=_TARGET_BY)
        for district, (value, target) in zip(_WATCH_ORDER, STREET_WATCH, strict=True)
    ]  # fmt: skip
    for district, (juniors, cadets) in zip(DISTRICTS, CADETS, strict=True):
        for ref, value in (("junior-pcsos", juniors), ("cadets", cadets),
                           ("young-citizens", juniors + cadets)):  # fmt: skip
            found.append(_reading(ref, value, _READ_ON, place=_code(district)))
    for ref, value in (("street-watch-members", 1150), ("watch-schemes", 1294),
                       ("watch-members", 3279)):  # fmt: skip
        found.append(_reading(ref, value, _READ_ON))
    found += [
        _reading("harm-index-cohort", value, at)
        for value, at in ((13, "2023-12-11"), (7, "2024-03-10"), (2, "2024-12-09"))
    ]
    return found + _logs(seed)


def _logs(seed: str) -> list[Row]:
    """A year of logs by district and month, busier in summer."""
    busy = (0.92, 0.88, 0.95, 1.0, 1.06, 1.12, 1.2, 1.16, 1.02, 1.0, 0.95, 0.9)
    found = []
    for ref, mean in (("logs-p6", 240.0), ("attended-p1-p3", 62.0)):
        for district in DISTRICTS:
            dice = Random(f"{seed} {ref} {district}")
            share = dice.uniform(0.6, 1.5)
            for at, until in _months():
                value = round(dice.gauss(1, 0.06) * share * mean * busy[int(at[5:7]) - 1])
                found.append(_reading(ref, value, at, until, place=_code(district)))
    return found


def _months() -> list[tuple[str, str]]:
    """First and last day of each month from December 2023 to November 2024."""
    ends = ("2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31",
            "2024-06-30", "2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31",
            "2024-11-30")  # fmt: skip
    return [(f"{end[:8]}01", end) for end in ends]


def _code(district: str) -> str:
    return ALIASES[district][0]


def _indicator(ref: str, name: str, unit: str, source: str, direction: str, **more: object) -> Row:
    return {
        "ref": ref, "name": name, "unit": unit, "source": source, "direction": direction,
        "target": "", "target_by": "", "part_of": "", "profile": "", "text": "", **more,
    }  # fmt: skip


def _reading(ref: str, value: float, at: str, until: str = "", **more: object) -> Row:
    return {
        "indicator": ref, "place": "", "at": at, "until": until, "value": value, "target": "",
        "target_by": "", "text": "", **more,
    }  # fmt: skip
