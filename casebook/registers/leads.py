"""Which agency leads on a profile, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casebook.book.opening import Book
from casebook.core.months import day_label
from casebook.profiles.profile import Profile
from casebook.registers.casework import Lead
from casebook.store.transaction import Transaction


@dataclass(frozen=True)
class Leading:
    """The agency that leads on a day, and from when to when."""

    agency: str
    since: date | None = None
    """None where nobody said since when."""
    until: date | None = None

    def says(self) -> str:
        """In words: ``Lomea District Council since 1 Oct 2024``."""
        since = f" since {day_label(self.since)}" if self.since else ""
        return self.agency + since + (f", to {day_label(self.until)}" if self.until else "")


def leading(book: Book, profile: Profile) -> Leading:
    """Who leads on a profile today: by its lead agencies, else as its heading says."""
    book.require("view")
    with book.store.reading() as tx:
        return leading_on(tx, profile, book.today)


def leading_on(tx: Transaction, profile: Profile, day: date) -> Leading:
    """Who leads on a profile on ``day``: by its lead agencies, else as its heading says."""
    leads = tx.load(Lead, profile=profile.ref)
    found = next((lead for lead in leads if lead.on(day)), None)
    if found is None:
        return Leading(profile.lead_agency)
    return Leading(found.agency, found.at, found.until)
