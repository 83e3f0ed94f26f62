"""The incidents behind a count, a row each, so that any number can be looked into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from casebook.core.months import Month
from casebook.incidents.counts import Counter


class StoredIncident(Protocol):
    """An incident as it is stored, with numbers in place of words that code lists hold."""

    @property
    def key(self) -> int:
        """The casebook's own key."""

    @property
    def month(self) -> int:
        """Such as 202409."""

    @property
    def type(self) -> int:
        """Its place among the counter's types."""

    @property
    def outcome(self) -> int:
        """Its place among the outcomes."""

    @property
    def street(self) -> str:
        """As its file had it."""

    @property
    def source(self) -> int:
        """Its place among the counter's sources."""


def rows_behind(
    counter: Counter,
    outcomes: Sequence[str],
    place: str,
    found: Iterable[tuple[str | None, StoredIncident]],
    group: str | None,
) -> list[dict[str, Any]]:
    """Those of ``found`` that count, of ``group``'s types where one is named.

    Each comes with the ref that stands under the key ``place``.
    """
    wanted = counter.numbers[counter.group(group).name] if group else None
    return [
        {
            place: ref,
            "month": str(Month.from_code(row.month)),
            "type": counter.types[row.type].coarse,
            "subtype": counter.types[row.type].subtype,
            "kind": counter.types[row.type].kind,
            "outcome": outcomes[row.outcome] or None,
            "street": row.street or None,
            "source": counter.sources[row.source],
            "key": f"{row.key & (1 << 64) - 1:016x}",
        }
        for ref, row in found
        if (wanted is None or row.type in wanted)
        and counter.counts(row.type, Month.from_code(row.month), row.source)
    ]
