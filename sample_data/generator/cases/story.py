"""The case work of Lomea as it happened: every move on every profile and review, in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sample_data.generator.cases.diary import Diary, Move
from sample_data.generator.cases.history import enter_moves
from sample_data.generator.cases.profiles import cases, composed
from sample_data.generator.cases.reviews import enter_reviews, first_review

if TYPE_CHECKING:
    from sample_data.generator.geography.hotspots import Hotspot
    from sample_data.generator.incidents.incident import Incident


def casework(
    seed: str, hotspots: list[Hotspot], incidents: dict[str, list[Incident]]
) -> tuple[list[dict[str, Any]], list[Move]]:
    """Every profile as it stands, by ref, and the moves that led there, in order.

    The move that opens a profile names the day its first review is due.
    """
    placed = cases(seed, hotspots, incidents)
    diary = Diary()
    for one in placed:
        enter_moves(diary, one)
    due = enter_reviews(diary, seed, placed, incidents)
    firsts = {one.ref: first_review(one) for one in placed}
    moves = diary.in_order()
    for move in moves:
        if move["do"] == "open" and firsts[move["ref"]]:
            move["next_review"] = str(firsts[move["ref"]])
    entries = [composed(one) for one in placed]
    for entry in entries:
        ref = entry["profile"]["ref"]
        entry["profile"]["next_review"] = str(due[ref]) if ref in due else None
    return entries, moves


def a_line_each(moves: list[Move]) -> bytes:
    """The moves as a JSON list, one to a line."""
    lines = ",\n".join(json.dumps(move, ensure_ascii=False) for move in moves)
    return f"[\n{lines}\n]\n".encode()
