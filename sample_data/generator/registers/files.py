"""The registers' files: what police, partners, money and meetings did, a CSV for each kind.

The columns are the fields of the kind (`casebook.registers.kinds`); places are called as each
source calls them, by ref, name or alias, so that importing shows that they are one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sample_data import REGISTER_FILES
from sample_data.generator.registers.abstraction import abstractions, duty_hours
from sample_data.generator.registers.community import (
    meetings,
    practitioners,
    priorities,
    queries,
    you_said,
)
from sample_data.generator.registers.engagement import activities
from sample_data.generator.registers.logs import logs
from sample_data.generator.registers.money import funds, spends
from sample_data.generator.registers.papers import papers
from sample_data.generator.written import written

if TYPE_CHECKING:
    from sample_data.generator.geography.wards import Ward
    from sample_data.generator.patrols.patrol import SamplePatrol

Row = Mapping[str, object]

_PLAIN = ("agencies", "closing-checks", "indicators", "programmes", "scrutiny", "shared")
"""The files of `written/registers`: rows as they stand."""


def register_files(seed: str, parts: list[Ward], claims: list[SamplePatrol]) -> dict[str, bytes]:
    """Every register's file by name; `claims` are the overtime claims that money is spent on."""
    plain = {kind: rows for name in _PLAIN for kind, rows in written(f"registers/{name}").items()}
    rows: dict[str, Sequence[Row]] = {
        **plain,
        "paper": papers(),
        "activity": activities(seed, parts),
        "reading": [*plain["reading"], *logs(seed)],
        "fund": funds(),
        "spend": spends(seed, claims),
        "abstraction": abstractions(seed, parts),
        "duty-hours": duty_hours(seed, parts),
        "query": queries(seed, parts),
        "priority": priorities(seed, parts),
        "you-said": you_said(seed, parts),
        "meeting": meetings(seed, parts),
        "practitioner": practitioners(parts),
    }
    return {name: table(rows[kind]) for kind, name in REGISTER_FILES.items()}


def table(rows: Sequence[Row]) -> bytes:
    """Rows as CSV under the keys of all of them, in the order they first come."""
    heads = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
