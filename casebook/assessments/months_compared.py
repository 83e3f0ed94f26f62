"""Which months an assessment compares: those of its windows that every area is known for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casebook.core.english import counted
from casebook.core.months import Month, Window, say_months


@dataclass(frozen=True)
class MonthsCompared:
    """The months of both windows that are compared, in order."""

    windows: tuple[Window, Window]
    before: tuple[Month, ...]
    after: tuple[Month, ...]
    missing: tuple[Month, ...]
    """Months of either window that aren't known in every area, and aren't to come."""
    to_come: tuple[Month, ...]
    """Months of the window after that aren't over yet."""
    paired: bool
    """Whether the windows are equally long, so that a month left out takes its pair with it."""

    @property
    def any(self) -> bool:
        """Whether a month is left on either side."""
        return bool(self.before and self.after)

    @property
    def weight(self) -> float:
        """How many times as long the time before is as the time after."""
        return len(self.before) / len(self.after)

    @property
    def label(self) -> str:
        """What is set against what: ``8 months against the same 8 last year``."""
        now, then = len(self.after), len(self.before)
        months = counted(now, "month")
        apart = self.windows[1].first - self.windows[0].first
        if self.paired and apart == 12:
            return f"{months} against the same {then} last year"
        if self.paired and apart % 12 == 0:
            return f"{months} against the same {then} of {apart // 12} years before"
        return f"{months} against {then} before"

    def cautions(self, group: str) -> tuple[str, ...]:
        """What is left out and why, a sentence each."""
        said = []
        if self.missing:
            pairs = ", each with the month it is paired with" if self.paired else ""
            said.append(f"{group} isn't known everywhere for {say_months(self.missing)}: ")
            said[-1] += f"left out{pairs}."
        if self.to_come:
            said.append(
                f"{say_months(self.to_come)} {'is' if len(self.to_come) == 1 else 'are'} still to "
                "come: this is the result so far."
            )
        return tuple(said)


def months_compared(
    before: Window, after: Window, known: Callable[[Month], bool], today: Month
) -> MonthsCompared:
    """The months of the windows that are ``known`` and over by ``today``'s month.

    In windows of one length a month and the one it is paired with are left out together, so that
    season stays out of the comparison.
    """
    to_come = tuple(month for month in after.months if month >= today)
    over = [month for month in (*before.months, *after.months) if month not in to_come]
    missing = tuple(month for month in over if not known(month))
    paired = len(before) == len(after)

    def fit(month: Month) -> bool:
        return month not in to_come and known(month)

    if paired:
        both = [(b, a) for b, a in zip(before.months, after.months, strict=True)]
        pairs = [pair for pair in both if fit(pair[0]) and fit(pair[1])]
        chosen = tuple(b for b, _ in pairs), tuple(a for _, a in pairs)
    else:
        chosen = tuple(filter(fit, before.months)), tuple(filter(fit, after.months))
    return MonthsCompared((before, after), *chosen, missing, to_come, paired)
