"""The parts of Today: what is mine to do, step by step, and what waits for others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from casebook.agenda.owed.due import inside
from casebook.agenda.owed.mine import asked_for, read_mine
from casebook.agenda.owed.owed import Owed, after, narrowed, on_records, owed, taking, until
from casebook.agenda.today.lines import Wording, read_wording
from casebook.agenda.today.page import SIGN, TOLD, WAITING, WHOLE, Line, TodayPart
from casebook.agenda.today.told import TurnedDown, told, unread
from casebook.book.opening import Book
from casebook.core.due import Due, DueAsked
from casebook.profiles.profile import Action, Profile
from casebook.reviews.review import UNSIGNED, Review
from casebook.store.pages.page import PageOfRows
from casebook.store.transaction import Transaction

CASE_FILES = (Profile, Action, Review)
"""What is owed on these is read before what the registers hold, which takes longer."""
SHOWN = 100
"""How many lines of a part are shown at most."""
READ_AT_ONCE = 400
"""How much that is owed on a few profiles is parted here, and not in the database."""
SOON = timedelta(days=14)
"""How far off what others owe may be and still be shown."""
_TITLES = {
    "accept": "To accept",
    "waive": "Waivers asked",
    "endorse": "To endorse",
    SIGN: "To sign",
    "request": "Asked of you",
    "": "Yours to do",
}
"""The parts of what is mine, in their order, by the verb or the word of what is owed."""


@dataclass(frozen=True)
class OwedPart:
    """One part of the page, of which no line is read yet."""

    name: str
    title: str
    shown: Owed
    later: Owed | None = None
    """What is too far off to be shown."""

    def first(self) -> PageOfRows[Due]:
        """As much of it as is shown.

        Of what is to be signed all, as its order of need is no database's.
        """
        if self.name == SIGN:
            every = self.shown.every()
            return PageOfRows(every, len(every))
        return self.shown.page(SHOWN)

    def filled(self, words: Wording, page: PageOfRows[Due]) -> TodayPart:
        """The part with these of its lines."""
        lines = tuple(map(self.line(words), page.rows))
        left = later = 0
        if page.after is not None:
            left = self.shown.counted().late - sum(line.late for line in lines)
        if self.later is not None:
            later = self.later.counted().total
        return TodayPart(self.name, self.title, lines, later, page.total - len(lines), left)

    def line(self, words: Wording) -> Callable[[Due], Line]:
        """What makes a line of what is owed."""
        return words.waiting if self.name in (WAITING, WHOLE) else words.mine


@dataclass(frozen=True)
class OwedPage:
    """The parts of one account's page, of which no line is read yet."""

    parts: tuple[OwedPart, ...]
    """In order; what waits for others may be empty."""
    news: tuple[TurnedDown, ...] = ()
    """What the account is told of that stands in no line of its own."""


def read_parts(
    book: Book, tx: Transaction, *, whole: bool, registers: bool = True
) -> tuple[tuple[TodayPart, ...], Wording]:
    """The parts of the account's page in order, and what their lines are made from."""
    came = () if whole else told(book, tx, registers=registers)
    page = owed_page(book, tx, came, whole=whole, registers=registers)
    pages = [part.first() for part in page.parts]
    due = (due for some in pages for due in some.rows)
    words = read_wording(book, tx, due, told=came)
    filled = [part.filled(words, some) for part, some in zip(page.parts, pages, strict=True)]
    kept = [part for part in filled if part.name != WAITING or part.lines or part.later]
    if page.news:
        lines = tuple(words.told_line(one) for one in page.news)
        kept.insert(0, TodayPart(TOLD, "Refused or returned", lines))
    return tuple(kept), words


def part_lines(book: Book, name: str, *, later: bool = False) -> tuple[Line, ...]:
    """Every line of a part of the page; with ``later`` those that are too far off to be shown."""
    book.require("view")
    with book.store.reading() as tx:
        came, whole = told(book, tx), name == WHOLE
        for part in owed_page(book, tx, () if whole else came, whole=whole).parts:
            asked = part.later if later else part.shown
            if part.name == name and asked is not None:
                due = asked.every()
                return tuple(map(part.line(read_wording(book, tx, due, told=came)), due))
    return ()


def owed_page(
    book: Book,
    tx: Transaction,
    came: Collection[TurnedDown],
    *,
    whole: bool,
    registers: bool = True,
) -> OwedPage:
    """What is the account's to do, part by part, and what it waits for; or all its area owes.

    ``came`` is what was refused or returned of what it asked for, read or not.
    """
    kinds, account = None if registers else CASE_FILES, book.account
    if whole:
        here = inside(tx, account.place) if account.place else None
        found = owed(book, tx, kinds, DueAsked(here, here))
        return OwedPage((OwedPart(WHOLE, "", found if here is None else narrowed(found, here)),))
    asked = asked_for(tx, account, registers=registers)
    found = owed(book, tx, kinds, asked)
    if asked.profiles is not None:
        found = found.read(READ_AT_ONCE)  # one large question in place of several
    mine = read_mine(book, tx, account, found)
    own = mine.of(found).read(SHOWN)
    # its own line says who returned it, and why
    said = (
        {(due.kind, due.id) for due in on_records(own, _records(came)).every()} if came else set()
    )
    news = tuple(one for one in unread(book, tx, came) if (one.kind, one.id) not in said)
    others = on_records(mine.others(found), _records(news), others=True)
    return OwedPage((*_own(own), *_waiting(book, tx, others, asked)), news)


def _records(came: Iterable[TurnedDown]) -> set[tuple[str, int]]:
    return {(one.kind, one.id) for one in came}


def _own(own: Owed) -> Iterator[OwedPart]:
    """What is the account's to do, part by part; the last where there is none too."""
    steps, apart = own.by_step().keys(), _TITLES.keys() - {""}
    for name, title in _TITLES.items():
        if name in steps:
            yield OwedPart(name, title, taking(own, (name,)))
    if steps - apart or not steps:
        yield OwedPart("", _TITLES[""], taking(own, apart, others=True))


def _waiting(book: Book, tx: Transaction, others: Owed, asked: DueAsked) -> Iterator[OwedPart]:
    """Of what others owe what the account waits for, where it can wait for anything."""
    account, login = book.account, book.account.login
    words = read_wording(book, tx, others.told) if others.told else None
    own = {ref for (ref,) in tx.columns(Profile, "ref", owner=login)}
    near = {} if asked.profiles is None else {"profile": sorted(asked.profiles)}
    passed = {
        number
        for by in ("updated_by", "endorsed_by")
        for (number,) in tx.columns(Review, "id", state=UNSIGNED, **{by: login}, **near)
    }
    within = inside(tx, account.place) if account.place else set[str]()
    if not (own or passed or within or others.told):
        return
    waiting = others.that(
        others.rows.waiting(login, own, passed, within),
        lambda due: words is not None and words.waits(account, due),
    ).read(SHOWN)
    soon = book.today + SOON
    yield OwedPart(WAITING, "Waiting for others", until(waiting, soon), after(waiting, soon))
