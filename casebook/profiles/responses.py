"""The profile behind each hotspot, and when its response began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from casebook.core.kinds import kind_called
from casebook.core.local_time import instant, local_day, start_of_day
from casebook.core.months import Month
from casebook.incidents.queries import tallies
from casebook.places.place import Place
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Response:
    """What a hotspot's row needs of its profile."""

    profile: str
    stage: str
    start: date
    """The first delivered patrol or action since the profile was opened; else today."""
    began: bool
    """Whether there is one yet."""
    reviews: Mapping[Month, str] = field(default_factory=dict)
    """The state of each month's review that has been opened."""


def read_responses(tx: Transaction, zone: tzinfo, today: date) -> dict[str, Response]:
    """The response of every hotspot that a live profile targets, by the hotspot's ref.

    A hotspot of several profiles shows the one opened last.
    """
    live = sorted(
        tx.load(Profile, status=("open", "monitoring")),
        key=lambda profile: (profile.opened or date.min, profile.ref),
    )
    links = tx.load(ProfilePlace, role="target")
    actions = tx.load(Action)
    ids = {place.ref: place.id for place in tx.load(Place, kind="hotspot")}
    states = _review_states(tx)
    found: dict[str, Response] = {}
    for profile in live:
        refs = [link.place for link in links if link.profile == profile.ref and link.place in ids]
        own = [action for action in actions if action.profile == profile.ref]
        began = response_start(tx, zone, today, profile, [ids[ref] for ref in refs], own)
        response = Response(
            profile.ref,
            profile.stage,
            began or today,
            began is not None,
            states.get(profile.ref, {}),
        )
        found |= dict.fromkeys(refs, response)
    return found


def response_start(
    tx: Transaction,
    zone: tzinfo,
    today: date,
    profile: Profile,
    hotspots: Sequence[int],
    actions: Iterable[Action],
) -> date | None:
    """The first delivered patrol in the profile's hotspots, or action, since it was opened.

    None while there is none. It is computed, never the day a stage was clicked.
    """
    since = int(start_of_day(profile.opened, zone).timestamp()) if profile.opened else 0
    patrol = tallies.first_delivered(tx, hotspots, since)
    starts = [
        day
        for action in actions
        for day in (action.start, action.done)
        if day is not None and day <= today
    ]
    if patrol is not None:
        starts.append(local_day(instant(patrol), zone))
    return min(starts, default=None)


def _review_states(tx: Transaction) -> dict[str, dict[Month, str]]:
    """The state of every review: by its profile's ref, then by month.

    The kind is found by its word, because reviews freeze figures and so stand above them.
    """
    kind = kind_called("review")
    assert kind is not None
    found: dict[str, dict[Month, str]] = {}
    for profile, month, state in tx.columns(kind, "profile", "month", "state"):
        found.setdefault(profile, {})[Month.parse(month)] = state
    return found
