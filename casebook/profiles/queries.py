"""How far the refs of profiles have been numbered."""

from __future__ import annotations

from sqlalchemy import BigInteger, case, cast, func, select

from casebook.profiles.profile import Profile
from casebook.store.tables import table_of
from casebook.store.transaction import Transaction

_REF = table_of(Profile).c.ref
_DIGITS = 18
"""The longest number that every database can hold."""


def highest_number(tx: Transaction, head: str) -> int:
    """The highest number that follows ``head`` in the ref of a profile; 0 where none does."""
    rest = func.substr(_REF, len(head) + 1)
    told = (func.ltrim(rest, "0123456789") == "", func.length(rest).between(1, _DIGITS))
    # a database may read a number before it heeds the condition, so that it stands in both
    number = case((told[0] & told[1], cast(rest, BigInteger)), else_=0)
    query = select(func.max(number)).where(func.substr(_REF, 1, len(head)) == head)
    return tx.sql.execute(query).scalar() or 0
