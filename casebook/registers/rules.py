"""What a kind of entry needs of the casebook beyond its own fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from casebook.book.references import near
from casebook.core.access import ROLES, Account
from casebook.core.english import counted
from casebook.core.entry import names_profile, notes_of
from casebook.core.errors import BadValue
from casebook.core.fields import fields_of
from casebook.core.months import day_label
from casebook.core.wording import hours, number
from casebook.profiles.profile import Action, Profile
from casebook.profiles.stages import CHECK_MONTHS, MODELS
from casebook.registers.abstraction import DutyHours
from casebook.registers.casework import ClosingCheck, Lead, Request
from casebook.registers.fund import Fund, Spend
from casebook.registers.indicator import Indicator, Reading
from casebook.registers.programme import Benefit, BenefitReview, Phase
from casebook.registers.scrutiny import Scrutiny, ScrutinyAction
from casebook.store import records
from casebook.store.engine import Connection


def check_in_casebook(conn: Connection, entry: Any) -> None:
    """Raise :class:`BadValue`, naming the field at fault, where the entry breaks its kind's rule.

    Rules look at what the casebook holds: other phases of the programme, other readings of the day.
    """
    _check_disposed(conn, entry)
    rule = _RULES.get(entry.KIND)
    if rule is not None:
        rule(conn, entry)


def _check_disposed(conn: Connection, entry: Any) -> None:
    """Nothing more is noted on what names a profile that was disposed of."""
    noted = notes_of(entry) if names_profile(type(entry)) and entry.profile else ()
    if not noted:
        return
    profile = records.load_one(conn, Profile, ref=entry.profile)
    if profile is not None and profile.disposed is not None:
        label = fields_of(type(entry))[noted[0]].label
        raise BadValue(
            f"{label}: {profile.ref} was disposed of on {day_label(profile.disposed)}, so what "
            "names it carries no text: leave it empty."
        )


def _check_request(conn: Connection, entry: Request) -> None:
    """A request goes to a role or a login, and its stage is one the profile has."""
    logins = [account.login for account in records.load(conn, Account)]
    if entry.to not in (*ROLES, *logins):
        like = near(entry.to, (*ROLES, *logins))
        hint = f"; did you mean {' or '.join(like)}?" if like else f": one of {', '.join(ROLES)}."
        raise BadValue(f"To takes a login of this casebook or a role, not '{entry.to}'{hint}")
    profile = records.load_one(conn, Profile, ref=entry.profile)
    if profile is not None and entry.stage not in ("", *MODELS[profile.model]):
        raise BadValue(
            f"For stage: {entry.profile} is {profile.model} and has no stage '{entry.stage}'; "
            f"it has {', '.join(MODELS[profile.model])}."
        )


def _check_lead(conn: Connection, entry: Lead) -> None:
    """One agency leads at a time."""
    for other in records.load(conn, Lead, profile=entry.profile):
        if other.id != entry.id and other.overlaps(entry):
            since = f" from {day_label(other.at)}" if other.at else ""
            until = f" to {day_label(other.until)}" if other.until else ""
            raise BadValue(
                f"Agency: {other.agency} leads on {entry.profile}{since}{until} already. End that "
                f"first: give lead {other.id} a day in To."
            )


def _check_closing(conn: Connection, entry: ClosingCheck) -> None:
    """A closed profile is looked at twice, and each look is recorded once."""
    if entry.months not in CHECK_MONTHS:
        known = " or ".join(str(months) for months in CHECK_MONTHS)
        raise BadValue(f"Months after closing takes {known}, not {entry.months}.")
    for other in records.load(conn, ClosingCheck, profile=entry.profile):
        if other.id != entry.id and other.months == entry.months:
            raise BadValue(
                f"Months after closing: {entry.profile} was looked at after "
                f"{counted(entry.months, 'month')} already: edit closing-check {other.id}."
            )


def _check_phase(conn: Connection, entry: Phase) -> None:
    """One phase runs at a time."""
    for other in records.load(conn, Phase, programme=entry.programme):
        if other.id != entry.id and other.overlaps(entry):
            until = f" to {day_label(other.until)}" if other.until else ""
            raise BadValue(
                f"From: the phase {other.text} of {entry.programme} runs from "
                f"{day_label(other.at)}{until}, and phases can't overlap."
            )


def _check_benefit_review(conn: Connection, entry: BenefitReview) -> None:
    """What is reviewed is a benefit the programme expects, and once in each review."""
    expected = [one.text for one in records.load(conn, Benefit, programme=entry.programme)]
    if entry.benefit not in expected:
        said = "; ".join(expected) or "none yet"
        raise BadValue(
            f"Expected benefit: {entry.programme} expects no '{entry.benefit}'. It expects: {said}."
        )
    for other in records.load(conn, BenefitReview, programme=entry.programme):
        same = (other.benefit, other.months) == (entry.benefit, entry.months)
        if same and other.id != entry.id:
            raise BadValue(
                f"Review after, months: {entry.programme} has a finding of '{entry.benefit}' after "
                f"{counted(entry.months, 'month')} already: edit benefit-review {other.id}."
            )


def _check_indicator(conn: Connection, entry: Indicator) -> None:
    """An indicator isn't a part of its own part."""
    _refuse_ring(conn, Indicator, entry.ref, entry.part_of, "part_of", "Of which")


def _check_fund(conn: Connection, entry: Fund) -> None:
    """A fund isn't a line of its own line."""
    _refuse_ring(conn, Fund, entry.ref, entry.parent, "parent", "Line of")


def _refuse_ring(
    conn: Connection, kind: type[Any], ref: str, above: str | None, name: str, label: str
) -> None:
    over = {one.ref: getattr(one, name) for one in records.load(conn, kind)}
    chain: list[str] = []
    while above is not None and above not in chain:
        if above == ref:
            raise BadValue(f"{label}: {ref} would be a part of itself, through {chain[-1]}.")
        chain.append(above)
        above = over.get(above)


def _check_reading(conn: Connection, entry: Reading) -> None:
    """An indicator is read once for the same days and area."""
    same = {"place": entry.place, "at": entry.at, "until": entry.until}
    for other in records.load(conn, Reading, indicator=entry.indicator, **same):
        if other.id != entry.id:
            where = f" in {entry.place}" if entry.place else ""
            raise BadValue(
                f"On, or from: {entry.indicator} has a reading{where} for {day_label(entry.at)} "
                f"already, {number(other.value)}: edit reading {other.id}."
            )


def _check_duty_hours(conn: Connection, entry: DutyHours) -> None:
    """A team's duty hours of a month are said once."""
    for other in records.load(conn, DutyHours, place=entry.place):
        if other.id != entry.id and other.month == entry.month:
            raise BadValue(
                f"Month: {entry.place} has duty hours for {entry.month.label} already, "
                f"{hours(other.hours)}: edit duty-hours {other.id}."
            )


def _check_spend(conn: Connection, entry: Spend) -> None:
    """A spend settles a commitment of its own line; an action is one of the profile named."""
    if entry.against is not None:
        settled = records.load_one(conn, Spend, id=entry.against)
        if settled is None or settled.code != "commitment" or settled.fund != entry.fund:
            raise BadValue(
                f"Against commitment: {entry.fund} has no commitment number {entry.against}."
            )
    if entry.action is not None:
        action = records.load_one(conn, Action, id=entry.action)
        if action is None or action.profile != entry.profile:
            whose = entry.profile or "no profile"
            raise BadValue(f"Action: {whose} has no action number {entry.action}.")


def _check_numbered_once(conn: Connection, entry: Scrutiny | ScrutinyAction) -> None:
    """A meeting's questions, and its actions, are numbered without doubles."""
    for other in records.load(conn, type(entry)):
        same = (other.meeting, other.at, other.number) == (entry.meeting, entry.at, entry.number)
        if same and other.id != entry.id:
            label = "Question no." if isinstance(entry, Scrutiny) else "Action no."
            raise BadValue(f"{label}: {entry.meeting} has a number {entry.number} already.")


_RULES: Mapping[str, Callable[[Connection, Any], None]] = MappingProxyType(
    {
        Request.KIND: _check_request,
        Lead.KIND: _check_lead,
        ClosingCheck.KIND: _check_closing,
        Phase.KIND: _check_phase,
        BenefitReview.KIND: _check_benefit_review,
        Indicator.KIND: _check_indicator,
        Reading.KIND: _check_reading,
        Fund.KIND: _check_fund,
        Spend.KIND: _check_spend,
        DutyHours.KIND: _check_duty_hours,
        Scrutiny.KIND: _check_numbered_once,
        ScrutinyAction.KIND: _check_numbered_once,
    }
)
