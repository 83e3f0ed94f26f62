"""Where money was spent: a spend with the one place it was for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from casebook.core.months import Window
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.registers.fund import Fund, Spend
from casebook.registers.statements.grouping import in_groups
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class SpentAt:
    """One spend, and where it was for."""

    spend: Spend
    place: str | None
    """The place it names, else the one place of the profile it or its action names; None where
    neither says one."""


def spends_at(tx: Transaction, window: Window) -> tuple[SpentAt, ...]:
    """The spends dated in ``window``, bids and commitments left out, in the order they were made.

    A profile with several hotspots says no one place: how its money was parted isn't known.
    """
    targets = in_groups(tx.load(ProfilePlace, role="target"), lambda link: link.profile)
    of_profile = {profile.ref: profile.area for profile in tx.load(Profile)}
    for ref, links in targets.items():
        of_profile[ref] = links[0].place if len(links) == 1 else None
    of_action = {action.id: action.profile for action in tx.load(Action)}
    return tuple(
        SpentAt(one, one.place or of_profile.get(one.profile or of_action.get(one.action or 0, "")))
        for one in tx.load(Spend)
        if one.code == "spend" and window.start <= one.at <= window.end
    )


def fund_with_lines(tx: Transaction, ref: str) -> Collection[str]:
    """The refs of a fund and of every line under it."""
    under = in_groups(tx.load(Fund), lambda fund: fund.parent)
    found, waiting = set[str](), [ref]
    while waiting:
        each = waiting.pop()
        found.add(each)
        waiting += [line.ref for line in under.get(each, ()) if line.ref not in found]
    return found
