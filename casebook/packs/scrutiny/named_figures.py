"""The figures of the casebook that a piece of evidence names, each with what it stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from casebook.core import wording
from casebook.core.months import Window
from casebook.figures import sentences
from casebook.figures.compared import TypeChange
from casebook.packs.chapters.parts import PackScope, StatementRow
from casebook.packs.chapters.phases import PHASED, PhasedProgramme, compared, phased_programmes

YEAR = 12


@dataclass(frozen=True)
class NamedFigure:
    """A figure, where and when it is of, and what it is set beside."""

    what: str
    where: str
    period: str
    value: str
    beside: str = ""


def names(text: str, name: str) -> bool:
    """Whether a text has a name in it as whole words, in any case.

    >>> names("Counts of vehicle crime over a year", "Vehicle crime"), names("drugstore", "Drugs")
    (True, False)
    """
    parts = r"\W+".join(map(re.escape, re.findall(r"\w+", name)))
    return bool(parts) and re.search(rf"(?<!\w){parts}(?!\w)", text, re.IGNORECASE) is not None


@dataclass(frozen=True)
class FigureFinder:
    """Finds the figures that texts name; what all texts share is worked out once."""

    scope: PackScope

    def named_in(self, text: str) -> tuple[NamedFigure, ...]:
        """Every figure that the text names, each once."""
        found = (
            *self._counts(text),
            *self._phases(text),
            *self._indicators(text),
            *self._funds(text),
            *self._registers(text),
        )
        return tuple(dict.fromkeys(found))

    @cached_property
    def _year(self) -> Window:
        last = self.scope.month
        return Window(last + (1 - YEAR), last)

    @cached_property
    def _groups(self) -> Mapping[str, TypeChange]:
        """Every count group by its title, over a year against the year before."""
        from casebook.incidents.count_groups import count_groups

        groups = tuple(dict.fromkeys(each.group.name for each in count_groups(self.scope.book)))
        year = self._year
        found = compared(self.scope, self.scope.place, year, year.year_before, groups)
        return {row.type: row for row in found.rows}

    def _counts(self, text: str) -> Iterator[NamedFigure]:
        small = self.scope.book.settings.small_base
        named = [title for title in self._groups if names(text, title)]
        for title in named:
            if any(title != other and names(other, title) for other in named):
                continue  # of "serious violence" only the longer name is meant
            row = self._groups[title]
            change = sentences.change(row.count_against, row.count, small)
            yield NamedFigure(
                title,
                self.scope.where or "the force",
                f"{self._year.label}, against {self._year.year_before.label}",
                change,
                sentences.verdict(row.reads),
            )

    @cached_property
    def _programmes(self) -> tuple[PhasedProgramme, ...]:
        return phased_programmes(self.scope)

    def _phases(self, text: str) -> Iterator[NamedFigure]:
        kind = wording.label_of("programme-kind", PHASED)
        small = self.scope.book.settings.small_base
        for programme in self._programmes:
            own = programme.file.programme
            if programme.by_type is None or not any(
                names(text, word) for word in (own.ref, own.name, kind)
            ):
                continue
            before, after = programme.by_type.heads[1].label, programme.by_type.heads[2].label
            for row in programme.by_type.rows:
                yield NamedFigure(
                    f"{row['what']}, {own.name}",
                    self.scope.tree.by_ref[own.place].name if own.place else "",
                    f"{after}, against {before}",
                    sentences.change(row["before"], row["after"], small),
                    row["reads"],
                )

    @cached_property
    def _standing(self) -> tuple[StatementRow, ...]:
        return self.scope.state("indicator", "standing").rows

    def _indicators(self, text: str) -> Iterator[NamedFigure]:
        for row in self._standing:
            if row["value"] is None or not (names(text, row["name"]) or names(text, row["ref"])):
                continue
            beside = ""
            if row.get("earlier") is not None:
                beside = f"{wording.number(row['earlier'])} ({row['earlier_period']})"
            yield NamedFigure(
                row["name"],
                row["place"] or self.scope.where,
                row["period"],
                wording.number(row["value"]),
                beside,
            )

    def _funds(self, text: str) -> Iterator[NamedFigure]:
        for row in self.scope.state("fund", "list").rows:
            if names(text, row["ref"]) or names(text, row["name"]):
                yield NamedFigure(
                    f"Spent of {row['name']}",
                    self.scope.book.settings.force_name,
                    f"to {wording.day(self.scope.today)}",
                    wording.money(row["spent"]),
                    f"budget {wording.money(row['budget'])}" if row["budget"] is not None else "",
                )

    def _registers(self, text: str) -> Iterator[NamedFigure]:
        """Abstraction, queries and named officers, by the words people use for them."""
        scope, window = self.scope, self.scope.window
        where = scope.where or "the force"
        if re.search(r"\babstract", text, re.IGNORECASE):
            rate = scope.state("abstraction", "rate", by="district", window=window)
            whole = rate.total or next(iter(rate.rows), None)
            if whole is not None and whole["counted_hours"] is not None:
                share = whole["percent"]
                said = wording.percent(share, 1) if share is not None else whole["why"] or "–"
                hours = f"{wording.hours(whole['counted_hours'])} officer-hours"
                yield NamedFigure("Abstraction", where, window.label, hours, said)
        if re.search(r"\b72.hours?\b|\bquer(y|ies)\b", text, re.IGNORECASE):
            clock = scope.state("query", "clock", window=window)
            whole = clock.total or next(iter(clock.rows), None)
            if whole is not None:
                share = wording.percent(whole["share"]) if whole["share"] is not None else ""
                yield NamedFigure(
                    "Queries answered within 72 hours",
                    where,
                    window.label,
                    whole["in_words"] or "–",
                    share,
                )
        if re.search(r"\bnamed officers?\b|\bpriorit(y|ies)\b", text, re.IGNORECASE):
            total = scope.state("priority", "current").total
            if total is not None:
                day = wording.day(scope.today)
                for what, key in (
                    ("Wards with a named officer", "with_officer"),
                    ("Wards with an up-to-date priority", "up_to_date"),
                ):
                    value = f"{total[key]:,} of {total['wards']:,}"
                    yield NamedFigure(what, where, f"on {day}", value)
