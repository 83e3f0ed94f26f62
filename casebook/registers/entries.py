"""Registers: entries of every kind added, edited and listed by one code.

A kind is its class; what a kind needs of the casebook beyond its own fields is its
:meth:`~casebook.core.entry.Entry.check_among`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from casebook.book.edits import Over, over
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import write
from casebook.core.called import near
from casebook.core.entry import Entry, check_disposed, registers
from casebook.core.errors import AlreadyThere, BadValue, CasebookError, NotFound
from casebook.core.fields import decode, fields_of
from casebook.core.kinds import has_key
from casebook.profiles.casefile import file_of
from casebook.profiles.profile import Profile
from casebook.profiles.who_may import shut
from casebook.registers.belonging import check_report, targets_of, where_it_belongs
from casebook.store.transaction import Transaction

_HIGHEST_NUMBER = 2**31 - 1
"""The highest an entry's number can be in either engine."""


def load_kind(register: str) -> str:
    """What the loads are called that bring entries of a register."""
    return f"register {register}"


def register_of(kind: str) -> type[Entry]:
    """The register called ``kind``; raises :class:`BadValue` naming those there are."""
    found = registers().get(kind)
    if found is None:
        like = near(kind, registers())
        hint = f"; did you mean {' or '.join(like)}?" if like else "."
        raise BadValue(
            f"There is no register '{kind}'{hint} The registers are {', '.join(registers())}."
        )
    return found


def written_register(kind: str) -> type[Entry]:
    """The register ``kind``, whose entries are written here and by no command of their own."""
    found = register_of(kind)
    if found.KEPT_BY:
        raise BadValue(f"{found.TITLE} are kept with '{found.KEPT_BY}', not as plain entries.")
    return found


def add_entry(book: Book, kind: str, about: str, values: Mapping[str, Any]) -> Entry:
    """A new entry ``about`` what its register is about (empty for one about nothing).

    ``values`` are JSON values by field. Raises :class:`BadValue` or :class:`NotFound`, one sentence
    each, for a kind, reference, code or date that can't be taken; :class:`AlreadyThere` for a ref
    that stands; :class:`NotAllowed`.
    """
    register = written_register(kind)
    values = _typed(register, values)
    with book.store.writing() as tx:
        subject = {register.SUBJECT: about} if register.SUBJECT else {}
        entry = decode(register, subject | values)
        check_report(tx, book, entry)
        refs = References(tx)
        profile = writable(tx, book, resolved(refs, entry))
        entry = entry.filled(_given(book, profile))
        added: Entry = write(book, tx, None, checked_entry(tx, refs, entry))
        return added


def edit_entry(
    book: Book,
    kind: str,
    key: int | str,
    values: Mapping[str, Any],
    version: Over = None,
    why: str = "",
) -> Entry:
    """Change the entry with that number or ref; ``version`` is the one it was typed over."""
    book.require("view")
    register = written_register(kind)
    with book.store.writing() as tx:
        before = entry_called(tx, register, key)
        writable(tx, book, before)
        values = _typed(register, over(before, values, version, tx))
        after = checked_entry(tx, References(tx), decode(register, values, base=before))
        writable(tx, book, after)
        if has_key(register) and after.ref != before.ref:
            raise BadValue(
                f"Ref: {before.ref} keeps its ref, by which others name it.", field="ref"
            )
        changed: Entry = write(book, tx, before, after, why)
        return changed


def list_entries(book: Book, kind: str | None = None, **about: str | None) -> tuple[Entry, ...]:
    """The entries of one register or of all, oldest first.

    ``about`` keeps those whose field of that name (profile, place, programme, …) names this record;
    a register without such a field has none. Raises :class:`NotFound` for one that isn't there.
    """
    book.require("view")
    chosen = [register_of(kind)] if kind else list(registers().values())
    with book.store.reading() as tx:
        where = {name: _subject(tx, name, ref) for name, ref in about.items() if ref}
        found = [entry for register in chosen for entry in _entries(tx, register, **where)]
    return tuple(sorted(found, key=lambda entry: entry.id))


def entry_called(tx: Transaction, register: type[Any], key: int | str) -> Any:
    """The entry of a register with that number, or that ref in any case where it has refs."""
    if has_key(register):
        ref = References(tx).known(register.KIND, str(key))
        return tx.load_one(register, ref=ref)
    number = int(key) if str(key).isdigit() else 0
    found = tx.load(register, id=number) if 0 < number <= _HIGHEST_NUMBER else ()
    if not found:
        raise NotFound(register.KIND, str(key))
    return found[0]


def read_entry(book: Book, kind: str, number: int) -> Entry:
    """The entry of a register with that row; raises :class:`NotFound`."""
    book.require("view")
    with book.store.reading() as tx:
        found: Entry | None = tx.load_one(register_of(kind), id=number)
    if found is None:
        raise NotFound(kind, str(number))
    return found


def writable(tx: Transaction, book: Book, entry: Any) -> Profile | None:
    """The profile an entry of a profile's register is about, after asking who may write it now.

    None for every other register. Raises :class:`NotFound`, :class:`NotAllowed`, and
    :class:`BadValue` for a profile that is over.
    """
    for target in targets_of(tx, book, entry):
        book.require(entry.verb(), target)
    if entry.SUBJECT != "profile":
        return None
    profile = file_of(tx, entry.profile).profile
    reason = _not_closed(profile) if entry.AFTER_CLOSING else shut(profile)
    if reason:
        raise BadValue(reason, field="profile" if entry.AFTER_CLOSING else "")
    return profile


def _not_closed(profile: Profile) -> str | None:
    """Why an entry of after its closing isn't written about a profile; None where it is closed."""
    if profile.status == "closed" and not profile.disposed:
        return None
    stands = "disposed of" if profile.disposed else profile.status
    return f"Profile: {profile.ref} is {stands}; only a closed one is looked at."


def _given(book: Book, profile: Profile | None) -> dict[str, Any]:
    """What fills the fields of a new entry that nobody typed."""
    account = book.account
    given: dict[str, Any] = {"today": book.today, "login": account.login, "agency": account.agency}
    return given | ({"stage": profile.stage, "cycle": profile.cycle} if profile else {})


def write_refusals(book: Book, entries: Sequence[Entry]) -> tuple[str | None, ...]:
    """For each entry why the account may not write it now, None where it may.

    The sentence is the refusal an edit would end in, so a screen can grey its keys by it.
    """
    if book.store.read_only:
        reason = f"{book.store.book} is open read-only: it can be read, not changed."
        return (reason,) * len(entries)
    asked: dict[tuple[Any, ...], str | None] = {}
    found = []
    with book.store.reading() as tx:
        for entry in entries:
            where = (type(entry), entry.verb(), where_it_belongs(entry))
            if where not in asked:
                asked[where] = _refusal(tx, book, entry)
            found.append(asked[where])
    return tuple(found)


def _refusal(tx: Transaction, book: Book, entry: Entry) -> str | None:
    try:
        writable(tx, book, entry)
    except CasebookError as error:
        return str(error)
    return None


def resolved(refs: References, entry: Any) -> Any:
    """The entry with every record it names called by its ref.

    Raises :class:`NotFound`, which names the field.
    """
    changes = {}
    for spec in fields_of(type(entry)).values():
        value = getattr(entry, spec.name)
        if spec.refers and value and spec.type is str:
            found = [
                refs.known(spec.refers, one, field=spec.name)
                for one in (value if spec.many else (value,))
            ]
            changes[spec.name] = tuple(found) if spec.many else found[0]
    return dataclasses.replace(entry, **changes) if changes else entry


def checked_entry(tx: Transaction, refs: References, entry: Any) -> Any:
    """The entry with what it names called by ref, after every rule of its kind.

    Raises :class:`BadValue`, :class:`NotFound` for a record it names that isn't known, and
    :class:`AlreadyThere` for a new entry whose ref stands; each names the field at fault.
    """
    entry.check()
    entry = resolved(refs, entry)
    if has_key(type(entry)) and not entry.id and refs.taken(entry.KIND, entry.ref):
        raise AlreadyThere(entry.KIND, entry.ref)
    stored = tx
    check_disposed(stored, entry)
    entry.check_among(stored)
    return entry


def _typed(register: type[Entry], values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` a person gave; raises :class:`BadValue` where one is nobody's to give."""
    specs = fields_of(register)
    fixed = next((name for name in values if name in specs and specs[name].fixed), None)
    if fixed is not None:
        raise BadValue(f"{specs[fixed].label} isn't typed: Casebook sets it.", field=fixed)
    return dict(values)


def _subject(tx: Transaction, name: str, ref: str) -> str:
    """The ref of what entries are asked about; raises :class:`NotFound`."""
    if name == "profile":
        return file_of(tx, ref).profile.ref
    kind = "programme" if name == "programmes" else name
    return References(tx).known(kind, ref)


def _entries(tx: Transaction, register: type[Any], **where: str) -> tuple[Any, ...]:
    """The entries of a register that name what ``where`` says; none where it has no such field."""
    specs = fields_of(register)
    if "programme" in where and "programmes" in specs:
        ref = where.pop("programme")
        return tuple(e for e in _entries(tx, register, **where) if ref in e.programmes)
    if not set(where) <= set(specs):
        return ()
    return tx.load(register, **where)
