"""Today: what one person has before them this morning, by role and area, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from casebook.agenda.due import inside, owed
from casebook.agenda.lines import Wording, read_wording
from casebook.agenda.mine import concerned, to_do
from casebook.agenda.page import TOLD, Line, Night, Today, TodayPart
from casebook.agenda.told import TurnedDown, told, unread
from casebook.book.opening import Book
from casebook.core.due import Due
from casebook.places import queries as places
from casebook.profiles.profile import Action, Profile
from casebook.reviews.review import Review
from casebook.store.transaction import Transaction

if TYPE_CHECKING:
    from casebook.patrols.sheets.sheet import SheetLine

CASE_FILES = (Profile, Action, Review)
"""What is owed on these is read before what the registers hold, which takes longer."""
_TITLES = {
    "accept": "To accept",
    "waive": "Waivers asked",
    "endorse": "To endorse",
    "sign": "To sign",
    "request": "Asked of you",
    "": "Yours to do",
}
"""The parts of what is mine, in their order, by the verb or the word of what is owed."""
_WAITING = "waiting"
_SOON = timedelta(days=14)
"""How far off what others owe may be and still be shown."""
_ON_PATROL = frozenset({"officer", "sergeant", "inspector"})
_BY_TEAM = frozenset({"inspector"})


def today(book: Book, *, whole: bool = False, registers: bool = True) -> Today:
    """What the account has before it, the late first.

    Mine is what :func:`casebook.agenda.due.what_is_due` has for the account; the steps that wait
    for a decision stand apart from it, and so do what others owe on its profiles and what it asked
    for and didn't get, until it has read that. With ``whole`` all that its area owes. Without
    ``registers`` only what is owed on case files, which is quicker.
    A partner's account has what waits for its agency, and what is shared with that.
    """
    if book.account.partner:
        return _partners(book)
    book.require("view")
    with book.store.reading() as tx:
        kinds = None if registers else CASE_FILES
        within = _area(book, tx) if whole else None
        profiles = within if whole else concerned(tx, book.account, registers=registers)
        due = sorted(owed(book, tx, kinds, profiles), key=_order)
        if within is not None:
            due = [each for each in due if each.about in within or each.within in within]
        came = () if whole else told(book, tx, registers=registers)
        words, news = read_wording(book, tx, due, told=came), unread(book, tx, came)
        parts = (_whole(book, words, due),) if whole else tuple(_own(book, tx, words, due, news))
        on_patrol = registers and _ON_PATROL & set(book.account.roles)
        nights = _nights(book, tx) if on_patrol else ()
    area = words.place(book.account.place) if book.account.place else ""
    return Today(book.account, area, book.today, whole, registers, nights, parts)


def _partners(book: Book) -> Today:
    """What a partner's account has before it; of nobody else's, and of no area."""
    from casebook.agenda.partners import SHARED, partners_lines

    account = book.account
    agency = "" if account.name else account.agency or ""
    parts = tuple(
        TodayPart("shared" if title == SHARED else "", title, lines)
        for title, lines in partners_lines(book).items()
    )
    return Today(account, agency, book.today, whole=False, registers=True, nights=(), parts=parts)


def _order(due: Due) -> tuple[date, str, str, str]:
    return (due.on, due.about, due.what, due.says)


def _own(
    book: Book, tx: Transaction, words: Wording, due: Iterable[Due], news: Iterable[TurnedDown]
) -> Iterator[TodayPart]:
    """What I am told of, what is mine, part by part, and what I wait for."""
    parts: dict[str, list[Line]] = {name: [] for name in _TITLES}
    waiting, later, soon = [], 0, book.today + _SOON
    told_of = {(one.kind, one.id): one for one in news}
    every = list(due)
    mine = set(to_do(book, tx, every))
    for each in every:
        if each in mine:
            name = each.verb or each.what
            name = name if name in parts else ""
            parts[name].append(words.mine(each))
            # its own line says who returned it, and why
            told_of.pop((each.kind, each.id), None)
        elif (each.kind, each.id) not in told_of and words.waits(book.account, each):
            if each.on <= soon:
                waiting.append(words.waiting(each))
            else:
                later += 1
    if told_of:
        lines = tuple(words.told_line(one) for one in told_of.values())
        yield TodayPart(TOLD, "Refused or returned", lines)
    for name, title in _TITLES.items():
        if parts[name] or not (name or any(parts.values())):
            yield TodayPart(name, title, tuple(parts[name]))
    if waiting or later:
        yield TodayPart(_WAITING, "Waiting for others", tuple(waiting), later)


def waiting_later(book: Book) -> tuple[Line, ...]:
    """What others owe on the account's profiles by a day too far off for its page, in order."""
    book.require("view")
    with book.store.reading() as tx:
        soon, mine = book.today + _SOON, concerned(tx, book.account)
        far = [one for one in sorted(owed(book, tx, None, mine), key=_order) if one.on > soon]
        words = read_wording(book, tx, far)
        waits = [one for one in far if words.waits(book.account, one)]
        own = set(to_do(book, tx, waits))
        return tuple(words.waiting(one) for one in waits if one not in own)


def _area(book: Book, tx: Transaction) -> set[str] | None:
    """What lies in the account's area; None for one that is bound to none."""
    return inside(tx, book.account.place) if book.account.place else None


def _whole(book: Book, words: Wording, due: Iterable[Due]) -> TodayPart:
    """All that is owed in the account's area, or anywhere where it is bound to none."""
    area = book.account.place
    title = f"Owed in {words.place(area)}" if area else "Owed by everybody"
    return TodayPart("whole", title, tuple(words.waiting(each) for each in due))


def _nights(book: Book, tx: Transaction) -> tuple[Night, ...]:
    """The visits of last night's sheets: an inspector's team by team, else the area's together."""
    from casebook.patrols.sheets.sheet import last_shift, sheet_of
    from casebook.places.tree import PlaceTree

    day, area = last_shift(book), book.account.place
    tree = PlaceTree.of(tx, places.inside(tx, area) if area else None)
    districts = sorted(one.ref for one in tree.by_ref.values() if one.kind == "district")
    areas = (area,) if area else districts
    lines = [line for each in areas for line in sheet_of(book, tx, tree, each, day).planned]
    if not _BY_TEAM & set(book.account.roles):
        return (_night("", lines),)
    words = read_wording(book, tx, (), {line.place for line in lines})
    teams: dict[str, list[SheetLine]] = {}
    for line in lines:
        teams.setdefault(words.team(line.place), []).append(line)
    return tuple(_night(team, teams[team]) for team in sorted(teams)) or (_night("", ()),)


def _night(team: str, lines: Sequence[SheetLine]) -> Night:
    left = sum(line.state == "left" for line in lines)
    return Night(team, len(lines), left, tuple(lines))
