"""The case work of Lomea as it happened: every deed on every profile and review, in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sample_data.generator.cases.diary import Deed, Diary
from sample_data.generator.cases.history import enter_deeds
from sample_data.generator.cases.profiles import cases, composed
from sample_data.generator.cases.reviews import enter_reviews, first_review

if TYPE_CHECKING:
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.incidents.incident import Incident


def casework(
    seed: str, hotspots: list[Hotspot], incidents: dict[str, list[Incident]]
) -> tuple[list[dict[str, Any]], list[Deed]]:
    """Every profile as it stands, by ref, and the deeds that led there, in order.

    The deed that opens a profile names the day its first review is due.
    """
    placed = cases(seed, hotspots, incidents)
    diary = Diary()
    for one in placed:
        enter_deeds(diary, one)
    due = enter_reviews(diary, seed, placed, incidents)
    firsts = {one.ref: first_review(one) for one in placed}
    deeds = diary.in_order()
    for deed in deeds:
        if deed["do"] == "open" and firsts[deed["ref"]]:
            deed["next_review"] = str(firsts[deed["ref"]])
    entries = [composed(one) for one in placed]
    for entry in entries:
        ref = entry["profile"]["ref"]
        entry["profile"]["next_review"] = str(due[ref]) if ref in due else None
    return entries, deeds


def a_line_each(deeds: list[Deed]) -> bytes:
    """The deeds as a JSON list, one to a line."""
    lines = ",\n".join(json.dumps(deed, ensure_ascii=False) for deed in deeds)
    return f"[\n{lines}\n]\n".encode()
