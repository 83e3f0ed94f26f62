"""What figures of a window are worked out from, whatever rows they have.

A verdict on one hotspot takes the months of every other. So what is read of them all is kept for as
long as nothing changes that they follow from: a screen of one hotspot after another reads them
once, and a text saved or a review signed meanwhile has nothing read again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from casebook.book.opening import Book
from casebook.core.kinds import kind_called
from casebook.core.months import Window
from casebook.figures.baselines import BASELINE_MONTHS
from casebook.figures.figure import Figure
from casebook.figures.judging.judge import Judge, read_judge
from casebook.incidents.counts import Counter
from casebook.places.place import Place
from casebook.profiles.responses.starts import Response, read_responses
from casebook.store.history import History, HistoryEntry
from casebook.store.transaction import Transaction

T = TypeVar("T")
_MOST = 4
"""How many windows are kept."""
_LOOKED_THROUGH = 200
"""How many changes are looked through for one that moves a figure; after more all is read."""


@dataclass(frozen=True)
class Basis:
    """What figures over one window share, however their rows are grouped."""

    counter: Counter
    responses: dict[str, Response]
    """The response of every hotspot that a live profile targets, by the hotspot's ref."""
    span: Window
    """The months every comparison needs: from a year before the oldest on."""
    judge: Judge
    judged: dict[str, Figure] = field(default_factory=dict)
    """The rows that :func:`casebook.figures.judged_rows.judged_rows` made of it, by hotspot."""
    lock: RLock = field(default_factory=RLock, repr=False, compare=False)
    """Held by who makes some, so that two readers don't make the same."""


def read_basis(
    book: Book,
    tx: Transaction,
    window: Window,
    against: Window | None = None,
    chosen: Sequence[Place] = (),
) -> Basis:
    """That of a casebook as it stands in a reading transaction.

    Of every hotspot that was live in the window, and of those ``chosen``.
    """
    beyond = tuple(p for p in chosen if not p.live_in(window.start, window.end))

    def read() -> Basis:
        counter = Counter.of(tx, book.settings)
        responses = kept.get(None, lambda: read_responses(tx, book.zone, book.today))
        span = _span(window, against, responses)
        outside = book.settings.outside
        judge = read_judge(tx, counter, outside, beyond, window, span, responses)
        return Basis(counter, responses, span, judge)

    kept = _kept(tx.sql.engine)
    with kept.lock:
        kept.heed(tx.history, (book.today, book.settings))
        return kept.get((window, against, beyond), read)


def _span(window: Window, against: Window | None, responses: dict[str, Response]) -> Window:
    first = min(window.last_year.first, window.previous.first)
    last = window.last
    if against is not None:
        first, last = min(first, against.first), max(last, against.last)
    baselines = (r.earliest for r in responses.values() if r.earliest)
    return Window(
        min([first + -BASELINE_MONTHS, window.first + -BASELINE_MONTHS, *baselines]), last
    )


@dataclass
class _Kept:
    """What was read of one casebook, as long as what it follows from is as it was."""

    lock: RLock = field(default_factory=RLock)
    _state: Any = None
    _head: str = ""
    _seq: int = 0
    _found: dict[Hashable, Any] = field(default_factory=dict)

    def heed(self, history: History, state: Any) -> None:
        """Let go of everything where something was changed that figures follow from."""
        seq, head = history.length(), history.head()
        if self._state != state or (head != self._head and self._moved(history, seq)):
            self._found.clear()
        self._state, self._seq, self._head = state, seq, head

    def _moved(self, history: History, seq: int) -> bool:
        """Whether a change since, if only changes came since, moves a figure."""
        if not self._seq <= seq <= self._seq + _LOOKED_THROUGH:
            return True
        before, *new = history.entries(after=self._seq - 1) or (None,)
        return before is None or before.hash != self._head or any(map(_moves, new))

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """What goes by ``key``, read where it isn't kept."""
        if key not in self._found:
            self._found[key] = read()
            while len(self._found) > _MOST:
                del self._found[next(iter(self._found))]
        found: T = self._found[key]
        return found


def _moves(entry: HistoryEntry) -> bool:
    """Whether a change of a record moves a figure, as far as its kind tells."""
    kind = kind_called(entry.kind)
    if kind is None or kind.FIGURES_FROM is None:
        return True
    return bool(kind.FIGURES_FROM) and (
        entry.change is None or not entry.change.keys().isdisjoint(kind.FIGURES_FROM)
    )


_casebooks: WeakKeyDictionary[object, _Kept] = WeakKeyDictionary()
"""By the engine that reads each."""


def _kept(engine: object) -> _Kept:
    return _casebooks.setdefault(engine, _Kept())
