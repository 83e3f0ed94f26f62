"""The incidents behind the counts of an assessment, in the boundaries its design froze."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from casebook.core.english import sentence
from casebook.core.months import Month, Window

if TYPE_CHECKING:
    from casebook.assessments.assessment import Assessment
    from casebook.book.made_of import MadeOf


def counted_of(found: Assessment, part: str, window: Window, months: Iterable[Month]) -> MadeOf:
    """What one part of the design counted in ``months``, which lie in ``window``."""
    from casebook.figures.behind.incident_rows import IncidentsBehind

    return IncidentsBehind(
        window,
        (found.code,),
        hotspots=(),
        months=tuple(months),
        boundaries=found.counted_in.get(part, ()),
        named=f"{found.count_group}, {sentence(part)}, {window.label}",
    )
