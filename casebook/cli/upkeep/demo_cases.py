"""Playing the sample's case work: every move made through the services, by its person, on its day.

History then says who did what and when, as it would after three years of use; whoever builds the
demonstration stands beside each as the one who acts for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from casebook.core.fields import decode
from casebook.core.months import Month
from casebook.profiles.profile import Profile

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.core.access import Account

Move = Mapping[str, Any]
"""``at`` (local time), ``by`` (a login), ``do``, ``ref``, and what it is done with."""
Entry = Mapping[str, Any]
"""All that is written on a profile: ``profile``, ``hotspots``, ``stages``, ``actions``."""

_SINCE_OPENED = ("stage", "cycle", "status", "reason", "closed", "next_review")
"""What a heading says of a profile that came to be after it was opened."""


def play(book: Book, entries: Sequence[Entry], moves: Sequence[Move]) -> None:
    """Make every move, in order, on the profiles that ``entries`` say all of."""
    from casebook.upkeep.accounts import list_accounts

    people = {account.login: account for account in list_accounts(book)}
    files = {entry["profile"]["ref"]: entry for entry in entries}
    for move in moves:
        at = datetime.fromisoformat(move["at"]).replace(tzinfo=book.zone)
        _MOVES[move["do"]](_then(book, people[move["by"]], at), move, files.get(move["ref"], {}))


def _then(book: Book, account: Account, at: datetime) -> Book:
    """The casebook in the hands of ``account`` at that time."""
    return replace(
        book,
        account=account,
        via=book.account.login,
        clock=lambda: at,
        settings=replace(book.settings, today=None),
    )


def _heading(move: Move, entry: Entry) -> Profile:
    """The profile's heading on the day it was opened."""
    first = {name: value for name, value in entry["profile"].items() if name not in _SINCE_OPENED}
    return decode(Profile, first | {"next_review": move.get("next_review")})


def _open(book: Book, move: Move, entry: Entry) -> None:
    from casebook.profiles.casefile import new_profile

    new_profile(book, _heading(move, entry), hotspots=entry["hotspots"])


def _propose(book: Book, move: Move, entry: Entry) -> None:
    from casebook.profiles.intake import propose

    propose(book, _heading(move, entry), hotspots=entry["hotspots"])


def _refuse(book: Book, move: Move, _: Entry) -> None:
    from casebook.profiles.intake import refuse

    refuse(book, move["ref"], move["why"])


def _write(book: Book, move: Move, entry: Entry) -> None:
    from casebook.profiles.casefile import edit_stage

    name = move["stage"]
    earlier = entry["earlier"]["stages"].get(name, {}) if move.get("earlier") else {}
    edit_stage(book, move["ref"], name, {**entry["stages"].get(name, {}), **earlier})


def _action(move: Move, entry: Entry) -> dict[str, Any]:
    """The action a move is about, as it stands in the end."""
    written = entry["earlier"] if move.get("earlier") else entry
    return {key: value for key, value in written["actions"][move["action"]].items() if value}


def _plan(book: Book, move: Move, entry: Entry) -> None:
    from casebook.profiles.casefile import add_action

    planned = _action(move, entry)
    for later in ("profile", "done", "actual"):
        planned.pop(later, None)
    add_action(book, move["ref"], planned)


def _result(book: Book, move: Move, entry: Entry) -> None:
    from casebook.profiles.casefile import edit_action, read_profile

    came = move.get("result") or _action(move, entry)
    known = {action.title: action.id for action in read_profile(book, move["ref"]).actions}
    result = {name: came[name] for name in ("done", "actual") if name in came}
    edit_action(book, move["ref"], known[came["title"]], result)


def _advance(book: Book, move: Move, _: Entry) -> None:
    from casebook.profiles.stage_moves import advance

    advance(book, move["ref"])


def _back(book: Book, move: Move, _: Entry) -> None:
    from casebook.profiles.stage_moves import back

    back(book, move["ref"], move["to"], move["why"])


def _close(book: Book, move: Move, _: Entry) -> None:
    from casebook.profiles.stage_moves import close

    close(book, move["ref"], move["why"], sustain=move["sustain"])


def _design(book: Book, move: Move, _: Entry) -> None:
    from casebook.profiles.designs import set_design

    set_design(book, move["ref"], move["design"])


def _retire(book: Book, move: Move, _: Entry) -> None:
    from casebook.places.hotspots import retire

    retire(book, move["ref"], date.fromisoformat(move["live_until"]), move["why"])


def _open_month(book: Book, move: Move, _: Entry) -> None:
    from casebook.reviews.months import open_month

    open_month(book, Month.parse(move["ref"]))


def _update(book: Book, move: Move, _: Entry) -> None:
    from casebook.reviews.months import update

    update(book, move["ref"], Month.parse(move["month"]), move["lines"])


def _endorse(book: Book, move: Move, _: Entry) -> None:
    from casebook.reviews.months import endorse

    endorse(book, move["ref"], Month.parse(move["month"]))


def _return(book: Book, move: Move, _: Entry) -> None:
    from casebook.reviews.months import send_back

    send_back(book, move["ref"], Month.parse(move["month"]), move["why"])


def _sign(book: Book, move: Move, _: Entry) -> None:
    from casebook.reviews.months import sign

    sign(
        book,
        move["ref"],
        Month.parse(move["month"]),
        decisions=move["decisions"],
        reason=move["reason"],
        comments=move["comments"],
        actions=move.get("actions", ()),
    )


_MOVES: Mapping[str, Callable[[Book, Move, Entry], None]] = {
    "open": _open,
    "propose": _propose,
    "refuse": _refuse,
    "write": _write,
    "plan": _plan,
    "result": _result,
    "advance": _advance,
    "back": _back,
    "close": _close,
    "design": _design,
    "retire": _retire,
    "open month": _open_month,
    "update": _update,
    "endorse": _endorse,
    "return": _return,
    "sign": _sign,
}
