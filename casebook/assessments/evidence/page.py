"""One assessed profile as an anonymous page: design, counts, dose and φ, without text or names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from math import log, sqrt
from typing import Any

from casebook.assessments.assessment import Assessment
from casebook.core.codes import CODE_LISTS, COUNT_GROUPS, FINER_GROUPS, exact
from casebook.core.errors import BadValue
from casebook.measures.ratio import Study

FORMAT = 1
"""The version of the page, kept under ``casebook_evidence``."""
_SHIPPED = (*COUNT_GROUPS, *map(exact, FINER_GROUPS.values()))
"""Every count group that another force has too, finer versions by name and version."""
OWN = "own"
"""A count group that a force made itself: its name might say whose it is."""
_MARK = "casebook_evidence"


@dataclass(frozen=True)
class EvidencePage:
    """What another force may know of an assessed profile; every word in it is a code that ships.

    Counts are (before, after). There are no months, places, refs or names.
    """

    tactics: tuple[str, ...]
    themes: tuple[str, ...]
    count_group: str
    impact: str
    """The assessor's own judgement; blank where none was made."""
    months_before: int
    months_after: int
    same_months: bool
    """Whether both windows are the same calendar months."""
    days_late: int | None
    """Days from the response's start to the design's declaration; None where none began."""
    target: tuple[int, int]
    control: tuple[int, int]
    buffer: tuple[int, int] | None
    buffer_control: tuple[int, int] | None
    phi: float
    wdd: float
    se: float
    planned_officer_hours: float | None
    officer_hours: float | None

    @property
    def study(self) -> Study:
        """The log of the rate ratio of target and control with its error, φ in it.

        Where a count is 0, a half is added to all four.
        """
        four = (*self.target, *self.control)
        add = 0.0 if min(four) else 0.5
        a, b, c, d = (count + add for count in four)
        return Study(log(b * c / (a * d)), sqrt(self.phi * (1 / a + 1 / b + 1 / c + 1 / d)))

    @property
    def corrected(self) -> bool:
        """Whether a count is 0, so that halves were added."""
        return not min(*self.target, *self.control)

    def encode(self) -> dict[str, Any]:
        """As JSON; :func:`page_from` takes it back."""
        found = {name: _plain(value) for name, value in asdict(self).items()}
        return {_MARK: FORMAT, **found}

    @property
    def digest(self) -> str:
        """The SHA-256 of its JSON, by which the same page is known again."""
        text = json.dumps(self.encode(), sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def page_of(
    found: Assessment, tactics: Iterable[str], themes: Iterable[str], impact: str
) -> EvidencePage:
    """The page of an assessment; codes of the force's own are left out or stand as ``other``.

    Raises :class:`BadValue` where it has no control, so that there is no effect to share.
    """
    effects = found.effects
    if effects is None:
        raise BadValue(
            f"{found.profile} was judged without a control, so it has no effect to share: declare "
            f"one with 'casebook design {found.profile} set --control'."
        )
    apart = found.months.windows[1].first - found.months.windows[0].first

    def pair(part: str) -> tuple[int, int] | None:
        counts = found.totals.get(part)
        return (int(counts[0]), int(counts[1])) if counts else None

    target, control = pair("target"), pair("control")
    assert target is not None
    assert control is not None
    return EvidencePage(
        tuple(dict.fromkeys(one for one in tactics if one in CODE_LISTS["tactic"])),
        tuple(dict.fromkeys(one if one in CODE_LISTS["theme"] else "other" for one in themes)),
        found.code if found.code in _SHIPPED else OWN,
        impact if impact in CODE_LISTS["verdict"] else "",
        len(found.months.before),
        len(found.months.after),
        found.months.paired and apart % 12 == 0,
        found.days_late,
        target,
        control,
        pair("buffer"),
        pair("buffer's control"),
        round(found.phi.phi, 4),
        round(effects.wdd, 4),
        round(effects.se, 4),
        found.dose.planned,
        found.dose.delivered,
    )


def page_from(data: object) -> EvidencePage:
    """The page that :meth:`EvidencePage.encode` gave.

    Raises :class:`BadValue`, naming the key, for anything else: a text that is no code, a count
    below 0, a key too many.
    """
    if not isinstance(data, Mapping) or _MARK not in data:
        raise BadValue(
            "This is no page of evidence: take one that 'casebook evidence export' wrote."
        )
    if data[_MARK] != FORMAT:
        raise BadValue(
            f"The page is of version {data[_MARK]}, and this Casebook reads {FORMAT}: ask for it "
            "as made by the same Casebook, or upgrade this one."
        )
    given = {name: value for name, value in data.items() if name != _MARK}
    wanted = set(_READ)
    strange = sorted(set(given) ^ wanted)
    if strange:
        what = "has no" if strange[0] in wanted else "has a key too many,"
        raise BadValue(f"The page of evidence {what} '{strange[0]}'.")
    read = {name: _READ[name](name, value) for name, value in given.items()}
    return EvidencePage(**read)


def _refused(name: str, wanted: str) -> BadValue:
    return BadValue(f"The page of evidence: '{name}' takes {wanted}.")


def _codes(name: str, value: Any) -> tuple[str, ...]:
    known = CODE_LISTS[{"tactics": "tactic", "themes": "theme"}[name]]
    if not isinstance(value, list) or any(str(one) not in known for one in value):
        raise _refused(name, f"codes that ship ({', '.join(known)})")
    return tuple(value)


def _code(name: str, value: Any) -> str:
    known = ("", *CODE_LISTS["verdict"]) if name == "impact" else (*_SHIPPED, OWN)
    if value not in known:
        raise _refused(name, f"one of {', '.join(filter(None, known))}")
    return str(value)


def _months(name: str, value: Any) -> int:
    if not _whole(value) or value < 1:
        raise _refused(name, "a whole number above 0")
    return int(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _days(name: str, value: Any) -> int | None:
    if value is not None and not _whole(value):
        raise _refused(name, "a whole number or null")
    return value  # type: ignore[no-any-return]


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refused(name, "true or false")
    return value


def _pair(name: str, value: Any) -> tuple[int, int]:
    if (
        not isinstance(value, list)
        or len(value) != 2
        or any(not _whole(count) or count < 0 for count in value)
    ):
        raise _refused(name, "two counts, before and after")
    return value[0], value[1]


def _pair_or_none(name: str, value: Any) -> tuple[int, int] | None:
    return None if value is None else _pair(name, value)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise _refused(name, "a number")
    return float(value)


def _phi(name: str, value: Any) -> float:
    if _number(name, value) < 1:
        raise _refused(name, "a number of 1 or more")
    return float(value)


def _hours(name: str, value: Any) -> float | None:
    if value is not None and _number(name, value) < 0:
        raise _refused(name, "hours, or null")
    return value  # type: ignore[no-any-return]


_READ: Mapping[str, Callable[[str, Any], Any]] = {
    "tactics": _codes,
    "themes": _codes,
    "count_group": _code,
    "impact": _code,
    "months_before": _months,
    "months_after": _months,
    "same_months": _flag,
    "days_late": _days,
    "target": _pair,
    "control": _pair,
    "buffer": _pair_or_none,
    "buffer_control": _pair_or_none,
    "phi": _phi,
    "wdd": _number,
    "se": _number,
    "planned_officer_hours": _hours,
    "officer_hours": _hours,
}
"""How each key of a page is read."""
