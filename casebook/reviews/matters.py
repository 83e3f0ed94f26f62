"""The matters of one profile in a month: what stands and what is asked, a sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casebook.core import english, wording
from casebook.core.months import Month
from casebook.figures import sentences
from casebook.figures.figure import Figure, ThemeVerdict
from casebook.figures.progress import Progress
from casebook.measures import on_course
from casebook.measures.verdict import FEWER, HIGHER, LOWER, MORE
from casebook.profiles.casefile import ProfileFile
from casebook.reviews.matter import HOURS, UNDER_PLAN, Matter
from casebook.reviews.review import Review

RESOURCING = ("core", "overtime", "partner")
_LONGEST, _WHY = 240, 200
"""What is said at most of an owner's words, and of a reason, which stands whole further on."""
_NOTHING = re.compile(
    r"(there is |we ask )?(nothing|none|nil|no asks?|n/?a|no|-|–)"
    r"( this month| this time| at present| at the moment| for now| needed| required| to ask)*",
    re.IGNORECASE,
)
_STEP = {
    "due": ("its owner hasn't updated it", "Say by when its owner updates it"),
    "updated": ("it waits for the inspector", "Endorse it or return it"),
    "endorsed": ("it waits for a signature", "Sign it or return it"),
}
"""What an overdue review waits for, and what is asked of the meeting, by its state."""


@dataclass(frozen=True)
class ProfileMonth:
    """What a month knows of one profile, or of a hotspot that no profile is open for."""

    place: str
    """What the place is called."""
    hotspot: str = ""
    """Its first hotspot; empty for none."""
    file: ProfileFile | None = None
    """None for a hotspot without an open profile."""
    reviews: tuple[Review, ...] = ()
    """Every review of the profile."""
    figures: tuple[Figure, ...] = ()
    """The month's rows of its hotspots; of one that profiles share, the row is one profile's."""
    progress: Progress | None = None
    """Where its own measure stands."""

    @property
    def subject(self) -> str:
        """The ref it is ranked by: its profile's, else its hotspot's."""
        return self.file.profile.ref if self.file else self.hotspot

    def review_of(self, month: Month) -> Review | None:
        """Its review of ``month``; None where that wasn't opened."""
        return next((one for one in self.reviews if one.month == month), None)

    def owed(self, month: Month) -> tuple[Review, ...]:
        """Its reviews up to ``month`` that aren't signed, the newest first."""
        found = [one for one in self.reviews if one.month <= month and one.state != "signed"]
        return tuple(sorted(found, key=lambda review: review.month, reverse=True))


def asks_nothing(text: str) -> bool:
    """Whether what an owner wrote says that nothing is asked.

    >>> asks_nothing("Nothing this month."), asks_nothing("n/a"), asks_nothing("Nothing but a van")
    (True, True, False)
    """
    plain = " ".join(text.split()).strip(" .!")
    return not plain or _NOTHING.fullmatch(plain) is not None


def matters_of(profile: ProfileMonth, month: Month, today: date) -> tuple[Matter, ...]:
    """Everything of one profile that the meeting on ``month`` is to look at, in no order.

    A profile opened after the month's end has no part in its meeting.
    """
    opened = profile.file.profile.opened if profile.file else None
    if opened is not None and opened > month.last:
        return ()
    found = [
        *_verdicts(profile),
        *_off_course(profile),
        *_reviews(profile, month, today),
        *_asks(profile, month),
        *_under_plan(profile),
        *_waivers(profile, month),
    ]
    if profile.file is None:
        found.append(_matter(profile, "no profile", _NO_PROFILE, "Open one, or retire the place"))
    return tuple(found)


_NO_PROFILE = "No profile is open for this hotspot."


def decided(review: Review | None) -> str:
    """What a signed review decided, with its day; empty for one that isn't signed."""
    if review is None or review.state != "signed":
        return ""
    said = english.listed(
        wording.label_of("review-decision", code).lower() for code in review.decisions
    )
    return f"Decided {wording.day(review.signed_on)}: {said or 'signed'}"


def _matter(
    profile: ProfileMonth, kind: str, fact: str, ask: str, size: float = 0.0, hotspot: str = ""
) -> Matter:
    ref = profile.file.profile.ref if profile.file else ""
    return Matter(kind, ref, hotspot or profile.hotspot, profile.place, fact, ask, size)


def _verdicts(profile: ProfileMonth) -> Iterator[Matter]:
    """The counts that stand out, in the month or since the response began, one a count."""
    several = len(profile.figures) > 1
    for row in profile.figures:
        for each in row.verdicts:
            words = (each.verdict, each.since_verdict)
            kind = next((kind for kind, flagged in _FLAGGED if flagged & set(words)), "")
            if kind:
                where = f"{row.hotspot}: " if several else ""
                fact = f"{where}{_stands(row, each)}"
                chance = min(
                    p for p in (each.verdict_p, each.since_verdict_p, 1.0) if p is not None
                )
                yield _matter(profile, kind, fact, _ASK[kind], -chance, row.hotspot or "")


_FLAGGED = (("more", {MORE}), ("higher", {HIGHER}), ("fewer", {FEWER, LOWER}))
_ASK = {
    "more": "Decide what changes there",
    "higher": "Say what explains it",
    "fewer": "Say what worked there",
}


def _stands(row: Figure, each: ThemeVerdict) -> str:
    """The count since the response and in the month, each against what was expected."""
    title = wording.group_title(each.count_group)
    now = f"{wording.number(each.count)} against {sentences.expected(each.expected)}"
    if not each.since_verdict:
        return f"{title} in {row.window.label}: {now} expected, {_word(each.verdict)}."
    run = english.counted(each.run_months or 0, "month")
    since = f"{wording.number(each.run_count)} against {sentences.expected(each.since_expected)}"
    return (
        f"{title} since {each.run_of or 'the response'} began ({run}): {since} expected, "
        f"{_word(each.since_verdict)}; {row.window.label} {now}, {_word(each.verdict)}."
    )


def _word(verdict: str) -> str:
    """A verdict's word in a sentence; what has none isn't tested."""
    said = sentences.verdict(verdict)
    return "not tested" if said == wording.MISSING else said[:1].lower() + said[1:]


def _off_course(profile: ProfileMonth) -> Iterator[Matter]:
    stands = profile.progress
    if stands is not None and stands.standing == on_course.OFF_COURSE:
        base, target = wording.number(stands.baseline), wording.number(stands.target)
        level = "" if stands.level is None else f" where {wording.number(stands.level, 1)} would be"
        fact = (
            f"{stands.title}: {wording.number(stands.now)} in {stands.now_window.label}{level} on "
            f"course from {base} to {target} by {wording.day(stands.deadline)}: off course."
        )
        off = abs((stands.now or 0) - (stands.level or 0)) / max(1.0, stands.baseline)
        yield _matter(profile, "off course", fact, "Change the response or the target", off)


def _reviews(profile: ProfileMonth, month: Month, today: date) -> Iterator[Matter]:
    """What is owed: reviews of this month and of every month before it."""
    owed = profile.owed(month)
    for review in owed:
        late = review.days_late(today) or 0
        named = f"The {review.month.label} review"
        overdue = f"{english.counted(late, 'day')} overdue" if late else ""
        if review.state == "returned":
            why = english.shortened(review.returned_why, _WHY)
            fact = f"{named} was returned{', ' + overdue if late else ''}: {why}"
            yield _matter(profile, "returned", fact, "Have its owner answer, by a day", late)
        elif late:
            waits, ask = _STEP[review.state]
            fact = f"{named} is {overdue}: {waits}."
            yield _matter(profile, "overdue", fact, ask, late)
    own = profile.file.profile if profile.file else None
    on = own.next_review if own is not None and own.overdue(today) else None
    # what was due later belongs to a later month's meeting
    if on is not None and not owed and on <= (month + 1).last:
        fact = f"A review was due on {wording.day(on)}: none is open."
        yield _matter(profile, "overdue", fact, "Open it", (today - on).days)


def _asks(profile: ProfileMonth, month: Month) -> Iterator[Matter]:
    """What the owner asks in reviews that aren't signed, and in this month's; each ask once."""
    said: set[str] = set()
    own = profile.review_of(month)
    signed = (own,) if own is not None and own.state == "signed" else ()
    for review in (*profile.owed(month), *signed):
        ask = english.shortened(review.asks, _LONGEST)
        if asks_nothing(ask) or ask in said:
            continue
        said.add(ask)
        stands = english.shortened(review.hindered, _LONGEST)
        when = "" if review.month == month else f" in {review.month.label}"
        if asks_nothing(stands) or stands.casefold().startswith("nothing "):
            stands = f"Asked by {review.updated_by or 'its owner'}{when}; nothing got in the way."
        else:
            stands = f"Got in the way{when}: {stands}"
        yield _matter(profile, "asks", stands, f"Asks: {ask}", float(review.month == month))


def _under_plan(profile: ProfileMonth) -> Iterator[Matter]:
    """Hotspots where a resourcing fell short, with each that did."""
    several = len(profile.figures) > 1
    for row in profile.figures:
        short = [
            (name, *both)
            for name in RESOURCING
            if (both := row.of_plan(name)) and both[0] < UNDER_PLAN * both[1]
        ]
        if not short and not _told_apart(row):
            whole = (row.officer_hours, row.planned_covered_officer_hours)
            if whole[0] is not None and whole[1] and whole[0] < UNDER_PLAN * whole[1]:
                short = [("officer-hours", whole[0], whole[1])]
        if short:
            where = f"{row.hotspot}: " if several else ""
            first, *others = short
            said = [hours_of(*first), *(hours_of(*one, plan=False) for one in others)]
            fact = f"{where}{english.sentence(', '.join(said))}."
            missing = sum(planned - done for _, done, planned in short)
            ask = "Fill the rota or change the plan"
            yield _matter(profile, "under plan", fact, ask, missing, row.hotspot or "")


def _told_apart(row: Figure) -> bool:
    return any(row.of_plan(name) for name in RESOURCING)


def hours_of(what: str, delivered: float, planned: float, *, plan: bool = True) -> str:
    """Hours of one resourcing against their plan; what is under plan never reads as if it weren't.

    >>> hours_of("overtime", 853.67, 1014.0), hours_of("core", 31.83, 40.0)
    ('overtime 84% of plan (853.7 of 1,014.0 h)', 'core 79.6% of plan (31.8 of 40.0 h)')
    """
    share = 100 * delivered / planned
    close = 100 * UNDER_PLAN - 0.5 <= share < 100 * UNDER_PLAN
    said, of = wording.hours(delivered, 1), wording.hours(planned, 1)
    of_plan = " of plan" if plan else ""
    return f"{what} {wording.percent(share, int(close))}{of_plan} ({said} of {of} h)"


def _waivers(profile: ProfileMonth, month: Month) -> Iterator[Matter]:
    """Gates waived by the month's end or since, that no review signed before has seen."""
    seen = max(
        (r.signed_on for r in profile.reviews if r.month < month and r.signed_on is not None),
        default=date.min,
    )
    for stage in profile.file.stages if profile.file else ():
        if stage.waived_by and (stage.closed is None or stage.closed >= seen):
            on = f" on {wording.day(stage.closed)}" if stage.closed else ""
            why = english.shortened(stage.waiver, _LONGEST).rstrip(".")
            fact = f"The gate of {stage.stage} was waived by {stage.waived_by}{on}: {why}."
            yield _matter(profile, "waiver", fact, "Let it stand, or ask for what is missing")


def hours_together(row: Figure) -> Matter | None:
    """Delivery against plan for all hotspots, each resourcing apart; None where it isn't known."""
    if row.officer_hours is None or not row.planned_covered_officer_hours:
        return None
    parts = [(name, *both) for name in RESOURCING if (both := row.of_plan(name))]
    parts.sort(key=lambda part: part[1] / part[2])
    whole = ("all together", row.officer_hours, row.planned_covered_officer_hours)
    first, *others = (*parts, whole)
    said = hours_of(*first)
    shares = [f"{name} {wording.share(done / planned)}" for name, done, planned in others]
    said += f", {', '.join(shares)}" if shares else ""
    ask = "Nothing: each resourcing met its plan"
    if not parts:
        ask = "Name the resourcing in the rota: the plan doesn't"
    elif first[1] < first[2]:
        missing = wording.hours(first[2] - first[1], 1)
        ask = f"Say why {missing} h of {first[0]} weren't delivered"
    return Matter(HOURS, "", "", "Patrol hours", f"{row.window.label}: {said}.", ask)
