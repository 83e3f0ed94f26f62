"""What stands behind Today: the month of one's hotspots, the order of need, gaps and loads.

It takes longer than what is owed, so screens read it after that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casebook.agenda.owed.due import inside
from casebook.agenda.today.page import HotspotMonth, Loaded, Today, TodayBehind
from casebook.book.opening import Book
from casebook.core.local_time import instant, local_day
from casebook.core.months import Month, Window
from casebook.core.wording import number
from casebook.figures.figure import Figure
from casebook.figures.table import FigureTable, figures
from casebook.incidents.counts import Counter
from casebook.incidents.coverage.incomplete import incomplete_notes
from casebook.patrols.queries import last_delivered
from casebook.patrols.sheets.asked import shift_span
from casebook.places.place import Place
from casebook.profiles.profile import LIVE, Profile, ProfilePlace
from casebook.store.loads import loads

LOOK_BACK = 120
"""How many months back the latest loaded one is looked for."""
NEWEST = 5
"""How many loads are shown."""


def behind(book: Book, *, whole: bool = False) -> TodayBehind:
    """What stands behind Today, by the roles of the account; with ``whole`` all of its area's."""
    book.require("view")
    roles, month = set(book.account.roles), Month.of(book.today) + -1
    gaps, files = _data(book) if "analyst" in roles else ((), ())
    refs, mine = _hotspots(book, whole=whole)
    if not refs:
        return TodayBehind(month, gaps=gaps, loads=files)
    table = latest_month(book, refs)
    coverage = next((row.coverage for row in table.rows if row.coverage), "")
    return TodayBehind(table.window.last, _months(book, table), mine, coverage, gaps, files)


def signing_order(book: Book, today: Today) -> tuple[str, ...]:
    """The profiles of the reviews to sign, in the order of need of the last whole month."""
    book.require("view")
    from casebook.reviews.meeting import read_order  # not everybody signs

    signs = {line.about for part in today.parts if part.name == "sign" for line in part.lines}
    return read_order(book, Month.of(book.today) + -1, signs).subjects if signs else ()


def latest_month(book: Book, hotspots: Sequence[str] = ()) -> FigureTable:
    """Every hotspot's figures of the month screens show, or those of the hotspots named.

    That is the last whole month; where no incidents are loaded for it, the last before it that has
    them.
    """
    month = Month.of(book.today) + -1
    table = figures(book, Window(month, month), hotspots=hotspots)
    if not table.rows or any(_loaded(row) for row in table.rows):
        return table
    years = Window(month + -LOOK_BACK, month + -1)
    each = figures(book, years, by=("force", "month"), hotspots=hotspots)
    loaded = [row.month for row in each.rows if row.month is not None and _loaded(row)]
    if not loaded:
        return table
    return figures(book, Window(loaded[-1], loaded[-1]), hotspots=hotspots)


def own_notes(book: Book, table: FigureTable) -> tuple[str, ...]:
    """What must be said beside ``table`` to the account that looks: of its own area, or all."""
    area = book.account.place
    if not area:
        return table.notes
    with book.store.reading() as tx:
        within = inside(tx, area)
    return table.notes_on(within)


def _loaded(row: Figure) -> bool:
    return row.crimes is not None or row.asb is not None


def _hotspots(book: Book, *, whole: bool) -> tuple[tuple[str, ...], bool]:
    """The live hotspots of one's own profiles, or else and with all of them, of one's area.

    And whether they are one's own.
    """
    day, area = book.today, book.account.place
    with book.store.reading() as tx:
        own = [p.ref for p in tx.load(Profile, owner=book.account.login, status=LIVE)]
        mine = {link.place for link in tx.load(ProfilePlace, profile=own, role="target")}
        kept = bool(mine) and not whole
        refs = mine if kept else inside(tx, area) if area else set[str]()
        found = tx.load(Place, kind="hotspot", ref=refs)
    live = tuple(one.ref for one in found if one.live_in(day, day))
    return live, kept


def _months(book: Book, table: FigureTable) -> tuple[HotspotMonth, ...]:
    """A row for each hotspot, with when it was last seen."""
    now = int(book.clock().timestamp())
    if book.settings.today:
        now = min(now, int(shift_span(book.today, book.zone)[1].timestamp()))
    with book.store.reading() as tx:
        refs = [row.hotspot for row in table.rows if row.hotspot]
        ids = {place.id: place.ref for place in tx.load(Place, ref=refs)}
        profiles = tx.load(Profile, ref=[row.profile for row in table.rows if row.profile])
        stages = {profile.ref: profile.stage for profile in profiles}
        last = {ids[at]: when for at, when in last_delivered(tx, list(ids), now).items()}
    return tuple(
        HotspotMonth(
            row.hotspot,
            row.name or row.hotspot,
            row.profile or "",
            stages.get(row.profile or "", ""),
            row,
            local_day(instant(last[row.hotspot]), book.zone) if row.hotspot in last else None,
        )
        for row in table.rows
        if row.hotspot
    )


def _data(book: Book) -> tuple[tuple[str, ...], tuple[Loaded, ...]]:
    """What is missing or looks incomplete of what is loaded, and what was loaded last."""
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
        newest = sorted(loads(tx), key=lambda load: load.id)[-NEWEST:]
    files = []
    for load in reversed(newest):
        on = datetime.fromisoformat(load.at).astimezone(book.zone).date()
        told = ((name.replace("_", " "), number(n)) for name, n in load.counts.items())
        counts = ", ".join(f"{n} {name}" for name, n in told)
        files.append(Loaded(on, load.file, f"{load.kind}: {counts}" if counts else load.kind))
    return (*counter.gaps.said(), *incomplete_notes(counter.incomplete)), tuple(files)
