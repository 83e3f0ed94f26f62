"""An open casebook in somebody's hands: the store, who acts, and what day it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from secrets import token_hex
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casebook.core.access import Account, Target, active, closed_to_partners, may
from casebook.core.errors import CasebookError, NotAllowed, StoreFailure, UnknownAccount
from casebook.core.settings import Settings, check_settings
from casebook.store import history, settings
from casebook.store.engine import Store, open_store


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Book:
    """A casebook opened by an account; every service takes one."""

    store: Store
    account: Account
    settings: Settings
    via: str | None = None
    """The administrator's login, where one acts as somebody else."""
    clock: Callable[[], datetime] = field(default=now)
    personal_because: str = ""
    """Why text that looks like personal data may be saved all the same; empty: it may not."""
    heard: Callable[[str], object] = field(default=lambda _said: None)
    """Called, in the thread that saves, with a sentence on what a save left out of a text."""
    window: str = field(default_factory=lambda: token_hex(4))
    """Tells this opening from others of the same account: two windows keep a draft each."""

    @property
    def today(self) -> date:
        """The local date, or the one a demonstration casebook is fixed to."""
        return self.settings.today or self.clock().astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that local times in files and on screens are in."""
        try:
            return ZoneInfo(self.settings.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise StoreFailure(
                f"{self.store.book} isn't as Casebook left it: its time zone is none. Restore the "
                "last backup."
            ) from error

    @property
    def author(self) -> history.Author:
        """Whom history names for a change made now."""
        return history.Author(self.account.login, self.clock(), self.via)

    def require(self, verb: str, target: Target | None = None) -> None:
        """Raise :class:`NotAllowed`, saying who can, unless the account may do ``verb``."""
        reason = may(self.account, verb, target)
        if reason:
            raise NotAllowed(reason)

    def head(self) -> str:
        """The hash of the history's newest entry, which prints name."""
        with self.store.reading() as tx:
            return tx.history.head()

    def telling(
        self, waiting: Callable[[], object], heard: Callable[[str], object] | None = None
    ) -> Book:
        """The casebook, calling ``waiting`` when a save has to wait until somebody else's is done.

        It is called in the thread that saves, at most once a save; so is ``heard``, with each
        sentence on what a save left out of a text.
        """
        store = replace(self.store, waiting=waiting)
        return replace(self, store=store, heard=heard or self.heard)

    def with_settings(self, changed: Settings, why: str = "") -> Book:
        """Save changed settings and give the casebook that has them."""
        self.require("administer")
        check_settings(changed)
        with self.store.writing() as tx:
            settings.save_settings(tx, self.settings, changed, self.author, why)
        if changed.shared != self.settings.shared:
            self.store.share(with_group=changed.shared)
        return replace(self, settings=changed)


def open_book(
    name: str,
    login: str,
    *,
    acting_as: str | None = None,
    read_only: bool = False,
    partners: bool = False,
    clock: Callable[[], datetime] = now,
) -> Book:
    """Open the casebook ``name`` as ``login``, or as ``acting_as`` where an administrator asks.

    On PostgreSQL the database's login is the identity, and nobody acts as somebody else. Raises
    :class:`UnknownAccount` for a login without an account in force (a read-only opening takes
    anybody but a partner), :class:`NotAllowed` where ``login`` may not act for others, and for a
    partner's account unless ``partners`` says that what is done shows it only what is shared.
    """
    store = open_store(name, read_only=read_only)
    try:
        known_as = store.database_login()
        if known_as is not None and acting_as is not None:
            raise NotAllowed(
                "On PostgreSQL your database login says who you are: leave out --as and "
                "CASEBOOK_USER."
            )
        login = known_as or login
        accounts, kept = _kept(store, login, acting_as or login)
        book = Book(store, Account(login), kept, clock=clock)
        account = _account(book, accounts, login, read_only=store.read_only)
        via = None
        if acting_as is not None and acting_as != login:
            if may(account, "administer"):
                raise NotAllowed(
                    f"{login} may not act as {acting_as}: only an administrator of this casebook "
                    "can."
                )
            account, via = _account(book, accounts, acting_as), login
        closed = None if partners else closed_to_partners(account)
        if closed:
            raise NotAllowed(closed)
        return replace(book, account=account, via=via)
    except BaseException:
        store.close()
        raise


def _kept(store: Store, *logins: str) -> tuple[dict[str, Account], Settings]:
    """The accounts of ``logins`` by login, and the settings.

    Raises :class:`StoreFailure` where they can't be read.
    """
    try:
        with store.reading() as tx:
            accounts = {account.login: account for account in tx.load(Account, login=logins)}
            return accounts, settings.load_settings(tx)
    except CasebookError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise StoreFailure(
            f"The accounts or settings of {store.book} can't be read: it is damaged, or another "
            "program altered it. Restore the last backup."
        ) from error


def _account(
    book: Book, accounts: dict[str, Account], login: str, *, read_only: bool = False
) -> Account:
    account = accounts.get(login)
    if account is not None and active(account, book.today):
        return account
    if read_only and not (account is not None and account.partner):
        return Account(login, roles=("viewer",))
    with book.store.reading() as tx:
        every = tx.load(Account)
    administrators = tuple(each.login for each in every if "administrator" in each.roles)
    raise UnknownAccount(login, administrators, out_of_date=account is not None)
