"""What reviews need of the store beside their records: their states, and who edited what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func as sql
from sqlalchemy import select

from casebook.places.plan import Plan
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.stages import Stage
from casebook.reviews.review import Review
from casebook.store import history, tables
from casebook.store.transaction import Transaction

_ENTRIES = tables.history.c
_PARTS = (Profile.KIND, Stage.KIND, Action.KIND, ProfilePlace.KIND)


def last_change(tx: Transaction, reviews: Sequence[Review]) -> int:
    """The seq of the newest history entry of these reviews; 0 without one."""
    query = select(sql.max(_ENTRIES.seq)).where(
        _ENTRIES.kind == Review.KIND, _ENTRIES.record_id.in_([review.id for review in reviews])
    )
    return tx.sql.execute(query).scalar_one() or 0


def editors(
    tx: Transaction, profile: Profile, hotspots: Iterable[str], since: int
) -> frozenset[str]:
    """Logins with a history entry after ``since`` on the profile, its parts or its patrol plans.

    Parts are its stages, actions and ties to places. Plans are those of ``hotspots`` and of every
    place tied to the profile meanwhile. Whoever acts for somebody counts with them. What a
    signature itself writes stands before its own entry, so counting from that entry leaves it out.
    """
    of_profile = tx.history.of_profile(profile, after=since)
    found = [change for change in of_profile if change.kind in _PARTS]
    ties = [change for change in found if change.kind == ProfilePlace.KIND]
    tied = _places(tx, ProfilePlace, ties) | set(hotspots)
    plans = tx.history.entries(after=since, kind=Plan.KIND)
    found += [change for change in plans if _places(tx, Plan, [change]) & tied]
    return frozenset(
        login for change in found for login in (change.who, change.via) if login is not None
    )


def _places(tx: Transaction, kind: type[Any], entries: Sequence[history.HistoryEntry]) -> set[str]:
    """The places of the records of ``kind`` that entries are about, now and before each change."""
    named = {ref for each in entries for ref in (each.change or {}).get("place", ()) if ref}
    current = tx.load(kind, id=[each.record_id for each in entries])
    return named | {record.place for record in current}
