"""The demo's people, as roles: nobody has a name."""

from __future__ import annotations

from typing import Any

from sample_data.generator.written import written


def accounts() -> list[dict[str, Any]]:
    """Logins with what they are shown as, their roles and their district (None for the force)."""
    return [
        {**account, "place": account.get("place")} for account in written("accounts")["accounts"]
    ]


def inspector_of(district: str) -> str:
    """The login of the district's inspector."""
    return next(
        str(account["login"])
        for account in accounts()
        if account["place"] == district and "inspector" in account["roles"]
    )
