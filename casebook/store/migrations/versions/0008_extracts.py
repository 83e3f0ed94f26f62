"""An incident knows how new the extract is that said it, so that an older one doesn't undo it."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; a load is taken to be as new as the last month it covers."""
    op.add_column("incident", sa.Column("extract", sa.Integer()))
    op.add_column("incident", sa.Column("older", sa.JSON()))
    connection = op.get_bind()
    loads = connection.execute(
        sa.text("SELECT id, covers, rules FROM load WHERE kind = 'incidents' ORDER BY id")
    ).all()
    for number, covers, rules in loads:
        ends = [cover["to"] for cover in _plain(covers)]
        later = _plain(rules).get("later", {})
        newest = max([_month(end) for end in ends] + list(later.values()), default=None)
        connection.execute(
            sa.text("UPDATE incident SET extract = :newest WHERE load = :load"),
            {"newest": newest, "load": number},
        )
        for key, seen in later.items():
            connection.execute(
                sa.text("UPDATE incident SET older = :older WHERE key = :key AND load = :load"),
                {"older": json.dumps({"seen": seen}), "key": int(key), "load": number},
            )


def _month(day: str) -> int:
    return int(day[:4]) * 100 + int(day[5:7])


def _plain(value: Any) -> Any:
    """A JSON column's value, which SQLite gives as text and PostgreSQL doesn't."""
    return json.loads(value) if isinstance(value, str) else value
