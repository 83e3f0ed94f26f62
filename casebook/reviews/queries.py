"""What reviews need of the store beside their records: their states, and who edited what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, or_, select
from sqlalchemy import func as sql

from casebook.reviews.review import Review
from casebook.store import history
from casebook.store.tables import history as entry
from casebook.store.tables import table_of

review = table_of(Review)

_PARTS = ("profile", "stage", "action", "profile_place")


def last_change(conn: Connection, refs: Sequence[str]) -> int:
    """The seq of the newest history entry of the reviews called ``refs``; 0 without one."""
    query = select(sql.max(entry.c.seq)).where(entry.c.kind == "review", entry.c.record.in_(refs))
    return conn.execute(query).scalar_one() or 0


def editors(conn: Connection, profile: str, hotspots: Iterable[str], since: int) -> frozenset[str]:
    """Logins with a history entry after ``since`` on the profile, its parts or its patrol plans.

    Parts are its stages, actions and ties to places. Plans are those of ``hotspots`` and of every
    place tied to the profile meanwhile. Whoever acts for somebody counts with them. What a
    signature itself writes stands before its own entry, so counting from that entry leaves it out.
    """
    found = [
        change
        for change in history.entries(
            conn,
            entry.c.seq > since,
            entry.c.kind.in_(_PARTS),
            or_(
                entry.c.record == profile,
                entry.c.record.startswith(f"{profile} ", autoescape=True),
            ),
        )
        # LIKE may not tell a capital from a small letter
        if change.record == profile or change.record.startswith(f"{profile} ")
    ]
    tied = {c.record.removeprefix(f"{profile} at ") for c in found if c.kind == "profile_place"}
    for place in sorted(tied | set(hotspots)):
        plan = f"{place} plan from "
        found += [
            change
            for change in history.entries(
                conn,
                entry.c.seq > since,
                entry.c.kind == "plan",
                entry.c.record.startswith(plan, autoescape=True),
            )
            if change.record.startswith(plan)
        ]
    return frozenset(
        login for change in found for login in (change.who, change.via) if login is not None
    )
