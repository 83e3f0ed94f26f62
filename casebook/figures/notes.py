"""What must be said of counts: where they come from, how far they reach, what isn't loaded."""

from __future__ import annotations

from collections.abc import Iterable

from casebook.book.opening import Book
from casebook.core.codes import CountGroup
from casebook.core.months import Window, say_months
from casebook.figures.beside import Beside
from casebook.incidents.counts import KINDS, Counter, Counts


def beside(
    counter: Counter,
    name: str | None,
    group: CountGroup,
    counts: Counts,
    window: Window,
    notes: Iterable[str] = (),
) -> Beside:
    """What stands beside the count of ``group`` in one place.

    ``name`` is what it goes by, with its version where that was asked for; None for a type.
    """
    missing = counter.missing_months(group, window, counts)
    known = [month for month in window.months if month not in missing]
    return Beside(
        known[-1].last if known else None,
        sources(counter, group.kind, window),
        group.version if name else "",
        "".join(counter.definitions((name,))) if name else "",
        tuple(notes),
    )


def sources(counter: Counter, kind: str, window: Window) -> str:
    """The sources that count for ``kind`` in ``window``, in their order."""
    found = (counter.counting.get((kind, month), "") for month in window.months)
    return ", ".join(dict.fromkeys(source for source in found if source))


def not_loaded(counter: Counter, *windows: Window, kinds: Iterable[str] = KINDS) -> tuple[str, ...]:
    """A sentence for each of ``kinds`` with months of ``windows`` that aren't loaded anywhere."""
    said = []
    for kind in kinds:
        group = counter.group(kind)
        gaps = [month for each in windows for month in counter.missing_months(group, each)]
        if gaps:
            said.append(f"{group.title} isn't loaded for {say_months(gaps)}.")
    return tuple(said)


def missing_notes(book: Book, window: Window, groups: Iterable[str] = ()) -> tuple[str, ...]:
    """What isn't loaded of ``window``, and what looks incomplete, a sentence each.

    Of the kinds of these count groups; of crime and ASB where none is one.
    """
    with book.store.reading() as tx:
        counter = Counter.of(tx, book.settings)
    kinds = {counter.groups[name].kind for name in groups if name in counter.groups}
    whole = Counts({}, counter.gaps.in_areas(None))
    missing = not_loaded(counter, window, kinds=[kind for kind in KINDS if kind in kinds] or KINDS)
    return (*missing, *counter.notes((whole,), window))
