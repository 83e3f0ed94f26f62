"""Whether anything is loaded to show of a window, asked before a map or a pack is made of it."""

from __future__ import annotations

from casebook.book.opening import Book
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window, say_months
from casebook.incidents.queries import stored as incidents
from casebook.patrols.covered import covers, team_covers


def months_to(book: Book, last: Month, most: int) -> Window:
    """The months up to ``last``, at most so many and none before incidents are loaded."""
    with book.store.reading() as tx:
        counting = incidents.counting_sources(tx, book.settings)
    loaded = [month for _, month in counting if month <= last]
    return Window(max(last + (1 - most), min(loaded, default=last)), last)


def refuse_unloaded(book: Book, window: Window) -> None:
    """Raise :class:`BadValue` where ``window`` is still to come, or outside all that is loaded.

    It isn't outside where any of its months is loaded for crime or ASB, or any of its days for
    hours; a casebook without incidents is a case file alone, and every window of it can be shown.
    """
    if window.first > Month.of(book.today):
        raise BadValue(f"{window.label} is still to come.")
    with book.store.reading() as tx:
        counting = incidents.counting_sources(tx, book.settings)
        hours = (*covers(tx).values(), *team_covers(tx).values())
    months = {month for _, month in counting}
    worked = any(
        span.start <= window.end and window.start <= span.end for spans in hours for span in spans
    )
    if months and not worked and not any(month in months for month in window.months):
        raise BadValue(
            f"Nothing is loaded for {window.label}: incidents are loaded for {say_months(months)}."
        )
