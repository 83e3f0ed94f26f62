"""What was done, added up: every activity once, though it may belong to several things.

Counts of different codes are never added to one another: arrests and seized items make no sum.
"Of which" results are part of another and are shown beneath it, never added.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.codes import CODE_LISTS
from casebook.core.english import first_of
from casebook.core.made_numbers import MadeCount, MadeWords
from casebook.core.months import Month, Window
from casebook.core.register_codes import GROUPS, Coded, coded
from casebook.core.statement import Ask, Head, Statement
from casebook.places.tree import PlaceTree
from casebook.profiles.profile import Profile, ProfilePlace
from casebook.registers.activity import LONGEST_OF_A_MONTH, months_of
from casebook.registers.programme import Programme, days_in_words
from casebook.registers.statements.grouping import heads_by, in_groups, none_last, total_row
from casebook.registers.statements.queries import ActivityTally, activities_of, activity_tallies
from casebook.store.transaction import Transaction

_COUNT = Head("count", "Count", "number")
_HEADS: Mapping[str, tuple[Head, ...]] = {
    "place": (Head("place", "Place"), Head("name", "Name")),
    "district": (Head("district", "District"), Head("name", "Name")),
    "month": (Head("when", "Month"),),
    "programme": (Head("programme", "Programme"), Head("name", "Name")),
    "code": (Head("what", "Result"), Head("group", "Group"), _COUNT),
    "group": (Head("group", "Group"), Head("results", "Results")),
    "": tuple(Head(name, name.capitalize()) for name in GROUPS),
}
"""The columns of each grouping; the last are those of rows that part neither codes nor groups."""
_SHOWN = 3
"""Codes that a programme's results name before the rest are counted."""
_NOWHERE = {"place": "No place", "district": "No place", "programme": "In no programme"}


def total(book: Book, ask: Ask) -> Statement:
    """Results added up, each activity once, for what ``ask`` narrows to.

    ``ask.by`` is code (the default), group, place, district, month or programme, or two of them
    parted by a comma. Rows by code have ``code, label, what, group, of, count``; other rows say the
    count of every code under its group, with ``codes``, each code's count. Only counts of one code
    are added: rows by code have a total where all are of one, rows by programme, which share
    activities, none. Raises :class:`NotFound` for a place, programme or profile that isn't there.
    """
    book.require("view")
    by = (ask.by or "code").split(",")
    with book.store.reading() as tx:
        asked = _resolved(tx, ask)
        sorting = _Sorting.of(tx)
        inside, outside = _in_window(tx, ask.window)
    tallies = [one for one in inside if sorting.wanted(one, asked)]
    left_out = [one for one in outside if sorting.wanted(one, asked)]
    rows = list(_rows(sorting, by, tallies))
    narrowed = (asked.place, asked.profile, asked.programme)
    about = [*(ref for ref in narrowed if ref), *([ask.window.label] if ask.window else [])]
    return Statement(
        title=", ".join(["Results", *about]),
        heads=_heads(by),
        rows=tuple(rows),
        notes=tuple(_notes(sorting, by, tallies, left_out, by_month=ask.window is not None)),
        total=None if "programme" in by or not rows else _total(sorting, by, tallies),
    )


def results_by_programme(tx: Transaction) -> dict[str, str]:
    """Each programme's results, the most numerous codes named; one in two counts in both.

    A programme nothing was done in isn't there; "of which" is left out.
    """
    sorting = _Sorting.of(tx)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for tally in activity_tallies(tx):
        if not sorting.coded(tally.code).of:
            for ref in tally.programmes:
                found[ref][tally.code] += tally.count
    return {
        ref: first_of([_said(sorting, *each) for each in counts.most_common()], _SHOWN)
        for ref, counts in found.items()
    }


def _resolved(tx: Transaction, ask: Ask) -> Ask:
    """What is asked with everything it names called by its ref."""
    refs = References(tx)
    return Ask(
        place=refs.known("place", ask.place) if ask.place else "",
        programme=refs.known("programme", ask.programme) if ask.programme else "",
        profile=refs.known("profile", ask.profile) if ask.profile else "",
    )


def _in_window(
    tx: Transaction, window: Window | None
) -> tuple[list[ActivityTally], list[ActivityTally]]:
    """The tallies of a window, and those with days in it that belong to other months or more."""
    if window is None:
        return list(activity_tallies(tx)), []
    inside: list[ActivityTally] = []
    outside: list[ActivityTally] = []
    for tally in activity_tallies(tx, window.start, window.end):
        months = months_of(tally.at, tally.until)
        whole = months.first in window and months.last in window
        (inside if whole else outside).append(tally)
    return inside, outside


@dataclass(frozen=True)
class _Sorting:
    """What tallies are sorted by: places, what lies where, codes and programmes."""

    tree: PlaceTree
    of_profiles: Mapping[str, str | None]
    """Where each profile is: its one hotspot, else its area."""
    programmes: Mapping[str, Programme]
    own: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]
    """What every code is called now, in the list's order."""

    @classmethod
    def of(cls, tx: Transaction) -> _Sorting:
        """That of the casebook."""
        links = tx.load(ProfilePlace, role="target")
        targets = in_groups(links, lambda link: link.profile)
        alone = {ref: found[0].place for ref, found in targets.items() if len(found) == 1}
        profiles = tx.load(Profile)
        return cls(
            PlaceTree.of(tx),
            {profile.ref: alone.get(profile.ref, profile.area) for profile in profiles},
            {programme.ref: programme for programme in tx.load(Programme)},
            tx.setting("activity-groups", {}),
            {**CODE_LISTS["activity"], **tx.setting("codes", {}).get("activity", {})},
        )

    def coded(self, code: str) -> Coded:
        """The group of a code, the casebook's own codes too."""
        return coded(code, self.own)

    def place(self, tally: ActivityTally) -> str | None:
        """Where it was done: the place it names, else its profile's, else its programmes' one."""
        if tally.place or tally.profile:
            return tally.place or self.of_profiles.get(tally.profile or "")
        found = {self.programmes[ref].place for ref in tally.programmes if ref in self.programmes}
        return found.pop() if len(found) == 1 else None

    def district(self, ref: str | None) -> str | None:
        """The district a place lies in; the place itself where it lies in none."""
        found = self.tree.nearest(ref, "district") if ref else None
        return found.ref if found else ref

    def wanted(self, tally: ActivityTally, asked: Ask) -> bool:
        """Whether a tally belongs to what is asked about."""
        where = self.place(tally)
        chain = (where, *self.tree.above[where]) if where else ()
        return (
            (not asked.place or asked.place in chain)
            and (not asked.programme or asked.programme in tally.programmes)
            and (not asked.profile or asked.profile == tally.profile)
        )

    def keys(self, by: str, tally: ActivityTally) -> Sequence[Any]:
        """Which rows of a grouping a tally is part of: several only where by programme."""
        if by == "programme":
            return tally.programmes or (None,)
        if by == "month":
            return (months_of(tally.at, tally.until),)
        where = self.place(tally)
        return (self.district(where) if by == "district" else where,)

    def cells(self, by: str, key: Any) -> dict[str, Any]:
        """What a row says of the thing it stands for."""
        if by == "month":
            first, last = key.first, key.last
            month = str(first) if first == last else None
            return {"month": month, "from": str(first), "to": str(last), "when": key.label}
        known: Mapping[str, Any] = self.programmes if by == "programme" else self.tree.by_ref
        return {by: key, "name": known[key].name if key in known else _NOWHERE[by]}


def _rows(
    sorting: _Sorting, by: Sequence[str], tallies: Iterable[ActivityTally]
) -> Iterator[dict[str, Any]]:
    lead = [name for name in by if name not in ("code", "group")]
    found: dict[tuple[Any, ...], list[ActivityTally]] = defaultdict(list)
    named: dict[str, str] = {}
    for tally in sorted(tallies, key=lambda one: one.newest):
        named[tally.code] = tally.label
        for key in itertools.product(*(sorting.keys(name, tally) for name in lead)):
            found[key].append(tally)
    for key in sorted(found, key=none_last):
        said: dict[str, Any] = {}
        for name, part in zip(lead, key, strict=True):
            said |= sorting.cells(name, part)
        for row in _parted(sorting, by, _counted(found[key]), named):
            yield said | row


def _counted(tallies: Iterable[ActivityTally]) -> Counter[str]:
    """How many of each code, made from the activities that are read when they are asked for."""
    counts: Counter[str] = Counter()
    for code, of in in_groups(tallies, lambda one: one.code).items():
        counts[code] = MadeCount(sum(one.count for one in of), partial(activities_of, code, of))
    return counts


def _parted(
    sorting: _Sorting, by: Sequence[str], counts: Counter[str], named: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The rows of one key: by code, by group, or one row with a column for each group."""
    if "code" in by:
        yield from _by_code(sorting, counts, named)
        return
    if "group" in by:
        for name, own in _by_group(sorting, counts).items():
            if own:
                yield {"group": name, "results": _all_said(sorting, own), "codes": own}
    else:
        yield _in_words(sorting, counts)


def _by_group(sorting: _Sorting, counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Each group's counts by code, in the list's order, without what is "of which"."""
    listed = dict.fromkeys((*sorting.labels, *sorted(counts)))
    found: dict[str, dict[str, int]] = {name: {} for name in GROUPS}
    for code in listed:
        if code in counts and not sorting.coded(code).of:
            found[sorting.coded(code).group][code] = counts[code]
    return found


def _in_words(sorting: _Sorting, counts: Mapping[str, int]) -> dict[str, Any]:
    """A row that parts neither codes nor groups: every code's count, said under its group."""
    groups = _by_group(sorting, counts)
    said = {name: _all_said(sorting, own) or None for name, own in groups.items()}
    return {**said, "codes": {code: n for own in groups.values() for code, n in own.items()}}


def _all_said(sorting: _Sorting, counts: Mapping[str, int]) -> str:
    said = ", ".join(_said(sorting, code, count) for code, count in counts.items())
    return MadeWords(said, (one for one in counts.values() if isinstance(one, MadeCount)))


def _said(sorting: _Sorting, code: str, count: int) -> str:
    return f"{sorting.labels.get(code, code)} {count:,}"


def _by_code(
    sorting: _Sorting, counts: Counter[str], named: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """A row a code, group by group in the list's order, "of which" rows beneath theirs."""
    shown = set(counts) | {sorting.coded(code).of for code in counts} - {""}
    listed = [code for code in (*sorting.labels, *sorted(shown)) if code in shown]
    for code in sorted(
        dict.fromkeys(listed), key=lambda each: GROUPS.index(sorting.coded(each).group)
    ):
        if sorting.coded(code).of:
            continue
        yield _code_row(sorting, code, counts, named)
        for part in dict.fromkeys(listed):
            if sorting.coded(part).of == code:
                yield _code_row(sorting, part, counts, named)


def _code_row(
    sorting: _Sorting, code: str, counts: Counter[str], named: Mapping[str, str]
) -> dict[str, Any]:
    found = sorting.coded(code)
    label = named.get(code) or sorting.labels.get(code, code)
    return {
        "code": code,
        "label": label,
        "what": f"– of which {label}" if found.of else label,
        "group": found.group,
        "of": found.of or None,
        "count": counts[code],
    }


def _heads(by: Sequence[str]) -> tuple[Head, ...]:
    return heads_by(by if by[-1] in ("code", "group") else (*by, ""), _HEADS)


def _total(
    sorting: _Sorting, by: Sequence[str], tallies: Sequence[ActivityTally]
) -> dict[str, Any] | None:
    """What all rows come to, code by code; None where rows of several codes have one column."""
    counts = _counted(one for one in tallies if not sorting.coded(one.code).of)
    heads = _heads(by)
    if "code" not in by and "group" not in by:
        return total_row(heads, _in_words(sorting, counts))
    if len(counts) != 1:
        return None
    if "group" in by:
        return total_row(heads, {"results": _all_said(sorting, counts)})
    return total_row(heads, {"count": next(iter(counts.values()))})


def _notes(
    sorting: _Sorting,
    by: Sequence[str],
    tallies: Sequence[ActivityTally],
    left_out: Sequence[ActivityTally],
    *,
    by_month: bool,
) -> Iterator[str]:
    """What must be said beside the rows, a sentence each; of months where they part anything."""
    counted = [one for one in tallies if not sorting.coded(one.code).of]
    several = len({one.code for one in counted}) > 1
    if not tallies and not left_out:
        yield "Nothing is recorded here."
        return
    if "programme" in by:
        yield (
            "An activity stands in the row of every programme it belongs to, so the rows can't be "
            "added."
        )
    else:
        yield "Each activity is counted once, whatever it belongs to."
    if several:
        yield "Counts of unlike things are never added to one another."
    if len(counted) < len(tallies):
        yield "What is 'of which' another result is part of it and is added to nothing."
    yield from _too_many(sorting, tallies)
    if by_month or "month" in by:
        yield from _on_months(by, tallies, left_out)
    yield from _on_places(sorting, by, counted)
    yield from _on_labels(tallies)


def _too_many(sorting: _Sorting, tallies: Iterable[ActivityTally]) -> Iterator[str]:
    """Parts that are more than what they are part of."""
    counts: Counter[str] = Counter()
    for tally in tallies:
        counts[tally.code] += tally.count
    parts: Counter[str] = Counter()
    for code, count in counts.items():
        parts[sorting.coded(code).of] += count
    for code, count in parts.items():
        if code and count > counts[code]:
            yield (
                f"{sorting.labels.get(code, code)}: {counts[code]:,} recorded, but {count:,} 'of "
                "which' results that are part of them: some are missing or counted twice."
            )


def _on_months(
    by: Sequence[str], tallies: Sequence[ActivityTally], left_out: Sequence[ActivityTally]
) -> Iterator[str]:
    over = [
        one
        for one in (*tallies, *left_out)
        if one.until and Month.of(one.until) != Month.of(one.at)
    ]
    long = [one for one in over if len(months_of(one.at, one.until)) > 1]
    if len(over) > len(long):
        yield (
            f"A tally of up to {LONGEST_OF_A_MONTH} days that runs into the next month belongs to "
            "the month it began in."
        )
    if long and "month" in by:
        yield (
            f"A tally of more than {LONGEST_OF_A_MONTH} days stands in a row of its own: how it "
            "was spread over its months isn't known."
        )
    beyond = [one for one in long if one in left_out]
    if beyond:
        named = [
            f"{one.label} {one.count:,} ({days_in_words(one.at, one.until)})"
            for one in sorted(beyond, key=lambda one: (one.at, one.code))
        ]
        yield f"Not counted, because they run beyond these months: {first_of(named, 3)}."


def _on_places(
    sorting: _Sorting, by: Sequence[str], counted: Sequence[ActivityTally]
) -> Iterator[str]:
    derived = [one for one in counted if not one.place and sorting.place(one)]
    if derived:
        yield "What names no place of its own stands where its profile or programme does."
    own = {ref for one in counted if (ref := sorting.place(one))}
    around = sorted(own & {area for ref in own for area in sorting.tree.above[ref]})
    if "place" in by and around:
        yield (
            "A place's row holds what names the place itself, not what lies in it: "
            f"{', '.join(around)} hold{'s' * (len(around) == 1)} others."
        )
    if "district" in by:
        districts = {ref: sorting.tree.by_ref[sorting.district(ref) or ref] for ref in own}
        outside = sorted(ref for ref, found in districts.items() if found.kind != "district")
        if outside:
            yield f"In no district, and so standing as themselves: {', '.join(outside)}."


def _on_labels(tallies: Iterable[ActivityTally]) -> Iterator[str]:
    """Codes whose records were given different labels."""
    labels: dict[str, dict[str, None]] = defaultdict(dict)
    for tally in sorted(tallies, key=lambda one: one.newest):
        labels[tally.code].pop(tally.label, None)
        labels[tally.code][tally.label] = None
    for code, found in labels.items():
        if len(found) > 1:
            *earlier, now = (f"'{label}'" for label in found)
            yield f"{now} ({code}) was recorded as {' and '.join(earlier)} before."
