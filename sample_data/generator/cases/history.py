"""How each profile came to stand where it stands: who did what on it, on which day.

Bodies of stages and actions are those of `profiles`; a deed names them and says when they were
written.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sample_data import SAMPLE_TODAY
from sample_data.generator.cases.accounts import inspector_of
from sample_data.generator.cases.diary import working, working_before
from sample_data.generator.published import (
    BUFFER,
    BUFFER_CONTROL,
    CONTROL,
    EVALUATION_WINDOWS,
    TREATED,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sample_data.generator.cases.case import SampleAction, SampleCase
    from sample_data.generator.cases.diary import Diary
    from sample_data.generator.cases.profiles import PlacedCase

_SHARES = {"objective": 0.0, "scan": 0.2, "analyse": 0.55}
"""When a stage is entered, as a share of the time from opening to the response."""
_UNHURRIED = {"objective": 0, "scan": 10, "analyse": 31}
"""The same in days, for a case that hasn't come to its response."""
_PLANNED = timedelta(days=14)
"""How long before its start an action is written down."""
_WRITTEN = timedelta(days=6)
"""How long after it is entered the present stage is written up."""


def enter_deeds(diary: Diary, placed: PlacedCase) -> None:
    """Put every deed of one profile in the diary."""
    case = placed.case
    if case.status in ("proposed", "refused"):
        _enter_proposal(diary, placed)
        return
    opened = date.fromisoformat(case.opened)
    diary.add(opened, case.owner, "open", placed.ref)
    if case.earlier:
        back = date.fromisoformat(case.earlier.back)
        first = _days((*case.order[: case.order.index("respond") + 1],), opened,
                      case.earlier.steps, "")  # fmt: skip
        _enter_run(diary, placed, first, back, cycle=1)
        diary.add(back, case.owner, "back", placed.ref, to="analyse", why=case.earlier.why)
        again = case.order[case.order.index("analyse") : case.order.index(case.stage) + 1]
        _enter_run(
            diary, placed, _days(again, back, case.steps, case.assessed), _end(case), cycle=2
        )
    else:
        days = _days(case.reached, opened, case.steps, case.assessed)
        _enter_run(diary, placed, days, _end(case), cycle=1)
    if case.declared:
        _enter_design(diary, placed)
    if case.ended:
        diary.add(
            date.fromisoformat(case.ended), _inspector(placed), "close", placed.ref,
            why=placed.text(case.reason), sustain=case.status == "monitoring",
        )  # fmt: skip
    if placed.retired:
        diary.add(
            working_before(date.fromisoformat(placed.retired)), _inspector(placed), "retire",
            case.hotspot, live_until=placed.retired,
            why=f"{placed.ref} is closed and patrols have gone elsewhere.",
        )  # fmt: skip


def entered(case: SampleCase) -> dict[str, date]:
    """The day each stage of the present cycle was entered."""
    if case.earlier is None:
        opened = date.fromisoformat(case.opened)
        return _days(case.reached, opened, case.steps, case.assessed)
    again = case.order[case.order.index("analyse") : case.order.index(case.stage) + 1]
    return _days(again, date.fromisoformat(case.earlier.back), case.steps, case.assessed)


def stage_on(case: SampleCase, day: date) -> str:
    """The stage a case was at on a day after it was opened."""
    runs = [entered(case)]
    if case.earlier:
        until = case.order[: case.order.index("respond") + 1]
        runs.insert(0, _days(until, date.fromisoformat(case.opened), case.earlier.steps, ""))
    at = case.order[0]
    for run in runs:
        for stage, since in run.items():
            at = stage if since <= day else at
    return at


def _counted(case: SampleCase) -> date:
    """The last day of the months that the case's assessment counts, where it counts any."""
    if not case.hotspot:
        return date.min
    year, month = map(int, case.windows[1][1].split("-"))
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _end(case: SampleCase) -> date:
    """The day nothing more is written after."""
    ended = date.fromisoformat(case.ended) if case.ended else SAMPLE_TODAY
    return ended - timedelta(days=1)


def _days(
    stages: Sequence[str], start: date, steps: Sequence[SampleAction], assessed: str
) -> dict[str, date]:
    """The day each of ``stages`` is entered, the first on ``start``."""
    found = {stages[0]: start}
    if "respond" in stages:
        found["respond"] = working_before(
            min(date.fromisoformat(step.start) for step in steps) - timedelta(days=3)
        )
    share = _SHARES[stages[0]]
    for stage in stages[1:]:
        if stage == "assess":
            found[stage] = date.fromisoformat(assessed)
        elif stage in _SHARES and "respond" in found:
            part = (_SHARES[stage] - share) / (1 - share)
            found[stage] = working(start + (found["respond"] - start) * part)
        elif stage in _SHARES:
            found[stage] = working(start + timedelta(days=_UNHURRIED[stage]))
    return {stage: found[stage] for stage in stages}


def _enter_run(
    diary: Diary, placed: PlacedCase, days: dict[str, date], end: date, *, cycle: int
) -> None:
    """One cycle's stages and actions; ``end`` is the last day anything of it is written."""
    case, ref = placed.case, placed.ref
    stages = list(days)
    owner = case.owner
    for at, stage in enumerate(stages):
        if at:
            diary.add(days[stage], owner, "advance", ref)
        if at == 0 and days[stage].isoformat() == case.opened:
            on = days[stage]
        elif at + 1 < len(stages):
            on = working(days[stage] + (days[stages[at + 1]] - days[stage]) / 2)
            on = min(on, days[stages[at + 1]])
        else:
            on = min(working(days[stage] + _WRITTEN), end)
        if stage == "assess":
            on = min(max(on, working(_counted(case) + _WRITTEN)), end)
        first = cycle == 1 and case.earlier is not None
        diary.add(on, owner, "write", ref, stage=stage, **({"earlier": True} if first else {}))
    steps = case.earlier.steps if cycle == 1 and case.earlier else case.steps
    for number, step in enumerate(steps):
        _enter_action(diary, placed, number, step, days["respond"], end, cycle)


def _enter_action(
    diary: Diary,
    placed: PlacedCase,
    number: int,
    step: SampleAction,
    first: date,
    end: date,
    cycle: int,
) -> None:
    """An action planned, and what came of it."""
    where = {"earlier": True} if cycle == 1 and placed.case.earlier else {}
    owner = placed.case.owner
    start = date.fromisoformat(step.start)
    planned = min(working_before(max(first, start - _PLANNED)), end)
    diary.add(planned, owner, "plan", placed.ref, action=number, **where)
    if step.done:
        done = working(date.fromisoformat(step.done))
        diary.add(max(min(done, end), planned), owner, "result", placed.ref, action=number, **where)
    elif step.actual:
        due = date.fromisoformat(step.due)
        noted = working_before(min(due, end, date(2024, 12, 9)))
        diary.add(max(noted, planned), owner, "result", placed.ref, action=number, **where)


def _enter_design(diary: Diary, placed: PlacedCase) -> None:
    """The design of the published evaluation, declared before the response."""
    if placed.case.hotspot != TREATED:
        raise ValueError(f"{placed.ref} declares a design and isn't about {TREATED}")
    (before_from, before_to), (after_from, after_to) = EVALUATION_WINDOWS
    diary.add(
        date.fromisoformat(placed.case.declared), "analyst", "design", placed.ref,
        design={
            "code": "crime",
            "before_from": before_from,
            "before_to": before_to,
            "after_from": after_from,
            "after_to": after_to,
            "controls": [CONTROL],
            "buffers": [BUFFER],
            "buffer_controls": [BUFFER_CONTROL],
            "text": placed.case.design,
        },
    )  # fmt: skip


def _enter_proposal(diary: Diary, placed: PlacedCase) -> None:
    """A problem proposed, and refused where it was."""
    case = placed.case
    by = "officer" if placed.district == "Harbour" else "analyst"
    diary.add(date.fromisoformat(case.opened), by, "propose", placed.ref)
    if case.status == "refused":
        ended = date.fromisoformat(case.ended)
        diary.add(ended, _inspector(placed), "refuse", placed.ref, why=case.reason)


def _inspector(placed: PlacedCase) -> str:
    return placed.case.supervisor or inspector_of(placed.district)
