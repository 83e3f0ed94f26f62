"""What a casebook holds for a shift in an area: its hotspots on one day, and what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from casebook.book.references import References
from casebook.core.errors import BadValue
from casebook.core.local_time import instant, start_of_day
from casebook.core.months import Month, Window
from casebook.core.wording import day as in_words
from casebook.core.wording import group_title
from casebook.packs.briefing.page import (
    DUE_DAYS,
    LOOK_BACK,
    ON_THE_DAY,
    RotaLine,
    Shift,
    ShiftPlace,
    TrialToday,
)
from casebook.packs.marking import highest_marking
from casebook.places.tree import PlaceTree

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.figures.figure import Figure
    from casebook.patrols.demand import PlaceWeek, WeekOfIncidents
    from casebook.places.place import Place
    from casebook.profiles.casefile import ProfileFile
    from casebook.store.transaction import Transaction

DAYS_AHEAD = 31
"""How far ahead a shift can be briefed."""
_YEAR = 12


@dataclass(frozen=True)
class GatheredShift:
    """A shift, and the highest marking of what is on its page."""

    shift: Shift
    marking: str


def shift_area(book: Book, area: str | None) -> str:
    """The ref of the area asked for, else of the account's own.

    Raises :class:`BadValue` for an account bound to none that names none, :class:`NotFound`.
    """
    asked = area or book.account.place
    if not asked:
        raise BadValue(
            "Your account is bound to no area: say which with --area, such as a district."
        )
    with book.store.reading() as tx:
        return References(tx).known("place", asked)


def refuse_other_days(day: date, today: date) -> None:
    """Raise :class:`BadValue` for a day that is over, or too far off to be briefed."""
    if not 0 <= (day - today).days <= DAYS_AHEAD:
        raise BadValue(
            f"A briefing is for today, {in_words(today)}, or one of the {DAYS_AHEAD} days after, "
            f"not {in_words(day)}."
        )


def gather(book: Book, area: str, day: date) -> GatheredShift:
    """The shift of ``day`` in the area of that ref."""
    from casebook.agenda.owed.due import what_is_due
    from casebook.patrols.covered import covers, covers_of_areas, team_covers
    from casebook.patrols.hours import coverage_in_words
    from casebook.profiles.casefile import list_profiles
    from casebook.registers.statements.community import local_now

    book.require("view")
    now = local_now(book)
    with book.store.reading() as tx:
        tree = PlaceTree.of(tx)
        hotspots = [
            place
            for ref in sorted(tree.inside(area))
            if (place := tree.by_ref[ref]).kind == "hotspot" and place.live_in(day, day)
        ]
        sources = covers(tx)
        own = covers_of_areas(team_covers(tx), (area, *tree.above.get(area, ())))
        sources["sheet"] = (*sources.get("sheet", ()), *own)
        in_rota = any(day in span for span in sources.get("rota", ()))
        known = coverage_in_words(
            {
                s: max(span.end for span in spans)
                for s, spans in sources.items()
                if s != "rota" and spans
            }
        )
    refs = {place.ref for place in hotspots}
    files = [
        file for file in list_profiles(book) if file.profile.live and refs & set(file.hotspots)
    ]
    places, demand, notes = _places(book, hotspots, files, day, now)
    latest = day + timedelta(days=DUE_DAYS)
    due = tuple(
        one
        for one in what_is_due(book, area=area)
        if one.on <= latest and (one.on == day or one.what not in ON_THE_DAY)
    )
    name = tree.by_ref[area].name
    shift = Shift(
        name or area,
        day,
        now,
        places,
        due,
        demand,
        known,
        in_rota,
        notes,
    )
    marks = (book.settings.marking, *(file.profile.marking for file in files))
    return GatheredShift(shift, highest_marking(marks))


def _places(
    book: Book,
    hotspots: Sequence[Place],
    files: Sequence[ProfileFile],
    day: date,
    now: datetime,
) -> tuple[tuple[ShiftPlace, ...], str, tuple[str, ...]]:
    """Each hotspot as a page needs it; which months its hours are of; what must be said."""
    from casebook.figures.table import figures
    from casebook.places.plan import plan_on
    from casebook.places.queries import plans_by_place

    if not hotspots:
        return (), "", ()
    month = Month.of(book.today) + -1
    table = figures(book, Window(month, month), hotspots=[place.ref for place in hotspots])
    rows = {row.hotspot: row for row in table.rows}
    demand = Window(month + (1 - _YEAR), month)
    trials = _trials(book, files, day)
    with book.store.reading() as tx:
        plans = plans_by_place(tx, hotspots)
        rota = _rota(tx, book, hotspots, day)
        last = _last_visits(tx, book, hotspots, now)
        weeks = _weeks(tx, book, hotspots, rows, demand)
    return (
        tuple(
            replace(
                _of_profiles(place, files),
                plan=plan_on(plans[place.ref], day),
                rota=rota.get(place.id, ()),
                trial=trials.get(place.ref),
                findings=_findings(rows.get(place.ref)),
                demand=_named(weeks.get(place.ref)),
                last_visit=last.get(place.id),
            )
            for place in hotspots
        ),
        demand.label,
        tuple(note for note in table.notes if "isn't loaded" in note),
    )


def _of_profiles(place: Place, files: Sequence[ProfileFile]) -> ShiftPlace:
    """A hotspot with what its live profiles say of it."""
    own = [file for file in files if place.ref in file.hotspots]
    texts = [file.stage("respond").body.patrol for file in own]
    under_way = [one for file in own for one in file.actions if one.done is None]
    return ShiftPlace(
        place.ref,
        place.name,
        None,
        (),
        None,
        tuple((file.profile.ref, file.profile.title) for file in own),
        next((text for text in texts if text.strip()), ""),
        tuple(
            one.title for one in sorted(under_way, key=lambda one: (one.due or date.max, one.id))
        ),
        (),
        (),
        None,
    )


def _findings(row: Figure | None) -> tuple[tuple[str, str], ...]:
    if row is None:
        return ()
    return tuple((one.verdict, one.finding) for one in row.verdicts if one.verdict)


def _named(week: PlaceWeek | None) -> tuple[tuple[str, WeekOfIncidents], ...]:
    if week is None:
        return ()
    return tuple((_incidents(name), own) for name, own in week.incidents.items() if own.timed)


def _incidents(group: str) -> str:
    """What a count group's incidents are called in a sentence."""
    return "ASB incidents" if group == "asb" else f"incidents of {group_title(group).lower()}"


def _trials(book: Book, files: Sequence[ProfileFile], day: date) -> Mapping[str, TrialToday]:
    """What the crossovers say of the day: on, off, or not to be known yet."""
    from casebook.profiles.crossovers.crossover import Crossover
    from casebook.profiles.crossovers.sealing import read_crossover

    with book.store.reading() as tx:
        drawn = {one.profile for one in tx.load(Crossover)}
    found = {}
    for file in files:
        so_far = read_crossover(book, file.profile.ref) if file.profile.ref in drawn else None
        if so_far is None:
            continue
        first, last = so_far.crossover.first_day, so_far.crossover.runs_to
        if first is None or not first <= day <= last:
            continue
        known = {each.hotspot: each.on for each in so_far.days if each.day == day}
        for ref in so_far.crossover.hotspots:
            found[ref] = TrialToday(file.profile.ref, known.get(ref))
    return found


def _rota(
    tx: Transaction, book: Book, hotspots: Sequence[Place], day: date
) -> dict[int, tuple[RotaLine, ...]]:
    """What the rota has for each hotspot that begins on the day."""
    from casebook.patrols.queries import planned

    start, end = _stretch(book, day, day)
    found: dict[int, tuple[RotaLine, ...]] = {}
    for row in planned(tx, [place.id for place in hotspots], start, end):
        if start <= row.start < end:
            begins, ends = (_local(book, at) for at in (row.start, row.end))
            line = RotaLine(row.unit, begins, ends, row.officers, row.resourcing)
            found[row.place] = (*found.get(row.place, ()), line)
    return found


def _last_visits(
    tx: Transaction, book: Book, hotspots: Sequence[Place], now: datetime
) -> dict[int, datetime]:
    """When each hotspot was last left, as far as is known; ``now`` where somebody is there."""
    from casebook.patrols.queries import delivered

    at = int(now.replace(tzinfo=book.zone).timestamp())
    rows = delivered(tx, [place.id for place in hotspots], at - LOOK_BACK * 86400, at)
    last: dict[int, int] = {}
    for row in rows:
        if row.start <= at:
            last[row.place] = max(last.get(row.place, 0), min(row.end, at))
    return {place: _local(book, end) for place, end in last.items()}


def _weeks(
    tx: Transaction,
    book: Book,
    hotspots: Sequence[Place],
    rows: Mapping[str | None, Figure],
    demand: Window,
) -> Mapping[str, PlaceWeek]:
    """When in the week the incidents of each hotspot's own counts were."""
    from casebook.incidents.counts import Counter
    from casebook.patrols.demand import WeekPlace, read_weeks
    from casebook.places import queries as places

    inside = places.in_force(places.boundaries(tx), demand.end)
    counted = {
        place.ref: WeekPlace(
            place.id,
            (inside[place.ref].id,),
            [one.count_group for one in rows[place.ref].verdicts],
        )
        for place in hotspots
        if place.ref in inside and place.ref in rows
    }
    month = Window(demand.last, demand.last)
    counter = Counter.of(tx, book.settings)
    return read_weeks(tx, counter, book.zone, counted, demand, month)


def _stretch(book: Book, first: date, last: date) -> tuple[int, int]:
    """From the start of one local day to the end of another, in UTC seconds since 1970."""
    end = start_of_day(last + timedelta(days=1), book.zone)
    return int(start_of_day(first, book.zone).timestamp()), int(end.timestamp())


def _local(book: Book, epoch: int) -> datetime:
    return instant(epoch).astimezone(book.zone).replace(tzinfo=None)
