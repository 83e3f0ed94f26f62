"""The demo's people, as roles: nobody has a name."""

from __future__ import annotations

from typing import Any

from sample_data.generator.geography.wards import DISTRICTS


def accounts() -> list[dict[str, Any]]:
    """Logins with what they are shown as, their roles and their district (None for the force)."""
    found = [
        _account("sergeant", "Sgt, Harbour team", "sergeant", "Harbour"),
        _account("sergeant.quayside", "Sgt, Quayside team", "sergeant", "Harbour"),
        _account("inspector", "Insp, Harbour district", "inspector", "Harbour"),
        _account("inspector.prevention", "Insp, Prevention Hub", "inspector", None),
        _account("analyst", "Analyst, Prevention Hub", "analyst", None),
        _account("reviewer", "Ch Insp, Strategic Prevention Command", "reviewer", None),
        _account("officer", "Beat officer, Harbour team", "officer", "Harbour"),
        _account("viewer", "Partner, community safety unit", "viewer", None),
    ]
    for district in DISTRICTS[1:]:
        name = _short(district)
        found += [
            _account(f"sergeant.{name}", f"Sgt, {district} team", "sergeant", district),
            _account(f"inspector.{name}", f"Insp, {district} district", "inspector", district),
        ]
    return found


def inspector_of(district: str) -> str:
    """The login of the district's inspector."""
    return "inspector" if district == DISTRICTS[0] else f"inspector.{_short(district)}"


def _short(district: str) -> str:
    return {"Gannet": "north", "Kelgate": "south"}.get(district, district.lower())


def _account(login: str, name: str, role: str, place: str | None) -> dict[str, Any]:
    return {"login": login, "name": name, "roles": [role], "place": place}
