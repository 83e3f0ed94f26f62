"""Registers: entries of every kind added, edited and listed by one code, and partner agencies.

A kind is its class in :mod:`casebook.domain.registers`; what a kind needs of the casebook beyond
its own fields is a rule in ``_RULES``.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from casebook.domain import registers
from casebook.domain.access import ROLES, Account, Target
from casebook.domain.errors import AlreadyThere, BadValue, NotFound, StaleRecord
from casebook.domain.fields import decode, fields_of
from casebook.domain.months import day_label
from casebook.domain.place import Place
from casebook.domain.profile import Action, Profile
from casebook.domain.registers import Agency, Entry, Lead, Request, check_agency, subject_of
from casebook.domain.stages import MODELS
from casebook.services.book import Book
from casebook.services.profiles import editable, file_of
from casebook.services.writing import write
from casebook.storage import places, records
from casebook.storage.engine import Connection

_HIGHEST_NUMBER = 2**31 - 1
"""The highest an entry's number can be in either engine."""


def register_of(kind: str) -> type[Entry]:
    """The register called ``kind``; raises :class:`BadValue` naming those there are."""
    found = registers.REGISTERS.get(kind)
    if found is None:
        near = _near(kind, registers.REGISTERS)
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        raise BadValue(
            f"There is no register '{kind}'{hint} The registers are "
            f"{', '.join(registers.REGISTERS)}."
        )
    return found


def written_register(kind: str) -> type[Entry]:
    """The register ``kind``, whose entries are written here and by no command of their own."""
    found = register_of(kind)
    if found.KEPT_BY:
        raise BadValue(f"{found.TITLE} are kept with '{found.KEPT_BY}', not as plain entries.")
    return found


def add_entry(book: Book, kind: str, about: str, values: Mapping[str, Any]) -> Entry:
    """A new entry ``about`` a profile or place (empty for a kind about neither).

    ``values`` are JSON values by field. Raises :class:`BadValue` or :class:`NotFound`, one sentence
    each, for a kind, reference, agency, code or date that can't be taken.
    """
    register = written_register(kind)
    values = _typed(register, values)
    with book.store.writing() as conn:
        profile = loggable(conn, book, register, about)
        subject = subject_of(register)
        entry = decode(register, ({subject: about} if subject else {}) | values)
        entry = entry.logged(book.account.login, book.today, profile)
        return write_entry(book, conn, None, held_against(conn, entry))


def edit_entry(
    book: Book,
    kind: str,
    number: int,
    values: Mapping[str, Any],
    version: int | None = None,
    why: str = "",
) -> Entry:
    """Change the entry with that number; ``version`` is the one the change was typed over."""
    register = written_register(kind)
    values = _typed(register, values)
    with book.store.writing() as conn:
        before = _numbered(conn, register, number)
        loggable(conn, book, register, getattr(before, subject_of(register), ""))
        if version is not None and version != before.version:
            raise StaleRecord(kind.capitalize(), before.ref)
        after = decode(register, values, base=before)
        return write_entry(book, conn, before, held_against(conn, after), why)


def list_entries(
    book: Book, kind: str | None = None, profile: str | None = None, place: str | None = None
) -> tuple[Entry, ...]:
    """The entries of one register or of all, about one profile or place or any, oldest first."""
    book.require("view")
    chosen = [register_of(kind)] if kind else list(registers.REGISTERS.values())
    with book.store.reading() as conn:
        about: dict[str, str] = {}
        if profile:
            about["profile"] = file_of(conn, profile).profile.ref
        if place:
            about["place"] = _known_place(conn, place)
        found: list[Entry] = []
        for register in chosen:
            found += _entries(conn, register, **about)
    return tuple(sorted(found, key=lambda entry: entry.id))


def reply(book: Book, number: int, text: str) -> Request:
    """Answer a request; it shows under the stage that asked (:func:`replies`).

    Whoever was asked may answer, by login or role, and whoever may log on the profile. Only who
    answered may put the answer otherwise.
    """
    if not text.strip():
        raise BadValue("A reply says something: give its text.")
    login = book.account.login
    with book.store.writing() as conn:
        before: Request = _numbered(conn, Request, number)
        asked = before.to in (login, *book.account.roles)
        editable(conn, book, before.profile, "view" if asked else "log")
        if before.answered is not None and before.answered_by != login:
            raise BadValue(
                f"Request {number} was answered on {day_label(before.answered)} by "
                f"{before.answered_by or 'somebody'}: ask anew if that doesn't answer it."
            )
        after = dataclasses.replace(
            before, reply=text.strip("\r\n"), answered=book.today, answered_by=login
        )
        return write(book, conn, before, after)


def replies(book: Book, ref: str, stage: str, cycle: int | None = None) -> tuple[Request, ...]:
    """The answered requests of a profile's stage, of one cycle where given, oldest answer first."""
    book.require("view")
    with book.store.reading() as conn:
        asked = records.load(conn, Request, profile=file_of(conn, ref).profile.ref)
    landed = [
        each
        for each in asked
        if each.answered is not None
        and each.stage == stage
        and (cycle is None or each.cycle in (None, cycle))
    ]
    return tuple(sorted(landed, key=lambda each: (each.answered or date.min, each.id)))


def waiting(book: Book, to: str, profile: str | None = None) -> tuple[Request, ...]:
    """The requests nobody has answered yet that are put to a login, a role, or ``me``.

    A login's are those to any of its roles too. Those of profiles that are over wait no longer.
    """
    book.require("view")
    with book.store.reading() as conn:
        names = _asked_as(conn, book, to)
        about = {"profile": file_of(conn, profile).profile.ref} if profile else {}
        over = {p.ref for p in records.load(conn, Profile, status=["closed", "refused"])}
        return tuple(
            each
            for each in records.load(conn, Request, **about)
            if each.to in names and each.answered is None and each.profile not in over
        )


def lead_on(book: Book, ref: str, day: date) -> Lead | None:
    """Which agency leads on the profile on ``day``; None when none is said to."""
    book.require("view")
    with book.store.reading() as conn:
        leads = records.load(conn, Lead, profile=file_of(conn, ref).profile.ref)
    return next((lead for lead in leads if lead.on(day)), None)


def list_agencies(book: Book) -> tuple[Agency, ...]:
    """Every partner agency, by name."""
    book.require("view")
    with book.store.reading() as conn:
        return tuple(sorted(records.load(conn, Agency), key=lambda each: each.ref.casefold()))


def add_agency(book: Book, values: Mapping[str, Any]) -> Agency:
    """A new agency; raises :class:`AlreadyThere` for a name that another has in any case."""
    book.require("edit")
    with book.store.writing() as conn:
        agency = decode(Agency, values)
        agency = dataclasses.replace(agency, ref=" ".join(agency.ref.split()))
        check_agency(agency)
        _free_name(conn, agency)
        return write(book, conn, None, agency)


def edit_agency(
    book: Book, name: str, values: Mapping[str, Any], version: int | None = None, why: str = ""
) -> Agency:
    """Change an agency. One that entries or actions name keeps its name, so that they hold."""
    book.require("edit")
    with book.store.writing() as conn:
        ref = known_agency(conn, name)
        before = records.load_one(conn, Agency, ref=ref)
        assert before is not None
        if version is not None and version != before.version:
            raise StaleRecord("Agency", ref)
        after = decode(Agency, values, base=before)
        after = dataclasses.replace(after, ref=" ".join(after.ref.split()))
        check_agency(after)
        if after.ref != ref:
            _free_name(conn, after)
            _unnamed(conn, ref)
        return write(book, conn, before, after, why)


def known_agency(conn: Connection, name: str) -> str:
    """The agency called ``name`` in any case, as it writes itself; raises :class:`NotFound`."""
    known = {agency.ref.casefold(): agency.ref for agency in records.load(conn, Agency)}
    found = known.get(" ".join(name.split()).casefold())
    if found is None:
        raise NotFound("agency", name, tuple(known[each] for each in _near(name.casefold(), known)))
    return found


def loggable(conn: Connection, book: Book, register: type[Entry], about: str) -> Profile | None:
    """The profile entries are ``about``, after asking whether the account may log on it now.

    None for a kind about a place or nothing. Raises :class:`NotFound`, :class:`NotAllowed`, and
    :class:`BadValue` for a profile that is over.
    """
    subject = subject_of(register)
    if subject == "profile":
        return editable(conn, book, about, "log").profile
    if subject == "place":
        within = (_known_place(conn, about), *places.ancestors(conn).get(about, ()))
        book.require("log", Target(about, None, within))
    else:
        book.require("log")
    return None


def held_against(conn: Connection, entry: Entry) -> Entry:
    """The entry with its agency named as it names itself, after every rule of its kind.

    Raises :class:`BadValue` whose sentence begins with the label of the field at fault where one
    is, and :class:`NotFound` for an agency or place that isn't known.
    """
    entry.check()
    given: Any = entry
    if "agency" in fields_of(type(entry)) and given.agency:
        given = dataclasses.replace(given, agency=known_agency(conn, given.agency))
    if "place" in fields_of(type(entry)) and given.place:
        _known_place(conn, given.place)
    for rule in _RULES.get(entry.KIND, ()):
        rule(conn, given)
    kept: Entry = given
    return kept


def write_entry(
    book: Book, conn: Connection, before: Entry | None, after: Entry, why: str = ""
) -> Entry:
    """Save an entry of any register and give what stands."""
    entry: Any = after
    saved: Entry = write(book, conn, before, entry, why)
    return saved


def _check_request(conn: Connection, entry: Request) -> None:
    """A request goes to a role or a login, and its stage is one the profile has."""
    logins = [account.login for account in records.load(conn, Account)]
    if entry.to not in (*ROLES, *logins):
        near = _near(entry.to, (*ROLES, *logins))
        hint = f"; did you mean {' or '.join(near)}?" if near else f": one of {', '.join(ROLES)}."
        raise BadValue(f"To takes a login of this casebook or a role, not '{entry.to}'{hint}")
    profile = records.load_one(conn, Profile, ref=entry.profile)
    if profile is not None and entry.stage not in ("", *MODELS[profile.model]):
        raise BadValue(
            f"For stage: {entry.profile} is {profile.model} and has no stage '{entry.stage}'; "
            f"it has {', '.join(MODELS[profile.model])}."
        )


def _check_lead(conn: Connection, entry: Lead) -> None:
    """One agency leads at a time."""
    for other in records.load(conn, Lead, profile=entry.profile):
        if other.id != entry.id and other.overlaps(entry):
            since = f" from {day_label(other.at)}" if other.at else ""
            until = f" to {day_label(other.until)}" if other.until else ""
            raise BadValue(
                f"Agency: {other.agency} leads on {entry.profile}{since}{until} already. End that "
                f"first: 'casebook lead edit {other.id} --to DATE'."
            )


_RULES: Mapping[str, tuple[Callable[[Connection, Any], None], ...]] = MappingProxyType(
    {Request.KIND: (_check_request,), Lead.KIND: (_check_lead,)}
)
"""What a kind needs of the casebook beyond its own fields."""


def _typed(register: type[Entry], values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` a person gave; raises :class:`BadValue` where one is nobody's to give."""
    specs = fields_of(register)
    fixed = next((name for name in values if name in specs and specs[name].fixed), None)
    if fixed is not None:
        raise BadValue(f"{specs[fixed].label} isn't typed: Casebook sets it.")
    return dict(values)


def _numbered(conn: Connection, register: type[Any], number: int) -> Any:
    found = _entries(conn, register, id=number) if 0 < number <= _HIGHEST_NUMBER else ()
    if not found:
        raise NotFound(register.KIND, str(number))
    return found[0]


def _entries(conn: Connection, register: type[Any], **where: Any) -> tuple[Any, ...]:
    """The entries of a register; ``where`` it has no such field, none."""
    if not set(where) - {"id"} <= set(fields_of(register)):
        return ()
    return records.load(conn, register, **where)


def _asked_as(conn: Connection, book: Book, to: str) -> tuple[str, ...]:
    """Every name under which ``to`` is asked: a login and its roles, or a role."""
    accounts = {account.login: account for account in records.load(conn, Account)}
    if to == "me" and to not in accounts:
        return (book.account.login, *book.account.roles)
    if to in accounts:
        return (to, *accounts[to].roles)
    if to not in ROLES:
        raise NotFound("login or role", to, _near(to, (*accounts, *ROLES)))
    return (to,)


def _known_place(conn: Connection, ref: str) -> str:
    if records.load_one(conn, Place, ref=ref) is None:
        raise NotFound("place", ref, _near(ref, (p.ref for p in records.load(conn, Place))))
    return ref


def _free_name(conn: Connection, agency: Agency) -> None:
    for other in records.load(conn, Agency):
        if other.id != agency.id and other.ref.casefold() == agency.ref.casefold():
            raise AlreadyThere("agency", other.ref)


def _unnamed(conn: Connection, ref: str) -> None:
    """Raise :class:`BadValue` where an entry or action names the agency."""
    naming: list[Any] = list(records.load(conn, Action, agency=ref))
    for register in registers.REGISTERS.values():
        naming += _entries(conn, register, agency=ref)
    if naming:
        raise BadValue(f"{ref} keeps its name: {naming[0].ref} has it. Add the new one beside it.")


def _near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(word, list(known), n=2))
