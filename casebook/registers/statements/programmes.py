"""Where programmes stand: phase and lead, what comes next, reviews and expected benefits."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.due import Due, DueAsked
from casebook.core.english import counted
from casebook.core.made_numbers import count_of
from casebook.core.months import day_label
from casebook.core.statement import Ask, Head, Statement
from casebook.places import queries as places
from casebook.registers.programme import (
    Benefit,
    BenefitReview,
    Paper,
    Phase,
    Programme,
    days_in_words,
    lead_of,
    leads_since,
)
from casebook.registers.statements.activities import results_by_programme
from casebook.registers.statements.grouping import in_groups
from casebook.store.transaction import Transaction

_STANDING = (
    Head("programme", "Ref"),
    Head("name", "Programme"),
    Head("kind", "Kind"),
    Head("place", "Where"),
    Head("when", "When"),
    Head("standing", "Standing"),
    Head("phase", "Phase"),
    Head("lead", "Lead agency"),
    Head("lead_since", "Leads since", "date"),
    Head("next", "Next"),
    Head("next_on", "On", "date"),
    Head("next_review", "Next review", "date"),
    Head("overdue", "Overdue"),
    Head("results", "Results"),
    Head("papers", "Papers", "number"),
)
_BENEFITS = (
    Head("programme", "Programme"),
    Head("benefit", "Expected benefit"),
    Head("months", "After months", "number"),
    Head("due", "Review due", "date"),
    Head("standing", "Standing"),
    Head("finding", "Finding"),
    Head("evidence", "Evidence"),
    Head("reviewed", "Reviewed on", "date"),
)


@dataclass(frozen=True)
class ReviewDue:
    """A set review of a programme, and whether every expected benefit was looked at in it."""

    programme: Programme
    months: int
    """After how many months it was set."""
    on: date
    done: bool


@dataclass(frozen=True)
class ComingStep:
    """Something a programme has coming, on a day."""

    on: date
    says: str
    who: str
    """The lead agency; empty where none is known."""


@dataclass(frozen=True)
class ProgrammeFile:
    """A programme with what is kept of it, its phases and papers in the order of their dates."""

    programme: Programme
    phases: tuple[Phase, ...]
    papers: tuple[Paper, ...]

    @property
    def stretches(self) -> tuple[Phase, ...]:
        """Its phases of more than a day: a forum's sittings aren't among them."""
        return tuple(phase for phase in self.phases if not phase.of_a_day)

    @property
    def starts(self) -> date | None:
        """When it began or begins: by its own word, else with its first phase."""
        return self.programme.at or (self.phases[0].at if self.phases else None)

    def run_state(self, today: date) -> str | None:
        """Coming, running or over on ``today``; None where nobody said when it begins."""
        start, end = self.starts, self.programme.until
        if end is not None and end < today:
            return "over"
        if start is None:
            return None
        return "coming" if start > today else "running"

    def steps(self, today: date) -> tuple[ComingStep, ...]:
        """What comes from ``today`` on: beginnings and ends, phases, sittings and their papers."""
        return tuple(sorted(self._steps(today), key=lambda step: (step.on, step.says)))

    def _steps(self, today: date) -> Iterator[ComingStep]:
        own = self.programme
        lead = lead_of(self.phases, max(own.at or today, today))
        who = lead.agency if lead else ""
        if own.at is not None and own.at >= today:
            begins = f" begins ({days_in_words(own.at, own.until)})"
            of_a_day = own.until == own.at
            said = f"{own.name}{'' if of_a_day else begins}{self._put(own.at)}"
            yield ComingStep(own.at, said, who)
        if own.until is not None and own.until >= today and own.until != own.at:
            yield ComingStep(own.until, f"{own.name} ends", who)
        for phase in self.phases:
            if phase.at >= today:
                begins = "" if phase.of_a_day else " begins"
                yield ComingStep(
                    phase.at, f"{phase.text}{begins}{self._put(phase.at)}", phase.agency
                )
            if phase.until and phase.until >= today and not phase.of_a_day:
                yield ComingStep(phase.until, f"{phase.text} ends", phase.agency)
        dated = {own.at, *(phase.at for phase in self.phases)}
        for on in {paper.at for paper in self.papers} - dated:
            if on is not None and on >= today:
                yield ComingStep(on, f"Papers are put{self._put(on)}", who)

    def _put(self, on: date) -> str:
        """How many papers are of a day, in brackets; empty for none."""
        papers = sum(paper.at == on for paper in self.papers)
        return f" ({counted(papers, 'paper')})" if papers else ""


def programme_files(tx: Transaction, **of: Any) -> tuple[ProgrammeFile, ...]:
    """Every programme with its phases and papers, by ref; those whose fields equal ``of``."""
    programmes = tx.load(Programme, **of)
    them = _of(programmes) if of else {}
    phases = in_groups(
        sorted(tx.load(Phase, **them), key=lambda one: one.at), lambda one: one.programme
    )
    papers = in_groups(
        sorted(tx.load(Paper, **them), key=lambda one: one.at or date.min),
        lambda one: one.programme,
    )
    return tuple(
        ProgrammeFile(each, tuple(phases.get(each.ref, ())), tuple(papers.get(each.ref, ())))
        for each in sorted(programmes, key=lambda one: one.ref)
    )


def _of(programmes: Iterable[Programme]) -> dict[str, Any]:
    """How what is of these programmes is looked up."""
    return {"programme": [each.ref for each in programmes]}


def reviews_due(tx: Transaction, **of: Any) -> tuple[ReviewDue, ...]:
    """The set reviews of every programme with the day each falls on, the earliest first.

    A review is done when it has a finding of every expected benefit; a programme that expects none
    yet has none done. Of the programmes whose fields equal ``of`` alone, where given.
    """
    programmes = tx.load(Programme, **of)
    them = _of(programmes) if of else {}
    expected: dict[str, set[str]] = defaultdict(set)
    for benefit in tx.load(Benefit, **them):
        expected[benefit.programme].add(benefit.text)
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for review in tx.load(BenefitReview, **them):
        found[review.programme, review.months].add(review.benefit)
    due = [
        ReviewDue(
            each,
            months,
            on,
            bool(expected[each.ref]) and expected[each.ref] <= found[each.ref, months],
        )
        for each in programmes
        for months, on in each.reviews_due().items()
    ]
    return tuple(sorted(due, key=lambda one: (one.on, one.programme.ref)))


def standing(book: Book, ask: Ask) -> Statement:
    """A row for each programme, or the one ``ask.ref`` names, or those in ``ask.place``.

    Raises :class:`NotFound` for a programme or place that isn't there.
    """
    book.require("view")
    today = book.today
    with book.store.reading() as tx:
        chosen = _chosen(tx, ask)
        owed = (review for review in reviews_due(tx) if not review.done)
        reviews = in_groups(owed, lambda review: review.programme.ref)
        results = results_by_programme(tx)
        rows = [
            _standing_row(
                file,
                today,
                _label(tx, file.programme),
                next(iter(reviews.get(file.programme.ref, ())), None),
                results.get(file.programme.ref),
            )
            for file in chosen
        ]
    notes = [note for file in chosen for note in _standing_notes(file, today)]
    if ask.ref:
        notes += [f"Phase {_phase_in_words(phase)}." for file in chosen for phase in file.phases]
    return Statement(
        title=f"Programmes on {day_label(today)}",
        heads=_STANDING,
        rows=tuple(rows),
        notes=(*notes, *(["No programme is recorded here."] if not chosen else [])),
    )


def benefits(book: Book, ask: Ask) -> Statement:
    """A row for each expected benefit in each review: what was found, or when it is due.

    Of every programme, or of the one ``ask.ref`` names. A review found something on that nobody
    set has rows too, without a due date. Raises :class:`NotFound`.
    """
    book.require("view")
    with book.store.reading() as tx:
        chosen = [file.programme for file in _chosen(tx, ask)]
        rows, notes = [], []
        for programme in chosen:
            expected = tx.load(Benefit, programme=programme.ref)
            found = {
                (one.benefit, one.months): (one, _label(tx, one))
                for one in tx.load(BenefitReview, programme=programme.ref)
            }
            rows += list(_benefit_rows(programme, expected, found, book.today))
            notes += list(_benefit_notes(programme, expected, found))
    if not rows and not notes:
        notes = ["No programme here expects a benefit or has a review set."]
    about = f" of {chosen[0].ref}" if ask.ref else ""
    return Statement(
        f"Expected benefits{about}", _BENEFITS, tuple(rows), tuple(notes), grouped="programme"
    )


def _chosen(tx: Transaction, ask: Ask) -> list[ProgrammeFile]:
    """The programmes asked about; those in a place are the ones that lie in it."""
    refs = References(tx)
    chosen = list(programme_files(tx))
    if ask.ref:
        ref = refs.known("programme", ask.ref)
        chosen = [file for file in chosen if file.programme.ref == ref]
    if ask.place:
        place, above = refs.known("place", ask.place), places.ancestors(tx)
        inside = {ref for ref, areas in above.items() if place in (ref, *areas)}
        chosen = [file for file in chosen if file.programme.place in inside]
    return chosen


def _label(tx: Transaction, record: Any) -> str:
    """What a record's code was called when it was given it."""
    label = tx.labels_kept(record).get("code", {}).get(record.code, record.code)
    return str(label)


def _standing_row(
    file: ProgrammeFile, today: date, kind: str, review: ReviewDue | None, results: str | None
) -> dict[str, Any]:
    own, phase = file.programme, lead_of(file.phases, today)
    step = next(iter(file.steps(today)), None)
    return {
        "programme": own.ref,
        "name": own.name,
        "kind": kind,
        "place": own.place,
        "from": _iso(own.at),
        "to": _iso(own.until),
        "when": days_in_words(file.starts, own.until) or None,
        "standing": file.run_state(today),
        "phase": phase.text if phase else None,
        "phase_since": _iso(phase.at) if phase else None,
        "lead": phase.agency if phase else None,
        "lead_since": _iso(leads_since(file.phases, phase)) if phase else None,
        "phases": [_phase_in_words(each) for each in file.phases],
        "next": step.says if step else None,
        "next_on": _iso(step.on) if step else None,
        "review_after": review.months if review else None,
        "next_review": _iso(review.on) if review else None,
        "overdue": review.on < today if review else None,
        "results": results,
        "papers": count_of(file.papers),
    }


def _standing_notes(file: ProgrammeFile, today: date) -> Iterator[str]:
    """Every passing of the lead, and why no phase runs where one might."""
    ref, phases = file.programme.ref, file.stretches
    for earlier, later in itertools.pairwise(phases):
        if earlier.agency != later.agency:
            takes = "takes" if later.at > today else "took"
            yield (
                f"{ref}: {later.agency} {takes} the lead for {later.text} from "
                f"{day_label(later.at)}; {earlier.agency} led {earlier.text} before."
            )
    if phases and file.run_state(today) == "running" and lead_of(phases, today) is None:
        before = [phase for phase in phases if phase.until and phase.until < today]
        after = [phase for phase in phases if phase.at > today]
        said = [f"{p.text} ended on {day_label(p.until)}" for p in before[-1:] if p.until]
        said += [f"{phase.text} begins on {day_label(phase.at)}" for phase in after[:1]]
        yield f"{ref}: no phase runs today: {' and '.join(said)}."


def _phase_in_words(phase: Phase) -> str:
    return f"{phase.text}: {days_in_words(phase.at, phase.until)}, led by {phase.agency}"


_Found = Mapping[tuple[str, int], tuple[BenefitReview, str]]


def _benefit_rows(
    programme: Programme, expected: Sequence[Benefit], found: _Found, today: date
) -> Iterator[dict[str, Any]]:
    due = programme.reviews_due()
    known = {benefit.text: benefit for benefit in expected}
    for text in dict.fromkeys((*known, *(benefit for benefit, _ in found))):
        benefit = known.get(text)
        for months in sorted({*due, *(after for one, after in found if one == text)}):
            review, finding = found.get((text, months), (None, None))
            if benefit is None and review is None:
                continue
            yield {
                "programme": programme.ref,
                "name": programme.name,
                "benefit": text,
                "measure": (benefit.measure or None) if benefit else None,
                "indicator": benefit.indicator if benefit else None,
                "months": months,
                "due": _iso(due.get(months)),
                "standing": _set_review_state(review, due.get(months), today),
                "finding": finding,
                "evidence": (review.text or None) if review else None,
                "reviewed": _iso(review.at) if review else None,
            }


def _set_review_state(review: BenefitReview | None, due: date | None, today: date) -> str | None:
    if review is not None:
        return "reviewed"
    if due is None:
        return None
    return "overdue" if due < today else "due today" if due == today else "not due yet"


def _benefit_notes(
    programme: Programme, expected: Sequence[Benefit], found: _Found
) -> Iterator[str]:
    if programme.review_after and not expected:
        after = " and ".join(str(months) for months in programme.review_after)
        yield (
            f"{programme.ref} has reviews set after {after} months but expects no benefit yet: "
            f"'casebook benefit add {programme.ref} TEXT'."
        )
    if expected and not programme.review_after:
        yield f"{programme.ref} has no review set to look at its expected benefits in."
    words = {benefit.text for benefit in expected}
    for text in sorted({benefit for benefit, _ in found} - words):
        yield f"{programme.ref} doesn't expect '{text}' any more; its findings stand."


def _iso(day: date | None) -> str | None:
    return str(day) if day else None


def reviews_owed(book: Book, tx: Transaction, asked: DueAsked) -> Iterator[Due]:
    """Set reviews of programmes, until every expected benefit was looked at in them."""
    if not _leads_somewhere(tx, asked):
        return
    files = programme_files(tx, **asked.of_places)
    leads = {file.programme.ref: lead_of(file.phases, book.today) for file in files}
    for review in reviews_due(tx, **asked.of_places):
        if not review.done:
            own, lead = review.programme, leads[review.programme.ref]
            says = f"review of {own.name} after {review.months} months"
            who, late = lead.agency if lead else "", review.on < book.today
            of = (own.KIND, own.id, own.place or "")
            yield Due(review.on, "programme review", own.ref, says, who, late, *of)


def _leads_somewhere(tx: Transaction, asked: DueAsked) -> bool:
    """Whether anybody asked for may lead a phase, and so owe what is owed on programmes."""
    if asked.names is None:
        return True
    return bool(tx.columns(Phase, "id", agency=sorted(asked.names)))


def phases_due(book: Book, tx: Transaction, asked: DueAsked) -> Iterator[Due]:
    """Phases that end; and the last of a programme that goes on without one."""
    if not _leads_somewhere(tx, asked):
        return
    for file in programme_files(tx, **asked.of_places):
        own, phases = file.programme, file.stretches
        over = file.run_state(book.today) == "over"
        for phase, after in zip(phases, [*phases[1:], None], strict=False):
            late = phase.until is not None and phase.until < book.today
            if phase.until is None or (late and (after is not None or over)):
                continue
            says = f"end of {phase.text}, and no phase follows"
            if after is not None:
                begins = day_label(after.at)
                says = f"end of {phase.text}; {after.text} from {begins}, led by {after.agency}"
            of = (phase.KIND, phase.id, own.place or "")
            yield Due(phase.until, "phase", own.ref, says, phase.agency, late, *of)
