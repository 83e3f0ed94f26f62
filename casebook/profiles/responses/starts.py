"""The profile behind each hotspot, and when its response began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cached_property
from typing import Any, NamedTuple

from casebook.core.kinds import kind_called
from casebook.core.local_time import instant, local_day, start_of_day
from casebook.core.months import Month, Window
from casebook.patrols import queries as patrols
from casebook.patrols.covered import covers
from casebook.places.place import Place
from casebook.profiles.profile import LIVE, Action, Profile, ProfilePlace
from casebook.profiles.responses.beginning import Beginning, declared_baseline, delivered_first
from casebook.profiles.stages import Respond, Stage
from casebook.store.transaction import Transaction

_DECLARED = ("began", "judged_from", "judged_to")
"""The fields of a response stage that outrank what was delivered."""


@dataclass(frozen=True)
class Response:
    """What a hotspot's row needs of its profile."""

    profile: str
    stage: str
    opened: date | None
    beginning: Beginning | None
    """When the response began; None while nothing was delivered."""
    baseline: Window | None = None
    """The months it is declared to be judged against."""

    @property
    def earliest(self) -> Month | None:
        """The first month its baseline may need; None before there is a beginning."""
        if self.beginning is None:
            return None
        year = Month.of(self.beginning.day) + -12
        return min(year, self.baseline.first) if self.baseline else year

    @property
    def began(self) -> date | None:
        """The day of the beginning."""
        return self.beginning.day if self.beginning else None


def read_responses(tx: Transaction, zone: tzinfo, today: date) -> dict[str, Response]:
    """The response of every hotspot that a live profile targets, by the hotspot's ref.

    A hotspot of several profiles shows the one opened last.
    """
    starts = Starts.of(tx, zone, today)
    live = sorted(
        (profile for profile in starts.profiles.values() if profile.live),
        key=lambda profile: (profile.opened or date.min, profile.ref),
    )
    found: dict[str, Response] = {}
    for profile in live:
        response = Response(
            profile.ref,
            profile.stage,
            profile.opened,
            starts.beginning(tx, profile.ref),
            declared_baseline(said) if (said := starts.declared.get(profile.ref)) else None,
        )
        found |= dict.fromkeys(starts.hotspots(profile.ref), response)
    return found


def response_start(tx: Transaction, zone: tzinfo, today: date, profile: Profile) -> date | None:
    """The day the response of ``profile`` began; None while nothing was delivered.

    It is computed, never the day a stage was clicked: see :meth:`Starts.beginning`.
    """
    beginning = Starts.of(tx, zone, today, profile.ref).beginning(tx, profile.ref)
    return beginning.day if beginning else None


class Dated(NamedTuple):
    """What of a profile's heading its beginning is worked out from."""

    ref: str
    stage: str
    status: str
    cycle: int
    opened: date | None
    closed: date | None

    @property
    def live(self) -> bool:
        """Whether the problem is being worked on."""
        return self.status in LIVE


class HotspotSince(NamedTuple):
    """A hotspot by its number, and since when it is one."""

    id: int
    live_from: date | None


@dataclass(frozen=True)
class Starts:
    """What the beginnings of responses are worked out from."""

    zone: tzinfo
    today: date
    profiles: Mapping[str, Dated]
    targets: Mapping[str, Sequence[str]]
    """The hotspots each profile targets, by its ref."""
    places: Mapping[str, HotspotSince]
    """Every hotspot, by ref."""
    actions: Mapping[str, Sequence[date]]
    """The days on which the actions of each profile were begun or done."""
    declared: Mapping[str, Respond]
    """What the response stage of each profile's present cycle says, where it declares anything."""
    records_begin: date | None
    """The first day that any source of delivered patrols speaks for."""
    first: Mapping[int, int]
    """The first delivered patrol of each hotspot, in UTC seconds since 1970, by place number."""

    @classmethod
    def of(cls, tx: Transaction, zone: tzinfo, today: date, profile: str = "") -> Starts:
        """Those of every profile, or of ``profile`` alone and what it must be known by."""
        own = {"profile": profile} if profile else {}
        hotspots = tx.columns(Place, "ref", "id", "live_from", kind="hotspot")
        places = {ref: HotspotSince(*known) for ref, *known in hotspots}
        profiles = {row[0]: Dated(*row) for row in tx.columns(Profile, *Dated._fields)}
        targets: dict[str, list[str]] = {}
        for ref, place in tx.columns(ProfilePlace, "profile", "place", role="target"):
            if place in places:
                targets.setdefault(ref, []).append(place)
        actions: dict[str, list[date]] = {}
        for ref, *days in tx.columns(Action, "profile", "start", "done", **own):
            actions.setdefault(ref, []).extend(day for day in days if day is not None)
        stages = tx.columns(Stage, "id", "body", stage=Respond.STAGE, **own)
        declaring = [number for number, body in stages if _declares(body)]
        covered = covers(tx)
        spans = [one for source, found in covered.items() if source != "rota" for one in found]
        return cls(
            zone,
            today,
            profiles,
            targets,
            places,
            actions,
            {
                stage.profile: stage.body
                for stage in tx.load(Stage, id=declaring)
                if stage.cycle == profiles[stage.profile].cycle
            },
            min((span.start for span in spans), default=None),
            patrols.first_delivered(tx),
        )

    def hotspots(self, profile: str) -> Sequence[str]:
        """The hotspots a profile targets, by ref."""
        return self.targets.get(profile, ())

    def beginning(self, tx: Transaction, ref: str) -> Beginning | None:
        """When the response of profile ``ref`` began: the first delivered patrol or action for it.

        Patrols that went before the profile was opened count too, unless an earlier profile was
        open there: those were for its problem. A declared day outranks what was delivered.
        """
        said = self.declared.get(ref)
        if said is not None and said.began is not None:
            return Beginning(said.began, "declared", reason=said.began_because)
        taken = self._taken_until(self.profiles[ref])
        places = [self.places[place] for place in self.hotspots(ref)]
        live = [place.live_from or date.min for place in places]
        return delivered_first(
            self._first_patrol(tx, [place.id for place in places], taken),
            [day for day in self.actions.get(ref, ()) if day <= self.today],
            records_begin=self.records_begin,
            nothing_before=max(taken or date.min, min(live, default=date.min)),
        )

    def _taken_until(self, profile: Dated) -> date | None:
        """The last day before its opening on which patrols there were for an earlier problem."""
        opened = profile.opened
        if opened is None:
            return None
        earlier = (
            one
            for place in self.hotspots(profile.ref)
            for one in self._opened_at.get(place, ())
            if one.opened is not None and (one.opened, one.ref) < (opened, profile.ref)
        )
        return max((min(one.closed or opened, opened) for one in earlier), default=None)

    @cached_property
    def _opened_at(self) -> Mapping[str, Sequence[Dated]]:
        """The profiles that were opened on each hotspot, by its ref."""
        found: dict[str, list[Dated]] = {}
        for profile in self.profiles.values():
            if profile.status not in ("proposed", "refused") and profile.opened is not None:
                for place in self.hotspots(profile.ref):
                    found.setdefault(place, []).append(profile)
        return found

    def _first_patrol(
        self, tx: Transaction, places: Sequence[int], after: date | None
    ) -> date | None:
        first = self.first
        if after is not None:
            since = int(start_of_day(after, self.zone).timestamp())
            first = patrols.first_delivered(tx, places, since)
        starts = [first[place] for place in places if place in first]
        return local_day(instant(min(starts)), self.zone) if starts else None


def _declares(body: Any) -> bool:
    """Whether a stage's body, as it is stored, may hold anything of :data:`_DECLARED`."""
    return not isinstance(body, dict) or any(body.get(name) for name in _DECLARED)


def review_states(
    tx: Transaction, profiles: Iterable[str], window: Window
) -> dict[tuple[str, Month], str]:
    """The state of every review of the profiles and months named that has been opened.

    The kind is found by its word, because reviews freeze figures and so stand above them.
    """
    kind = kind_called("review")
    assert kind is not None
    months = [str(month) for month in window.months]
    rows = tx.columns(kind, "profile", "month", "state", profile=tuple(profiles), month=months)
    return {(profile, Month.parse(month)): state for profile, month, state in rows}
