"""Making a casebook, and looking whether one is sound."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from casebook.book import code_lists
from casebook.book.opening import Book, now, open_book
from casebook.book.writing import check_crs
from casebook.core.access import Account, check_account
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.local_time import moment_label
from casebook.core.personal_data import allowed, new_findings
from casebook.core.settings import Settings, check_settings
from casebook.incidents import count_groups
from casebook.incidents.counts import Counter
from casebook.incidents.coverage.incomplete import incomplete_notes
from casebook.incidents.coverage.other_forces import whose_data
from casebook.profiles.profile import Profile
from casebook.reviews.proof import unsound_reviews
from casebook.reviews.review import Review
from casebook.store import history, replay, schema, settings
from casebook.store.sealing import integrity
from casebook.store.sealing.altered import altered_rows, altered_settings
from casebook.store.sealing.newest import Newest
from casebook.store.sealing.newest import read as newest_seals
from casebook.store.transaction import Transaction


def make_casebook(
    name: str,
    login: str,
    kept: Settings,
    *,
    clock: Callable[[], datetime] = now,
    personal_because: str = "",
) -> Book:
    """A new, empty casebook whose maker is its administrator; whole or not at all.

    Raises :class:`PersonalDataFound` where a setting looks personal and no reason is given.
    """
    check_settings(kept)
    why = allowed(new_findings(Settings(), kept), personal_because, "casebook made")
    if kept.crs != Settings().crs:
        check_crs(kept.crs)
    account = Account(login, roles=("administrator",))
    check_account(account)

    def fill(tx: Transaction, known_as: str | None) -> None:
        maker = replace(account, login=known_as or login)
        author = history.Author(maker.login, clock())
        settings.save_settings(tx, Settings(), kept, author, why)
        tx.save(None, maker, author)

    schema.create(name, fill).close()
    return open_book(name, login, clock=clock)


@dataclass(frozen=True)
class CheckLine:
    """One line of a check."""

    about: str
    sound: bool
    """Whether it is as it should be; only the store and the history decide the exit code."""
    says: str


def unsound(lines: Iterable[CheckLine]) -> tuple[CheckLine, ...]:
    """What of a check means that the store is damaged or something was altered unseen."""
    return tuple(line for line in lines if not line.sound and line.about in ("store", "history"))


def check(book: Book, head: str | None = None) -> tuple[CheckLine, ...]:
    """What is right and wrong with a casebook: store, history, coverage, overdue reviews.

    ``head`` is a history hash printed in a pack, or its first 8 digits or more, in any case and
    with spaces: the check says whether it is in the chain. Raises :class:`BadValue` for what is no
    such hash.
    """
    book.require("view")
    asked = printed_head(head) if head is not None else ""
    with book.store.reading() as tx:
        unreadable = integrity.unreadable(tx)
        lines = [_of_store(tx, unreadable)]
        if unreadable:
            says = "not looked at: restore the last backup, or have the rows above mended"
            return (*lines, CheckLine("history", False, says))
        lines += _of_history(tx)
        altered_unseen = bool(unsound(lines))
        if asked:
            lines.append(_printed(book, tx, asked))
        # figures of what was altered would be wrong, or fail and say less than why
        if altered_unseen:
            says = "not worked out: it would be of what isn't as the history says"
            lines.append(CheckLine("coverage", False, says))
        else:
            lines += _coverage(tx, Counter.of(tx, book.settings))
            late = _overdue(tx, book.today)
            lines.append(CheckLine("reviews", not late, f"overdue: {', '.join(late) or 'none'}"))
    return tuple(lines)


def _overdue(tx: Transaction, today: date) -> list[str]:
    """Every profile with a review that is overdue, and of which months where those are open."""
    months: dict[str, list[str]] = defaultdict(list)
    for review in sorted(tx.load(Review), key=lambda review: review.month):
        if review.overdue(today):
            months[review.profile].append(review.month.label)
    late = {p.ref for p in tx.load(Profile) if p.overdue(today)} | set(months)
    return [f"{ref} ({', '.join(months[ref])})" if ref in months else ref for ref in sorted(late)]


def _of_store(tx: Transaction, unreadable: Sequence[str]) -> CheckLine:
    faults = (*integrity.faults(tx), *unreadable)
    return CheckLine("store", not faults, "; ".join(faults) or "every page and reference holds")


def _of_history(tx: Transaction) -> Iterator[CheckLine]:
    """Whether the chain holds, and everything stands as it says."""
    bad = tx.history.first_bad()
    says = f"entry {bad[0]} {bad[1]}" if bad else f"every entry holds; head {tx.history.head()}"
    yield CheckLine("history", bad is None, says)
    sealed = newest_seals(tx)
    found = tuple(altered(tx, sealed))
    yield from (CheckLine("history", False, says) for says in found)
    if not found:
        yield CheckLine("history", True, "every record is as it says")
    if sealed.unsealed:
        loads = counted(len(sealed.unsealed), "load was", "loads were")
        says = f"{loads} made before loads were sealed: whether their rows stand can't be told"
        yield CheckLine("history", True, says)


def altered(tx: Transaction, sealed: Newest) -> Iterator[str]:
    """Everything that isn't as the history says: records, rows of files, settings, reviews."""
    differing = replay.differences(tx)
    yield from differing
    yield from altered_rows(tx, sealed)
    changes = sealed.changes
    said = {**code_lists.said_by_entries(changes), **count_groups.said_by_entries(changes)}
    yield from altered_settings(tx, sealed, said)
    if not any(replay.CANT_BE_READ in says for says in differing):
        yield from unsound_reviews(tx)


def printed_head(typed: str) -> str:
    """A history hash as somebody copied it from paper, or its beginning, as the chain has it.

    >>> printed_head("3FA9 01bc")
    '3fa901bc'
    """
    found = "".join(typed.split()).lower()
    if re.fullmatch(r"[0-9a-f]{8,64}", found):
        return found
    raise BadValue(
        f"'{typed}' is no head: that is the 64 digits and letters a to f that packs print, "
        "or at least the first 8 of them."
    )


def _printed(book: Book, tx: Transaction, head: str) -> CheckLine:
    """Whether a printed head is in the chain, and what isn't here where it is missing."""
    found = tx.history.find(head)
    if len(found) > 1:
        says = f"head {head} begins more than one entry: give more of its digits"
        return CheckLine("history", False, says)
    if found:
        length = tx.history.length()
        newer = counted(length - found[0], "newer entry", "newer entries")
        where = f"entry {found[0]:,}, with {newer}" if length > found[0] else "its newest entry"
        return CheckLine("history", True, f"head {head} is in the chain: {where}")
    return CheckLine(
        "history",
        False,
        f"head {head} is not in the chain, {_ends(book, tx)}: either what was saved after that is "
        "missing, as in an older copy or one made without its -wal file (restore the newest "
        "backup), or the record was rewritten",
    )


def _ends(book: Book, tx: Transaction) -> str:
    """Where the chain ends, as somebody compares it with the day on a print."""
    newest = tx.history.entries(seq=tx.history.length())
    if not newest:
        return "which has no entries"
    at = moment_label(datetime.fromisoformat(newest[0].at), book.zone)
    return f"which ends with entry {newest[0].seq:,}, made at {at}"


def _coverage(tx: Transaction, counter: Counter) -> list[CheckLine]:
    """What is loaded, for whom, from which source, what is missing and what looks incomplete."""
    loaded = counter.coverage(whose_data(tx, counter.counting))
    lines = [CheckLine("coverage", True, said) for said in loaded]
    lines += [CheckLine("coverage", False, said) for said in counter.gaps.said()]
    thin = incomplete_notes(counter.incomplete)
    return [*lines, *(CheckLine("coverage", False, said) for said in thin)]
