"""Playing the sample's case work: every deed is done by the verbs the commands call, on its day.

History then says who did what and when, as it would after three years of use, and beside each
person the account that builds the demonstration, as the one who acts for them.
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

Deed = Mapping[str, Any]
"""One thing somebody did: ``at`` (local time), ``by`` (a login), ``do``, ``ref``, and with what."""
Entry = Mapping[str, Any]
"""All that is written on a profile: ``profile``, ``hotspots``, ``stages``, ``actions``."""

_SINCE_OPENED = ("stage", "cycle", "status", "opened", "reason", "closed", "next_review")
"""What a heading says of a profile that came to be after it was opened."""


def play(book: Book, entries: Sequence[Entry], deeds: Sequence[Deed]) -> None:
    """Do every deed, in order; ``entries`` hold what is written on each profile in the end."""
    from casebook.upkeep.accounts import list_accounts

    people = {account.login: account for account in list_accounts(book)}
    files = {entry["profile"]["ref"]: entry for entry in entries}
    for deed in deeds:
        at = datetime.fromisoformat(deed["at"]).replace(tzinfo=book.zone)
        _DEEDS[deed["do"]](_then(book, people[deed["by"]], at), deed, files.get(deed["ref"], {}))


def _then(book: Book, account: Account, at: datetime) -> Book:
    """The casebook in the hands of ``account`` at that time."""
    return replace(
        book,
        account=account,
        via=book.account.login,
        clock=lambda: at,
        settings=replace(book.settings, today=None),
    )


def _heading(deed: Deed, entry: Entry) -> Profile:
    """The profile's heading on the day it was opened."""
    first = {name: value for name, value in entry["profile"].items() if name not in _SINCE_OPENED}
    return decode(Profile, first | {"next_review": deed.get("next_review")})


def _open(book: Book, deed: Deed, entry: Entry) -> None:
    from casebook.profiles.intake import new_profile

    new_profile(book, _heading(deed, entry), hotspots=entry["hotspots"])


def _propose(book: Book, deed: Deed, entry: Entry) -> None:
    from casebook.profiles.intake import propose

    propose(book, _heading(deed, entry), hotspots=entry["hotspots"])


def _refuse(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.profiles.intake import refuse

    refuse(book, deed["ref"], deed["why"])


def _write(book: Book, deed: Deed, entry: Entry) -> None:
    from casebook.profiles.casefile import edit_stage

    name = deed["stage"]
    earlier = entry["earlier"]["stages"].get(name, {}) if deed.get("earlier") else {}
    edit_stage(book, deed["ref"], name, {**entry["stages"].get(name, {}), **earlier})


def _action(deed: Deed, entry: Entry) -> dict[str, Any]:
    """The action a deed is about, as it stands in the end."""
    written = entry["earlier"] if deed.get("earlier") else entry
    return {key: value for key, value in written["actions"][deed["action"]].items() if value}


def _plan(book: Book, deed: Deed, entry: Entry) -> None:
    from casebook.profiles.casefile import add_action

    planned = _action(deed, entry)
    for later in ("profile", "done", "actual"):
        planned.pop(later, None)
    add_action(book, deed["ref"], planned)


def _result(book: Book, deed: Deed, entry: Entry) -> None:
    from casebook.profiles.casefile import edit_action, read_profile

    came = deed.get("result") or _action(deed, entry)
    known = {action.title: action.id for action in read_profile(book, deed["ref"]).actions}
    result = {name: came[name] for name in ("done", "actual") if name in came}
    edit_action(book, deed["ref"], known[came["title"]], result)


def _advance(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.profiles.stage_moves import advance

    advance(book, deed["ref"])


def _back(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.profiles.stage_moves import back

    back(book, deed["ref"], deed["to"], deed["why"])


def _close(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.profiles.stage_moves import close

    close(book, deed["ref"], deed["why"], sustain=deed["sustain"])


def _design(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.profiles.designs import set_design

    set_design(book, deed["ref"], deed["design"])


def _retire(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.places.hotspots import retire

    retire(book, deed["ref"], date.fromisoformat(deed["live_until"]), deed["why"])


def _open_month(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.reviews.months import open_month

    open_month(book, Month.parse(deed["ref"]))


def _update(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.reviews.months import update

    update(book, deed["ref"], Month.parse(deed["month"]), deed["lines"])


def _endorse(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.reviews.months import endorse

    endorse(book, deed["ref"], Month.parse(deed["month"]))


def _return(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.reviews.months import send_back

    send_back(book, deed["ref"], Month.parse(deed["month"]), deed["why"])


def _sign(book: Book, deed: Deed, _: Entry) -> None:
    from casebook.reviews.months import sign

    sign(
        book,
        deed["ref"],
        Month.parse(deed["month"]),
        decisions=deed["decisions"],
        reason=deed["reason"],
        comments=deed["comments"],
        actions=deed.get("actions", ()),
    )


_DEEDS: Mapping[str, Callable[[Book, Deed, Entry], None]] = {
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
