"""A page of evidence that another force sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casebook.core.entry import Entry
from casebook.core.fields import field


@dataclass(frozen=True, kw_only=True)
class OutsideEvidence(Entry):
    """An assessed profile of some other force, as its anonymous page."""

    KIND: ClassVar[str] = "outside-evidence"
    TITLE: ClassVar[str] = "Evidence from outside"
    KEPT_BY: ClassVar[str] = "casebook evidence"
    VERB: ClassVar[str] = "import"

    digest: str = field("Digest", fixed=True, kept=True)
    page: str = field("Page", fixed=True, kept=True)
    at: date | None = field("Taken in on", fixed=True, default=None)
