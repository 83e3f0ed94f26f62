"""Many processes that write to one casebook at once, and what stands afterwards.

Each saves actions of its own, edits the title of a profile they share, imports a file of its own
and one they share, and tries to sign reviews that only one of them can. What said it was done has
to be there once; what was refused, not at all.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from sqlalchemy import text

from casebook.book.opening import open_book
from casebook.core.months import Month
from casebook.profiles.profile import Action, Profile
from casebook.reviews.review import Review
from casebook.store.transaction import Transaction
from tests import lomea
from tests.reliability.asked import Asked, several
from tests.reliability.child import LOGIN, Command, Ended, Running
from tests.reliability.outcome import Outcome
from tests.reliability.stands import faults_of
from tests.reliability.town import SIGNABLE, Site, Towns, write_street
from tests.reviews.reviewed import ONE

PROCESSES = 6
TRIES = 240
"""Commands of all processes together where nobody says how many."""
_OWN_ROWS, _SHARED_ROWS = 60, 100
_IMPORT = ("import", "incidents")
_QUIET = ("--progress", "none")


def trial(asked: Asked) -> Outcome:
    """Let processes write at once, and count what each was told against what stands."""
    rng = asked.rng("writers")
    with tempfile.TemporaryDirectory() as scratch, Towns(Path(scratch)).site() as site:
        each = max(1, (asked.tries or TRIES) // PROCESSES)
        work = [_work(site, number, each) for number in range(PROCESSES)]
        for commands in work:
            rng.shuffle(commands)
        asked.say(f"writers: {PROCESSES} processes, {sum(map(len, work))} commands")
        ended = _all_at_once(site, work)
        told = [
            (command, code)
            for commands, end in zip(work, ended, strict=True)
            for command, code in zip(commands, end.codes, strict=False)
        ]
        lost = [*_unfinished(work, ended), *_lost(site, told), *faults_of(site.book, LOGIN)]
        refused = sum(code != 0 for _, code in told)
        reasons = Counter(
            re.sub(r"\d+|/\S+", "…", line)[:100]
            for end in ended
            for line in end.said.splitlines()
            if line.startswith("casebook: ")
        )
    asked.say("")
    notes = [f"{len(told) - refused} said done, {refused} refused"]
    notes += [f"refused {n} times: {line}" for line, n in reasons.most_common(5)]
    return Outcome("writers", len(told), several(lost), tuple(notes))


def _work(site: Site, number: int, each: int) -> list[Command]:
    """What one process does, in the order it will be shuffled from."""
    own = f"own-{number}.csv"
    at = (1.501 + number / 1000, 51.2555)
    write_street(
        site.folder / own, lomea.street_rows(Month(2024, 10), lomea.BURGLARY, _OWN_ROWS, at)
    )
    shared = lomea.street_rows(Month(2024, 11), lomea.VIOLENCE, _SHARED_ROWS, lomea.IN_ONE)
    write_street(site.folder / "shared.csv", shared)
    signs = [_signing(month) for month in SIGNABLE]
    imports: list[Command] = [(*_IMPORT, own, *_QUIET), (*_IMPORT, "shared.csv", *_QUIET)]
    edits = [
        ("--as", "sgt.h", "profile", "edit", ONE, "--title", f"Title {number}.{n}")
        for n in range(max(1, each // 5))
    ]
    saves = [
        ("--as", "sgt.h", "action", "add", ONE, "--title", f"Action {number}.{n}")
        for n in range(max(1, each - len(signs) - len(imports) - len(edits)))
    ]
    return [*signs, *imports, *edits, *saves]


def _signing(month: Month) -> Command:
    return ("--as", "rev.a", "review", "sign", ONE, str(month), "--decision", "continue",
            "--reason", "On course", "--action", f"Follow up {month}")  # fmt: skip


def _all_at_once(site: Site, work: Sequence[Sequence[Command]]) -> list[Ended]:
    """Every process's commands, run beside those of the others."""
    running = []
    for number, commands in enumerate(work):
        desk = site.folder / f"desk-{number}"
        desk.mkdir()
        named = [_from_desk(site, command) for command in commands]
        running.append(Running(desk, named, site.how))
    return [each.wait() for each in running]


def _from_desk(site: Site, command: Command) -> Command:
    """A command as it is typed in a folder of one's own."""
    files = [f"{site.folder}/{word}" if word.endswith(".csv") else word for word in command]
    return ("--book", site.book, *files)


def _unfinished(work: Sequence[Sequence[Command]], ended: Sequence[Ended]) -> Iterator[str]:
    for number, (commands, end) in enumerate(zip(work, ended, strict=True)):
        if len(end.codes) != len(commands):
            yield f"process {number} ended after {len(end.codes)} of {len(commands)} commands"
        if "unexpected" in end.said:
            yield f"process {number} failed: {end.last_line}"


def _lost(site: Site, told: Sequence[tuple[Command, int]]) -> Iterator[str]:
    """What was said to be done and isn't there once, and what is there and wasn't."""
    book = open_book(site.book, LOGIN)
    with book.store.reading() as tx:
        yield from _saves(tx, told)
        yield from _edits(tx, told)
        yield from _signatures(tx, told)
        yield from _imports(tx, told)
        seqs = list(tx.sql.execute(text("SELECT seq FROM history ORDER BY seq")).scalars())
        if seqs != list(range(1, len(seqs) + 1)):
            yield "the history's numbers have gaps, or stand twice"
    book.store.close()


def _saves(tx: Transaction, told: Sequence[tuple[Command, int]]) -> Iterator[str]:
    there = Counter(action.title for action in tx.load(Action, profile=ONE))
    done = Counter(c[-1] for c, code in told if c[2:4] == ("action", "add") and code == 0)
    for title in {title for title in there if title.startswith("Action ")} | set(done):
        if there[title] != done[title]:
            yield f"'{title}' was saved {done[title]} times, and stands {there[title]} times"


def _edits(tx: Transaction, told: Sequence[tuple[Command, int]]) -> Iterator[str]:
    done = [c[-1] for c, code in told if c[2:4] == ("profile", "edit") and code == 0]
    titles = [e.change["title"] for e in tx.history.of_kind(Profile) if _retitled(e.change)]
    after = [new for _, new in titles if new in done]
    if sorted(after) != sorted(done):
        yield f"{len(done)} edits were done, and the history has {len(after)}"
    for (_, one), (other, _) in pairwise(titles):
        if one != other:
            yield f"an edit was made of '{other}', where '{one}' stood"
    standing = tx.load_one(Profile, ref=ONE)
    if titles and standing is not None and standing.title != titles[-1][1]:
        yield f"'{standing.title}' stands, and the last edit was '{titles[-1][1]}'"


def _retitled(change: object) -> bool:
    return isinstance(change, dict) and None not in change.get("title", [None])


def _signatures(tx: Transaction, told: Sequence[tuple[Command, int]]) -> Iterator[str]:
    for month in SIGNABLE:
        done = sum(code == 0 for c, code in told if c == _signing(month))
        review = next((each for each in tx.load(Review, profile=ONE) if each.month == month), None)
        follow = len([a for a in tx.load(Action, profile=ONE) if a.title == f"Follow up {month}"])
        state = review.state if review else "none"
        if (done, state, follow) != (1, "signed", 1):
            yield f"{month} was signed {done} times, is {state} and has {follow} follow-ups"


def _imports(tx: Transaction, told: Sequence[tuple[Command, int]]) -> Iterator[str]:
    done = {c[2] for c, code in told if c[:2] == _IMPORT and code == 0}
    rows = sum(_SHARED_ROWS if name == "shared.csv" else _OWN_ROWS for name in done)
    newer = text("SELECT count(*) FROM incident WHERE month >= 202410")
    standing = tx.sql.execute(newer).scalar_one()
    if standing != rows:
        yield f"{rows} rows were imported, and {standing} stand"
    placed = text(
        "SELECT count(*) FROM incident_place AS p JOIN incident AS i ON i.key = p.incident "
        "WHERE i.month >= 202410"
    )
    if tx.sql.execute(placed).scalar_one() != rows:
        yield f"{rows} rows were imported in a hotspot, and not as many stand in it"
