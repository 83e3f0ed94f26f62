"""Who may do what: one pure function that every service calls.

On a SQLite casebook an identity is attribution, not protection; on PostgreSQL the same rules are
also the database's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.english import a_or_an, listed
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Record

ROLES = (
    "viewer",
    "officer",
    "sergeant",
    "inspector",
    "analyst",
    "reviewer",
    "administrator",
)


@dataclass(frozen=True)
class Account(Record):
    """A login and the roles it holds, in its area where a role is bound to one."""

    KIND: ClassVar[str] = "account"
    KEY: ClassVar[str] = "login"
    VERB: ClassVar[str] = "administer"
    NEVER_UNDONE: ClassVar[str] = (
        "changed an account, which isn't undone: grant or take roles instead"
    )

    login: str = field(
        "Login", example="sgt.harbour", unscanned="the force's computers give it, not Casebook"
    )
    name: str = field("Shown as", help="A role, such as 'Sgt, Harbour team'.", default="")
    roles: tuple[str, ...] = field("Roles", help=f"Any of {', '.join(ROLES)}.", default=("viewer",))
    place: str | None = field(
        "Area", help="Ref of the district or ward.", refers="place", default=None
    )
    active_from: date | None = field("From", default=None)
    active_to: date | None = field("To", default=None)

    @property
    def ref(self) -> str:
        """What history calls it: the login."""
        return self.login


@dataclass(frozen=True)
class Target:
    """What access needs to know of the record a verb would change."""

    label: str
    """How a sentence names it: ``PMP-2024-007``."""
    owner: str | None = None
    within: tuple[str, ...] = ()
    """Refs of the areas it lies in, from its own up to the force; empty when it has none."""


_ANYWHERE = {
    "view": frozenset(ROLES),
    "export": frozenset(ROLES) - {"viewer"},
    "propose": frozenset(ROLES) - {"viewer"},
    "import": frozenset({"analyst", "administrator"}),
    "administer": frozenset({"administrator"}),
    "open month": frozenset({"inspector", "analyst", "reviewer", "administrator"}),
}
"""Verbs that no area bounds, and the roles that may."""

_IN_AREA = {
    "log": frozenset({"officer", "sergeant", "inspector", "analyst", "administrator"}),
    "edit": frozenset({"sergeant", "inspector", "analyst", "administrator"}),
    "advance": frozenset({"sergeant", "inspector", "administrator"}),
    "accept": frozenset({"sergeant", "inspector", "administrator"}),
    "waive": frozenset({"sergeant", "inspector"}),
    "endorse": frozenset({"inspector"}),
    "return": frozenset({"inspector", "reviewer"}),
    "sign": frozenset({"reviewer"}),
    "close": frozenset({"inspector", "administrator"}),
    "keep money": frozenset({"inspector", "analyst", "reviewer", "administrator"}),
    "scrutinise": frozenset({"analyst", "reviewer", "administrator"}),
    "dispose": frozenset({"administrator"}),
}
"""Verbs on one record; sergeants, officers and inspectors are bound to their own area."""

_NEVER_OWN = frozenset({"accept", "waive", "endorse", "return", "sign", "close"})
"""What takes a second person: never done by the profile's owner."""

_BOUND = frozenset({"officer", "sergeant", "inspector"})
_DOING = {
    "view": "look at this casebook",
    "export": "make files from this casebook",
    "propose": "propose a profile in this casebook",
    "import": "import into this casebook",
    "administer": "change accounts or settings",
    "open month": "open a month's reviews",
    "log": "log actions on",
    "edit": "edit",
    "advance": "move on",
    "accept": "accept or refuse",
    "waive": "waive the gate of",
    "endorse": "endorse the review of",
    "return": "return the review of",
    "sign": "sign the review of",
    "close": "close",
    "keep money": "keep the money of",
    "scrutinise": "record scrutiny of",
    "dispose": "dispose of",
}


def may(account: Account, verb: str, target: Target | None = None) -> str | None:
    """None when ``account`` may do ``verb``, else the sentence that says why not and who can.

    An owner may always edit, log on and advance what is theirs, whatever their area.

    >>> may(Account("a.viewer"), "edit", Target("PMP-2024-001"))
    'a.viewer may not edit PMP-2024-001: a sergeant, inspector, analyst or administrator can.'
    """
    roles = frozenset(account.roles)
    allowed = _ANYWHERE.get(verb) or _IN_AREA[verb]
    named = target.label if target else "this casebook" if verb in _IN_AREA else ""
    what = f"{account.login} may not {_DOING[verb]} {named}".rstrip()
    if target and verb in ("log", "edit", "advance") and target.owner == account.login:
        return None
    holding = roles & allowed
    if target and verb in _NEVER_OWN and target.owner == account.login:
        return f"{what}: its owner can't; {_or(_in_order(allowed))} who isn't its owner can."
    if not holding:
        return f"{what}: {_or(_in_order(allowed))} can."
    if verb in _ANYWHERE or target is None or holding - _BOUND:
        return None
    if account.place is None or account.place in target.within:
        return None
    own = _or(_in_order(allowed & _BOUND)).partition(" ")[2]
    return f"{what}: it lies outside {account.place}; its own {own} can."


def _in_order(roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(role for role in ROLES if role in roles)


def _or(roles: tuple[str, ...]) -> str:
    return a_or_an(listed(roles, "or"))


def active(account: Account, today: date) -> bool:
    """Whether the account is in force on ``today``."""
    return (account.active_from is None or account.active_from <= today) and (
        account.active_to is None or today <= account.active_to
    )


def check_account(account: Account) -> None:
    """Raise :class:`BadValue` where the login or a role can't be one."""
    if not account.login or any(c.isspace() or not c.isprintable() for c in account.login):
        raise BadValue(f"'{account.login}' is no login: it has no spaces.", field="login")
    unknown = [role for role in account.roles if role not in ROLES]
    if unknown:
        raise BadValue(
            f"There is no role '{unknown[0]}': the roles are {', '.join(ROLES)}.", field="roles"
        )
    if not account.roles:
        raise BadValue(f"{account.login} needs a role: one of {', '.join(ROLES)}.", field="roles")
