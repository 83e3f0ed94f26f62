"""The monthly reviews of April to November 2024: who wrote, endorsed, returned and signed what.

Every review up to September is signed, some of them late. October is mixed and November under way,
as they would be on 18 December.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sample_data import SAMPLE_TODAY
from sample_data.generator.cases.accounts import inspector_of
from sample_data.generator.cases.counted import by_month
from sample_data.generator.cases.diary import working, working_before
from sample_data.generator.cases.history import entered, stage_on
from sample_data.generator.cases.lines import ReviewLines, group_of
from sample_data.generator.months import months_apart
from sample_data.generator.patrols.plans import WEEKLY
from sample_data.generator.published import GREEN
from sample_data.generator.written import written

if TYPE_CHECKING:
    from sample_data.generator.cases.diary import Diary
    from sample_data.generator.cases.profiles import PlacedCase
    from sample_data.generator.incidents.incident import Incident

_WRITTEN = written("reviews")
OPENED = {month: date.fromisoformat(day) for month, day in _WRITTEN["opened"].items()}
"""The day each month was opened, with the data there was by then."""

_DUE_DAY = 18
_EARLIEST = 10
_LATE_SHARE = 0.14
_SHORT = 0.6
"""Below this share of the planned hours a hotspot's owner says so."""
_STUCK_DAYS = 110
_RAISED_SHARE, _DONE_SHARE = 0.09, 0.85
"""How many signed reviews raise an action, and how many of those are done in time."""
_NOTED = date(2024, 12, 13)
"""The last day on which what came of one is written down."""
_MOVED = 0.15
"""The share by which calls must differ from last year's before a reviewer says so."""


@dataclass(frozen=True)
class _Reviewed:
    """One profile as its reviews see it, and the day the next of them is due."""

    placed: PlacedCase
    calls: dict[str, tuple[int, int]]
    next_review: date
    raised: tuple[str, ...] = ()
    """The follow-up actions raised on it."""

    @property
    def hotspot(self) -> str:
        return self.placed.case.hotspot

    @property
    def short(self) -> bool:
        """Whether far fewer patrols than planned are delivered."""
        return self.hotspot in WEEKLY and WEEKLY[self.hotspot][1] < _SHORT

    def due(self, month: str) -> date:
        """When the review of a month is due."""
        first = _month_after(month)
        return self.next_review if self.next_review >= first else first.replace(day=_DUE_DAY)

    def moved_on(self, due: date) -> _Reviewed:
        """The same once a review that was due then is signed."""
        following = _month_after(f"{due:%Y-%m}").replace(day=due.day)
        return replace(self, next_review=max(self.next_review, following))


def first_review(placed: PlacedCase) -> date | None:
    """The day a profile's first review is due; None for one that owes none."""
    if not placed.case.review:
        return None
    last = date.fromisoformat(placed.case.review)
    first = _month_after(max(placed.case.opened[:7], next(iter(OPENED))))
    return first.replace(day=min(last.day, 28) if last.day >= _EARLIEST else last.day + 14)


def enter_reviews(
    diary: Diary, seed: str, cases: list[PlacedCase], incidents: dict[str, list[Incident]]
) -> dict[str, date]:
    """Put every month and every review in the diary; gives the day each next review is due."""
    dice = Random(f"{seed} reviews")
    lines = ReviewLines(dice)
    owing = {}
    for placed in cases:
        first = first_review(placed)
        if first is not None:
            owing[placed.ref] = _Reviewed(placed, by_month(placed.case.hotspot, incidents), first)
    for month, opened in OPENED.items():
        diary.add(opened, "analyst", "open month", month)
        for ref, one in owing.items():
            if one.placed.case.opened < str(_month_after(month)):
                owing[ref] = _enter_review(diary, one, month, _state(one, month, dice), lines, dice)
    return {ref: one.next_review for ref, one in owing.items()}


def _state(one: _Reviewed, month: str, dice: Random) -> str:
    """How far the review of a month has got."""
    if month == "2024-10":
        return str(_WRITTEN["october"].get(one.hotspot, "signed"))
    if month == "2024-11":
        drawn = dice.choices(("due", "updated", "endorsed"), (3, 3, 4))[0]
        return str(_WRITTEN["november"].get(one.hotspot, drawn))
    return "signed"


def _enter_review(
    diary: Diary, one: _Reviewed, month: str, state: str, lines: ReviewLines, dice: Random
) -> _Reviewed:
    """One review's steps; gives the profile with its next review's day."""
    placed, due = one.placed, one.due(month)
    ref, opened = placed.ref, OPENED[month]
    if state == "due":
        return one
    late = state == "signed" and dice.random() < _LATE_SHARE
    updated, passed, signed = _days(opened, due, dice.randint(3, 9) if late else 0)
    diary.add(
        updated, placed.case.owner, "update", ref, month=month, lines=_lines(one, month, lines)
    )
    inspector = placed.case.supervisor or inspector_of(placed.district)
    if state == "returned":
        diary.add(
            passed, inspector, "return", ref, month=month, why=_WRITTEN["returned"][one.hotspot]
        )
    if state in ("endorsed", "signed", "updated again"):
        diary.add(passed, inspector, "endorse", ref, month=month)
    if state == "updated again":
        why, again = _WRITTEN["returned"][one.hotspot], {"did": _WRITTEN["again"][one.hotspot]}
        diary.add(date(2024, 11, 26), "reviewer", "return", ref, month=month, why=why)
        diary.add(date(2024, 12, 9), placed.case.owner, "update", ref, month=month, lines=again)
    if state != "signed":
        return one
    verdict = _verdict(one, month, lines)
    comment = lines.line("late" if signed > due else "comments")
    raised, one = _raise(diary, one, verdict["decisions"], signed, dice)
    diary.add(signed, "reviewer", "sign", ref, month=month, comments=comment, **verdict, **raised)
    return one.moved_on(due)


def _days(opened: date, due: date, late: int) -> tuple[date, date, date]:
    """When a review is written, endorsed and signed."""
    room = min(due, SAMPLE_TODAY) - opened
    updated = working_before(opened + room * 0.45)
    passed = working_before(opened + room * 0.75)
    signed = working_before(due)
    if late:
        signed = working(due + timedelta(days=late))
        passed = working_before(due + timedelta(days=late) / 2)
    return max(updated, opened), max(passed, updated, opened), max(signed, passed)


def _lines(one: _Reviewed, month: str, lines: ReviewLines) -> dict[str, str]:
    """The owner's three lines; one without an answer is left out."""
    case = one.placed.case
    stage = stage_on(case, OPENED[month])
    watched = case.status == "monitoring" and case.ended <= str(OPENED[month])
    topic = "monitoring" if watched else stage if one.hotspot else "area"
    did = [lines.did(topic)]
    did += [f"Done: {step.title}." for step in case.all_steps if step.done[:7] == month][:2]
    begun = [s.title for s in case.all_steps if s.start[:7] == month and s.done[:7] != month]
    did += [f"Begun: {title}." for title in begun[:1]]
    short = one.short and month >= "2024-06"
    answers = {
        "did": " ".join(did),
        "hindered": lines.line("hindered_patrols" if short else "hindered"),
        "asks": lines.line("asks_patrols" if short else "asks"),
    }
    return {name: line for name, line in answers.items() if line}


def _verdict(one: _Reviewed, month: str, lines: ReviewLines) -> dict[str, Any]:
    """The reviewer's decisions and the reason, for what the figures and the stage are."""
    case = one.placed.case
    opened = OPENED[month]
    stage = stage_on(case, opened)
    at_stage = (opened - entered(case).get(stage, opened)).days
    decisions = ["continue"]
    reason = "level"
    if not one.hotspot:
        reason = "area"
    elif case.status == "monitoring" and case.ended <= str(opened):
        reason = "watched"
    elif one.short and month >= "2024-06":
        decisions, reason = ["escalate"], "under_plan"
    elif stage in ("scan", "analyse") and at_stage > _STUCK_DAYS:
        decisions, reason = ["more analysis"], "stuck"
    elif stage in ("objective", "scan", "analyse"):
        reason = "early"
    elif stage == "assess":
        reason = "assessing"
    elif _trend(one, month) > _MOVED:
        decisions, reason = ["continue", "more patrols"], "worse"
    elif _trend(one, month) < -_MOVED:
        reason = "better"
    if case.assessed and months_apart(month, case.assessed[:7]) == 2:
        decisions, reason = ["assess"], "ready"
    return {"decisions": decisions, "reason": lines.line(reason)}


def _trend(one: _Reviewed, month: str) -> float:
    """By what share ASB calls differ from the same month last year; 0 where they are few."""
    _, calls = one.calls[month]
    _, last = one.calls[f"{int(month[:4]) - 1}{month[4:]}"]
    return (calls - last) / last if last >= 5 and abs(calls - last) >= 2 else 0.0


def _raise(
    diary: Diary, one: _Reviewed, decisions: list[str], signed: date, dice: Random
) -> tuple[dict[str, Any], _Reviewed]:
    """A follow-up action on some, and what came of most; with what the signature says of it."""
    placed = one.placed
    wanted = "more patrols" in decisions
    if placed.case.hotspot in ("", GREEN) or dice.random() > (0.6 if wanted else _RAISED_SHARE):
        return {}, one
    usual, of_place = (_WRITTEN["raised"][group] for group in ("any", group_of(placed.kind)))
    listed = usual + of_place if wanted else of_place + usual
    left = [raised for raised in listed if raised[0] not in one.raised]
    if not left:
        return {}, one
    title, tactic, came = left[0]
    due = working(signed + timedelta(days=dice.randint(28, 60)))
    done = working_before(due - timedelta(days=dice.randint(1, 14)))
    if done <= _NOTED and dice.random() < _DONE_SHARE:
        result = {"title": title, "done": str(done), "actual": came}
        diary.add(done, placed.case.owner, "result", placed.ref, result=result)
    action = {"title": title, "tactic": tactic, "owner": placed.case.owner, "due": str(due)}
    return {"actions": [action]}, replace(one, raised=(*one.raised, title))


def _month_after(month: str) -> date:
    """The first day of the month after."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1)
