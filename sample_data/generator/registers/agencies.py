"""The partner agencies of Lomea, each with the one role there that answers for it."""

from __future__ import annotations

from sample_data.generator.geography.wards import DISTRICTS

POLICE = "Lomea Police"


def council(district: str) -> str:
    """What a district's council is called."""
    return f"{district} District Council"


def agencies() -> list[dict[str, object]]:
    """A row an agency."""
    found: list[dict[str, object]] = [
        _agency(POLICE, "police", "Superintendent, Strategic Prevention Command"),
        _agency("Lomea Fire and Rescue", "fire", "Prevention manager"),
        _agency("Lomea Youth Justice Service", "youth justice", "Prevention lead"),
        _agency("Lomea Youth Service", "charity", "Detached team manager"),
        _agency("Lomea Trading Standards", "council", "Principal officer"),
        _agency("Lomea NHS Trust", "health", "Violence reduction lead"),
        _agency("Lomea Violence Reduction Unit", "vru", "Programme manager"),
        _agency("Tidewater Homes", "housing", "Tenancy services manager"),
        _agency("Lomea Business Crime Partnership", "business", "Partnership manager"),
        _agency("Lomea Neighbourhood Watch Association", "watch", "Association secretary"),
    ]
    return found + [_agency(council(d), "council", "Community safety manager") for d in DISTRICTS]


def _agency(ref: str, kind: str, contact: str) -> dict[str, object]:
    return {"ref": ref, "kind": kind, "contact": contact}
