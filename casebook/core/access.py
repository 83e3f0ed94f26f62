"""Who may do what: the matrix as data, and the one pure function that every verb asks.

On a SQLite casebook an identity is attribution, not protection; on PostgreSQL the same rules are
also the database's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from casebook.core.english import a_or_an, listed
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Record

ROLES = (
    "viewer",
    "partner",
    "officer",
    "sergeant",
    "inspector",
    "analyst",
    "reviewer",
    "administrator",
)
PARTNER = "partner"
"""The role of whoever works for a partner agency; it is held alone."""


@dataclass(frozen=True)
class Account(Record):
    """A login and the roles it holds, in its area where a role is bound to one."""

    KIND: ClassVar[str] = "account"
    KEY: ClassVar[str] = "login"
    VERB: ClassVar[str] = "administer"
    FIGURES_FROM: ClassVar[tuple[str, ...] | None] = ()
    NEVER_UNDONE: ClassVar[str] = (
        "changed an account, which isn't undone: grant or take roles instead"
    )

    login: str = field(
        "Login", example="sgt.harbour", unscanned="the force's computers give it, not Casebook"
    )
    name: str = field("Shown as", help="A role, such as 'Sgt, Harbour team'.", default="")
    roles: tuple[str, ...] = field("Roles", help=f"Any of {', '.join(ROLES)}.", default=("viewer",))
    place: str | None = field(
        "Area",
        help="Ref of the district or ward it is bound to; empty for the whole force.",
        refers="place",
        indexed=True,
        default=None,
    )
    agency: str | None = field(
        "Agency",
        help="The partner agency a partner works for.",
        refers="agency",
        default=None,
    )
    active_from: date | None = field("From", default=None)
    active_to: date | None = field("To", default=None)

    @property
    def ref(self) -> str:
        """What history calls it: the login."""
        return self.login

    @property
    def partner(self) -> bool:
        """Whether it is a partner agency's, which is shown what is shared with that and no more."""
        return PARTNER in self.roles


@dataclass(frozen=True)
class Target:
    """What access needs to know of the record a verb would change."""

    label: str = "this casebook"
    """How a sentence names it: ``PMP-2024-007``."""
    owner: str | None = None
    places: tuple[tuple[str, ...], ...] = ()
    """For each place it is at, the refs of that place and of every area it lies in; without any it
    is the force's."""
    touched: frozenset[str] = frozenset()
    """Logins that owned or changed it since it was last decided on; their owner is among them."""
    since: str = ""
    """Since when that is, as a sentence says it: ``its last signed review``."""
    shared: frozenset[str] = frozenset()
    """The agencies it is shared with."""
    proposed_by: frozenset[str] = frozenset()
    """Logins that proposed it, until somebody has decided on that."""


@dataclass(frozen=True)
class WhoMay:
    """Who may do one verb: a row of the matrix."""

    verb: str
    doing: str
    """As a sentence says it after "may not"."""
    anywhere: frozenset[str] = frozenset()
    """Roles that may in every area."""
    in_area: frozenset[str] = frozenset()
    """Roles that may in the account's own area; in every area for one that is bound to none."""
    own: frozenset[str] = frozenset()
    """Roles that may on a profile the account owns, wherever it lies."""
    shared: frozenset[str] = frozenset()
    """Roles that may on a profile shared with the account's agency, wherever it lies."""
    of_record: bool = True
    """Whether it is done to a record with a place, and not to the casebook as a whole."""
    to_the_force: bool = False
    """Whether accounts bound to an area may also do it to what is the force's."""
    moving_counts: bool = False
    """Whether having moved it from stage to stage counts as having changed it."""
    second_person: bool = False
    """Whether it takes somebody who hasn't owned or changed the profile since it was decided on."""

    @property
    def roles(self) -> frozenset[str]:
        """Roles that may somewhere without a tie of their own to the profile."""
        return self.anywhere | self.in_area


def _roles(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _whole(verb: str, doing: str, roles: str) -> WhoMay:
    return WhoMay(verb, doing, anywhere=_roles(roles), of_record=False)


_IN_THE_FORCE = " ".join(role for role in ROLES if role != PARTNER)
_AT_WORK = "officer sergeant inspector analyst reviewer administrator"
_OWNERS = _roles(_AT_WORK)
"""Roles whose holder may work on a profile because it is theirs."""
_RANKS = _roles("sergeant inspector")
_MENDERS = _roles("analyst administrator")

MATRIX: tuple[WhoMay, ...] = (
    _whole("view", "look at this casebook", _IN_THE_FORCE),
    _whole("export", "make files from this casebook", _AT_WORK),
    _whole("propose", "propose a profile in this casebook", _AT_WORK),
    _whole("open month", "open a month's reviews", "inspector analyst reviewer administrator"),
    _whole("import", "import into this casebook", "analyst administrator"),
    _whole("import profiles", "import whole profiles", "administrator"),
    _whole("administer", "change accounts or settings", "administrator"),
    _whole("upkeep", "upgrade, restore or move this casebook", "administrator"),
    WhoMay(
        "read",
        "look at",
        anywhere=_roles(_IN_THE_FORCE),
        shared=_roles(PARTNER),
        to_the_force=True,
    ),
    WhoMay(
        "report",
        "log what was done on",
        anywhere=_MENDERS,
        in_area=_RANKS | {"officer"},
        own=_OWNERS,
        shared=_roles(PARTNER),
    ),
    WhoMay(
        "log",
        "log actions on",
        anywhere=_MENDERS,
        in_area=_RANKS | {"officer"},
        own=_OWNERS,
    ),
    WhoMay("edit", "edit", anywhere=_MENDERS, in_area=_RANKS, own=_OWNERS),
    WhoMay("share", "say what is shared of", anywhere=_MENDERS, in_area=_RANKS, own=_OWNERS),
    WhoMay(
        "hand over",
        "say who owns",
        anywhere=_roles("administrator"),
        in_area=_RANKS,
        own=_OWNERS,
    ),
    WhoMay("advance", "move on", anywhere=_roles("administrator"), in_area=_RANKS, own=_OWNERS),
    WhoMay("record patrols", "record patrols in", anywhere=_roles("analyst"), in_area=_RANKS),
    WhoMay("open", "open", in_area=_RANKS),
    WhoMay("accept", "accept or refuse", in_area=_RANKS, second_person=True),
    WhoMay("waive", "waive the gate of", in_area=_RANKS, second_person=True),
    WhoMay("close", "close", in_area=_roles("inspector"), second_person=True),
    WhoMay("endorse", "endorse the review of", in_area=_roles("inspector"), second_person=True),
    WhoMay(
        "return",
        "return the review of",
        anywhere=_roles("reviewer"),
        in_area=_roles("inspector"),
        second_person=True,
    ),
    WhoMay(
        "sign",
        "sign the review of",
        anywhere=_roles("reviewer"),
        second_person=True,
        moving_counts=True,
    ),
    WhoMay(
        "ask for money",
        "ask for money of",
        anywhere=_MENDERS,
        in_area=_RANKS | {"officer"},
        to_the_force=True,
    ),
    WhoMay(
        "keep money",
        "keep the money of",
        anywhere=_MENDERS | {"reviewer"},
        in_area=_roles("inspector"),
    ),
    WhoMay("scrutinise", "record scrutiny of", anywhere=_MENDERS | {"reviewer"}),
    WhoMay("dispose", "dispose of", anywhere=_roles("administrator")),
)
"""Who may do what, a row for each verb; ``docs/who-may.md`` shows it."""

RULES: Mapping[str, WhoMay] = MappingProxyType({rule.verb: rule for rule in MATRIX})
BOUND_ROLES = frozenset().union(*(rule.in_area for rule in MATRIX))
"""Roles that an account holds in its own area alone, where it has one."""


def may(account: Account, verb: str, target: Target | None = None) -> str | None:
    """None when ``account`` may do ``verb``, else the sentence that says why not and who can.

    Without a ``target`` a verb on a record is asked of what is the force's.

    >>> may(Account("a.viewer"), "edit", Target("PMP-2024-001"))
    'a.viewer may not edit PMP-2024-001: a sergeant, inspector, analyst or administrator can.'
    """
    rule, roles = RULES[verb], frozenset(account.roles)
    target = target or Target()
    what = f"{account.login} may not {rule.doing}"
    if not rule.of_record:
        return None if roles & rule.anywhere else f"{what}: {any_of(rule.anywhere)} can."
    what = f"{what} {target.label}"
    if roles & rule.own and target.owner == account.login:
        return None
    if roles & rule.shared:
        if account.agency and account.agency in target.shared:
            return None
        return f"{what}: nothing of that name is shared with {account.agency} now."
    return (
        _its_owner(account, rule, target, what)
        or (None if roles & rule.roles else f"{what}: {any_of(rule.roles)} can.")
        or _its_editor(account, rule, target, what)
        or _out_of_reach(account, rule, target, what)
    )


def closed_to_partners(account: Account) -> str | None:
    """The one sentence on whatever isn't made for a partner; None for an account of the force."""
    if not account.partner:
        return None
    return (
        f"{account.login} may not do that: an account of {account.agency} reads the profiles "
        "shared with it (casebook open, profile list, profile show), says how its own actions go "
        "and what it did, notes and replies."
    )


def may_somewhere(account: Account, verb: str) -> str | None:
    """None when there can be a record that ``account`` may do ``verb`` to; else the sentence."""
    rule = RULES[verb]
    roles = rule.roles | (rule.shared if account.agency else frozenset())
    if roles.isdisjoint(account.roles):
        what = f"{rule.doing} {Target().label}" if rule.of_record else rule.doing
        return f"{account.login} may not {what}: {any_of(rule.roles)} can."
    return None


def _its_owner(account: Account, rule: WhoMay, target: Target, what: str) -> str | None:
    """Why a verb that takes a second person isn't for the owner."""
    if not rule.second_person or target.owner != account.login:
        return None
    return f"{what}: its owner can't; {any_of(rule.roles)} who isn't its owner can."


def _its_editor(account: Account, rule: WhoMay, target: Target, what: str) -> str | None:
    """Why a verb that takes a second person isn't for whoever had a hand in the profile."""
    if not rule.second_person or account.login not in target.touched:
        return None
    if account.login in target.proposed_by:
        return f"You proposed {target.label}: {any_of(rule.roles)} who didn't can {rule.doing} it."
    did = "they have owned it or changed its stages, actions, places or patrol plans"
    since = f" since {target.since}" if target.since else ""
    return f"{what}: {did}{since}; {any_of(rule.roles)} who hasn't can."


def _out_of_reach(account: Account, rule: WhoMay, target: Target, what: str) -> str | None:
    """Why a record lies where an account with the right role may not."""
    if account.place is None:
        return None
    if not target.places:
        if rule.to_the_force:
            return None
        return f"{what}: it is the whole force's; {any_of(rule.roles)} bound to no area can."
    if rule.anywhere & set(account.roles):
        return None
    outside = [chain for chain in target.places if account.place not in chain]
    if not outside:
        return None
    own = any_of(rule.in_area).partition(" ")[2]
    if len(outside) == len(target.places):
        return f"{what}: it lies outside {account.place}; its own {own} can."
    part = f"it lies in {outside[0][0]} too, outside {account.place}"
    return f"{what}: {part}; {any_of(rule.roles)} bound to no area can."


def any_of(roles: Iterable[str]) -> str:
    """Roles as a sentence names whoever holds one of them: ``a sergeant or inspector``."""
    return a_or_an(listed(tuple(role for role in ROLES if role in roles), "or"))


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
    if account.partner and len(account.roles) > 1:
        raise BadValue(
            f"{account.login}: a partner holds no other role, and sees only what is shared with "
            "the agency.",
            field="roles",
        )
    if account.partner and not account.agency:
        raise BadValue(
            f"Say which agency {account.login} works for: --agency NAME.", field="agency"
        )
    if account.agency and not account.partner:
        raise BadValue(
            f"An account of an agency is a partner's: give {account.login} the role partner, or "
            "leave out the agency.",
            field="agency",
        )
    if not account.roles:
        raise BadValue(f"{account.login} needs a role: one of {', '.join(ROLES)}.", field="roles")
