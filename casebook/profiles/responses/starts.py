"""The profile behind each hotspot, and when its response began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import cached_property

from casebook.core.kinds import kind_called
from casebook.core.local_time import instant, local_day, start_of_day
from casebook.core.months import Month, Window
from casebook.patrols import queries as patrols
from casebook.patrols.covered import covers
from casebook.places.place import Place
from casebook.profiles.profile import Action, Profile, ProfilePlace
from casebook.profiles.responses.beginning import Beginning, declared_baseline, delivered_first
from casebook.profiles.stages import Respond, Stage
from casebook.store.transaction import Transaction


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
    reviews: Mapping[Month, str] = field(default_factory=dict)
    """The state of each month's review that has been opened."""

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
    states = _review_states(tx)
    found: dict[str, Response] = {}
    for profile in live:
        response = Response(
            profile.ref,
            profile.stage,
            profile.opened,
            starts.beginning(tx, profile),
            declared_baseline(said) if (said := starts.declared.get(profile.ref)) else None,
            states.get(profile.ref, {}),
        )
        found |= dict.fromkeys(starts.hotspots(profile.ref), response)
    return found


def response_start(tx: Transaction, zone: tzinfo, today: date, profile: Profile) -> date | None:
    """The day the response of ``profile`` began; None while nothing was delivered.

    It is computed, never the day a stage was clicked: see :meth:`Starts.beginning`.
    """
    beginning = Starts.of(tx, zone, today, profile.ref).beginning(tx, profile)
    return beginning.day if beginning else None


@dataclass(frozen=True)
class Starts:
    """What the beginnings of responses are worked out from."""

    zone: tzinfo
    today: date
    profiles: Mapping[str, Profile]
    targets: Mapping[str, Sequence[str]]
    """The hotspots each profile targets, by its ref."""
    places: Mapping[str, Place]
    """Every hotspot, by ref."""
    actions: Mapping[str, Sequence[Action]]
    declared: Mapping[str, Respond]
    """What the response stage of each profile's present cycle says."""
    records_begin: date | None
    """The first day that any source of delivered patrols speaks for."""
    first: Mapping[int, int]
    """The first delivered patrol of each hotspot, in UTC seconds since 1970, by place number."""

    @classmethod
    def of(cls, tx: Transaction, zone: tzinfo, today: date, profile: str = "") -> Starts:
        """Those of every profile, or of ``profile`` alone and what it must be known by."""
        own = {"profile": profile} if profile else {}
        places = {place.ref: place for place in tx.load(Place, kind="hotspot")}
        profiles = {one.ref: one for one in tx.load(Profile)}
        targets: dict[str, list[str]] = {}
        for link in tx.load(ProfilePlace, role="target"):
            if link.place in places:
                targets.setdefault(link.profile, []).append(link.place)
        actions: dict[str, list[Action]] = {}
        for action in tx.load(Action, **own):
            actions.setdefault(action.profile, []).append(action)
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
                for stage in tx.load(Stage, stage=Respond.STAGE, **own)
                if stage.cycle == profiles[stage.profile].cycle
            },
            min((span.start for span in spans), default=None),
            patrols.first_delivered(tx),
        )

    def hotspots(self, profile: str) -> Sequence[str]:
        """The hotspots a profile targets, by ref."""
        return self.targets.get(profile, ())

    def beginning(self, tx: Transaction, profile: Profile) -> Beginning | None:
        """When the response of ``profile`` began: the first delivered patrol or action for it.

        Patrols that went before the profile was opened count too, unless an earlier profile was
        open there: those were for its problem. A declared day outranks what was delivered.
        """
        said = self.declared.get(profile.ref)
        if said is not None and said.began is not None:
            return Beginning(said.began, "declared", reason=said.began_because)
        refs = self.hotspots(profile.ref)
        taken = self._taken_until(profile)
        live = [self.places[ref].live_from or date.min for ref in refs]
        return delivered_first(
            self._first_patrol(tx, [self.places[ref].id for ref in refs], taken),
            self._delivered(profile.ref),
            records_begin=self.records_begin,
            nothing_before=max(taken or date.min, min(live, default=date.min)),
        )

    def _delivered(self, profile: str) -> Iterable[date]:
        """The days on which actions of a profile were begun or done."""
        return (
            day
            for action in self.actions.get(profile, ())
            for day in (action.start, action.done)
            if day is not None and day <= self.today
        )

    def _taken_until(self, profile: Profile) -> date | None:
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
    def _opened_at(self) -> Mapping[str, Sequence[Profile]]:
        """The profiles that were opened on each hotspot, by its ref."""
        found: dict[str, list[Profile]] = {}
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
