"""The profiles that are shared with a partner's agency, as its accounts see them.

Restricted text is taken out here, before anything is shown: by the definitions of the fields, in
the profile, its stages and its actions. Of what is kept beside a profile a partner sees the
requests put to it, its own agency's notes and activities, and by what the profile is shared; no
reviews, designs, figures, documents, history or other registers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.book.code_lists import choices_in
from casebook.book.opening import Book
from casebook.core.access import Account, Target
from casebook.core.codes import older_labels
from casebook.core.entry import Entry, registers
from casebook.core.errors import NotAllowed
from casebook.core.fields import encode, fields_of
from casebook.core.kinds import restricted_in, shareable, told_by_partners
from casebook.core.wording import Labels
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile, files_of
from casebook.profiles.profile import Action, Profile
from casebook.profiles.stages import BODIES, MODELS, Stage
from casebook.profiles.who_may import refuse_unshared
from casebook.registers.casework import Request, Sharing
from casebook.registers.leads import Leading, leading_on
from casebook.registers.requests import asked_as
from casebook.store.transaction import Transaction

LEFT_OUT = "Restricted text is left out: it isn't shown to partner agencies."
"""What stands under everything a partner reads of a profile."""


@dataclass(frozen=True)
class SharedCase:
    """One profile as a partner's account sees it."""

    file: ProfileFile
    """Without restricted text; of its stages, those of the present cycle."""
    agency: str
    """The partner's own."""
    sharing: Sharing
    """By what it is shared."""
    lead: Leading
    requests: tuple[Request, ...]
    """Those put to the account, by its login, role or agency; another agency's answers aside."""
    told: tuple[Any, ...]
    """What the agency wrote in registers: its notes and what it did."""
    names: Mapping[str, str]
    """What its places are called, by ref."""
    labels: Mapping[str, Labels]
    """The labels of the codes in each of its parts, as they were chosen; by the part's ref."""

    @property
    def profile(self) -> Profile:
        """Its heading."""
        return self.file.profile

    @property
    def own_actions(self) -> tuple[Action, ...]:
        """The actions that are for the partner's agency to do."""
        return tuple(action for action in self.file.actions if action.agency == self.agency)

    @property
    def waiting(self) -> tuple[Request, ...]:
        """The requests that nobody has answered."""
        return tuple(request for request in self.requests if request.answered is None)

    def with_action(self, saved: Action) -> SharedCase:
        """The case with an action as it was just saved, without restricted text."""
        actions = _put(self.file.actions, shareable(saved))
        return dataclasses.replace(self, file=dataclasses.replace(self.file, actions=actions))

    def with_request(self, saved: Request) -> SharedCase:
        """The case with a request as it was just answered."""
        return dataclasses.replace(self, requests=_put(self.requests, saved))

    def with_told(self, saved: Entry) -> SharedCase:
        """The case with what the agency just wrote in a register."""
        return dataclasses.replace(self, told=_put(self.told, saved))

    def encode(self) -> dict[str, Any]:
        """The case as JSON; restricted fields aren't in it at all, ``left_out`` names them."""
        whole = self.file.encode()
        it = self.profile
        return {
            "profile": _bare(whole["profile"], Profile),
            "hotspots": whole["hotspots"],
            "stages": {name: _bare(body, BODIES[name]) for name, body in whole["stages"].items()},
            "actions": [_bare(action, Action) for action in whole["actions"]],
            "lead_agency": self.lead.agency,
            "lead_since": _day(self.lead.since),
            "shared_under": self.sharing.agreement,
            "shared_until": _day(self.sharing.until),
            "requests": [{"number": one.id} | encode(one) for one in self.requests],
            "told": [{"register": one.KIND, "number": one.id} | encode(one) for one in self.told],
            "left_out": _left_out(it.model),
        }


def _put(records: tuple[Any, ...], saved: Any) -> tuple[Any, ...]:
    """Records with one as it was saved; behind the others where it is new."""
    which = (saved.KIND, saved.id)
    if any((one.KIND, one.id) == which for one in records):
        return tuple(saved if (one.KIND, one.id) == which else one for one in records)
    return (*records, saved)


def list_shared(book: Book) -> tuple[SharedCase, ...]:
    """The profiles shared with the account's agency today, by ref; for a partner's account.

    Raises :class:`NotAllowed` for an account of the force, which reads profiles whole.
    """
    _refuse_others(book.account)
    with book.store.reading() as tx:
        return cases_of(tx, book)


def read_shared(book: Book, ref: str) -> SharedCase:
    """The profile ``ref`` as a partner's account sees it.

    Raises :class:`NotAllowed` in the same words where it isn't shared and where there is none.
    """
    _refuse_others(book.account)
    with book.store.reading() as tx:
        refuse_unshared(tx, book, ref)
        found = next((case for case in cases_of(tx, book) if case.profile.ref == ref), None)
    if found is None:  # it was disposed of, and nothing is left to be shown
        book.require("read", Target(ref))
    assert found is not None
    return found


def files_seen(book: Book, ref: str | None = None) -> tuple[ProfileFile, ...]:
    """The files of the profiles shared with a partner's account, or of the one called ``ref``."""
    return tuple(case.file for case in ((read_shared(book, ref),) if ref else list_shared(book)))


def read_with_choices(book: Book, ref: str) -> tuple[SharedCase, Labels]:
    """What :func:`read_shared` gives, and what a partner may choose from in its forms."""
    case = read_shared(book, ref)
    with book.store.reading() as tx:
        return case, choices_in(tx)


def entries_seen(book: Book, kind: str, ref: str | None = None) -> tuple[Entry, ...]:
    """The entries of a register that a partner's account sees, of one profile or of all shared.

    Raises :class:`NotAllowed` for a profile that isn't shared.
    """
    cases = (read_shared(book, ref),) if ref else list_shared(book)
    found = [one for case in cases for one in (*case.requests, *case.told) if kind == one.KIND]
    return tuple(sorted(found, key=lambda one: one.id))


def _refuse_others(account: Account) -> None:
    if not account.partner:
        raise NotAllowed(
            f"{account.login} may not ask for what is shared with an agency: a partner's account "
            "of that agency can."
        )


def cases_of(tx: Transaction, book: Book) -> tuple[SharedCase, ...]:
    """The profiles shared with the account's agency today, by ref."""
    open_by = {
        entry.profile: entry
        for entry in tx.load(Sharing, agency=book.account.agency)
        if entry.opens_on(book.today)
    }
    profiles = tx.load(Profile, ref=list(open_by))
    known = [profile for profile in profiles if profile.disposed is None]
    names = {place.ref: place.name for place in tx.load(Place)}
    ours = [one.login for one in tx.load(Account, agency=book.account.agency)]
    return tuple(
        _case(tx, book, file, open_by[file.profile.ref], names, ours)
        for file in files_of(tx, known)
    )


def _case(
    tx: Transaction,
    book: Book,
    file: ProfileFile,
    sharing: Sharing,
    names: Mapping[str, str],
    ours: Iterable[str],
) -> SharedCase:
    account, ref = book.account, file.profile.ref
    agency = account.agency or ""
    asked = tx.load(Request, profile=ref, to=list(asked_as(account)))
    told = [
        entry
        for kind in registers().values()
        if told_by_partners(kind)
        for entry in tx.load(kind, profile=ref, agency=agency)
    ]
    seen = _shareable(file)
    parts: tuple[Any, ...] = (seen.profile, *seen.stages, *seen.actions, *told)
    return SharedCase(
        seen,
        agency,
        sharing,
        leading_on(tx, file.profile, book.today),
        tuple(one for one in asked if one.answered is None or one.answered_by in ours),
        tuple(told),
        {link.place: names.get(link.place, "") for link in file.places},
        {one.ref: older_labels(tx.labels_now(one), tx.labels_kept(one)) for one in parts},
    )


def _shareable(file: ProfileFile) -> ProfileFile:
    """A profile's file without restricted text, and without the cycles before."""
    stages = [file.stage(name) for name in MODELS[file.profile.model]]
    return ProfileFile(
        shareable(file.profile),
        tuple(_stage(stage) for stage in stages if stage.id),
        file.places,
        tuple(shareable(action) for action in file.actions),
    )


def _stage(stage: Stage) -> Stage:
    seen: Stage = shareable(stage)
    return dataclasses.replace(seen, body=shareable(stage.body))


def _bare(row: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """A part of a file as JSON without its restricted fields."""
    specs = fields_of(kind)
    kept = {}
    for name, value in row.items():
        spec = specs.get(name)
        if spec is None or not spec.restricted:
            rows = spec is not None and spec.of_rows
            kept[name] = [_bare(one, spec.type) for one in value] if rows and spec else value
    return kept


def _left_out(model: str) -> list[str]:
    """The labels of every field that is restricted, whether it says something or not."""
    kinds: tuple[type, ...] = (Profile, *(BODIES[name] for name in MODELS[model]), Action)
    return [spec.label for kind in kinds for spec in restricted_in(kind)]


def _day(day: date | None) -> str | None:
    return str(day) if day else None
