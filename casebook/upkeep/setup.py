"""Making a casebook, and looking whether one is sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from casebook.book.opening import Book, now, open_book
from casebook.core.access import Account, check_account
from casebook.core.personal_data import allowed, new_findings
from casebook.core.settings import Settings, check_settings
from casebook.incidents.counts import Counter
from casebook.incidents.coverage.incomplete import incomplete_notes
from casebook.profiles.profile import Profile
from casebook.store import history, integrity, replay, schema, settings
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


def check(book: Book, head: str = "") -> tuple[CheckLine, ...]:
    """What is right and wrong with a casebook: store, history, coverage, overdue reviews.

    ``head`` is a history hash printed in a pack: the check says whether it is in the chain.
    """
    book.require("view")
    with book.store.reading() as tx:
        faults = integrity.faults(tx)
        bad = tx.history.first_bad()
        differing = replay.differences(tx)
        newest = tx.history.head()
        printed = tx.history.knows(head) if head else True
        profiles = tx.load(Profile)
        counter = Counter.of(tx, book.settings)
    lines = [
        CheckLine("store", not faults, "; ".join(faults) or "every page and reference holds"),
        CheckLine(
            "history",
            bad is None,
            f"entry {bad[0]} {bad[1]}" if bad else f"every entry holds; head {newest}",
        ),
    ]
    lines.append(
        CheckLine("history", not differing, "; ".join(differing) or "every record is as it says")
    )
    if head:
        says = "is in the chain" if printed else "is not in the chain: the record was rewritten"
        lines.append(CheckLine("history", printed, f"head {head} {says}"))
    lines += _coverage(counter)
    late = [p.ref for p in profiles if p.overdue(book.today)]
    lines.append(CheckLine("reviews", not late, f"overdue: {', '.join(late) or 'none'}"))
    return tuple(lines)


def _coverage(counter: Counter) -> list[CheckLine]:
    """What is loaded, for whom, from which source, what is missing and what looks incomplete."""
    lines = [CheckLine("coverage", True, said) for said in counter.coverage()]
    lines += [CheckLine("coverage", False, said) for said in counter.gaps.said()]
    thin = incomplete_notes(counter.incomplete)
    return [*lines, *(CheckLine("coverage", False, said) for said in thin)]
