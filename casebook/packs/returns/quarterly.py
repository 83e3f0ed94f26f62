"""A quarter's return: a template's cells filled from the figures, the results and the money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook import __version__
from casebook.core import wording
from casebook.core.english import counted, first_of
from casebook.core.errors import BadValue, NotFound
from casebook.core.months import Quarter
from casebook.core.rounding import added
from casebook.core.statement import Ask
from casebook.figures.figure import Figure
from casebook.packs.facts import plain_text
from casebook.packs.returns.template import ReturnColumn, ReturnSheet, ReturnTemplate

if TYPE_CHECKING:
    from casebook.book.code_lists import Code
    from casebook.book.opening import Book
    from casebook.figures.table import FigureTable
    from casebook.registers.statements.spent_at import SpentAt

Cell = str | int | float | None
"""What a cell holds; None is missing, never zero."""
EVERY_FUND = "all"


@dataclass(frozen=True)
class FilledSheet:
    """A sheet of the return with its cells."""

    name: str
    headings: tuple[str, ...]
    forms: tuple[str, ...]
    """Of each column: text, count, hours or money."""
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...]
    """All hotspots together."""


@dataclass(frozen=True)
class QuarterlyReturn:
    """A whole return, in plain values."""

    template: ReturnTemplate
    quarter: Quarter
    force: str
    marking: str
    synthetic: str
    made_on: date
    sheets: tuple[FilledSheet, ...]
    notes: tuple[str, ...]
    """What each figure means, where it ends and what isn't in it, a sentence each."""
    record: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is, of which quarter."""
        return f"{self.template.title}, {self.quarter} ({self.quarter.window.label})"

    def encode(self) -> dict[str, Any]:
        """As JSON: a sheet is a list of rows by heading, and the total apart."""
        return {
            "return": self.template.name,
            "version": self.template.version,
            "title": self.template.title,
            "quarter": self.quarter.code,
            "from": str(self.quarter.window.first),
            "to": str(self.quarter.window.last),
            "force": self.force,
            "marking": self.marking,
            "synthetic": self.synthetic,
            "made_on": str(self.made_on),
            "sheets": [
                {
                    "name": sheet.name,
                    "rows": [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows],
                    "total": dict(zip(sheet.headings, sheet.total, strict=True)),
                }
                for sheet in self.sheets
            ],
            "notes": list(self.notes),
            "record": list(self.record),
        }


def quarterly_return(book: Book, quarter: Quarter, template: ReturnTemplate) -> QuarterlyReturn:
    """The return of ``quarter``, filled from the casebook.

    Figures are those of ``casebook figures``, results those of ``casebook activity total --by
    place,code``. Raises :class:`NotAllowed`; :class:`BadValue` for a quarter of which nothing is
    loaded or a casebook without hotspots, :class:`NotFound` for a code or fund there isn't.
    """
    book.require("export")
    sources = _read(book, quarter)
    sheets = tuple(_filled(sources, sheet) for sheet in template.sheets)
    return QuarterlyReturn(
        template,
        quarter,
        book.settings.force_name,
        book.settings.marking,
        book.settings.synthetic,
        book.today,
        sheets,
        tuple(dict.fromkeys(_notes(book, sources, quarter, template))),
        (
            f"Template {template.name}, version {template.version}.",
            f"Head of the record: {book.head()}",
            f"Made with Casebook {__version__} on {wording.day(book.today)}.",
        ),
    )


@dataclass(frozen=True)
class _Sources:
    """All that cells are taken from."""

    hotspots: FigureTable
    months: FigureTable
    together: Figure
    districts: Mapping[str, str]
    """What the district of each hotspot is called."""
    codes: Sequence[Code]
    """The activities as this force calls them, in the list's order."""
    results: Mapping[tuple[str, str], int] | None
    """By place and code; None where nothing at all is recorded in the quarter."""
    spends: Sequence[SpentAt]
    funds: Mapping[str, frozenset[str]]
    """Every fund and line, with all under it."""
    result_notes: tuple[str, ...] = field(default=())


def refuse_no_hotspots(book: Book, quarter: Quarter) -> None:
    """Raise :class:`BadValue` where no hotspot was live in the quarter: there'd be no row."""
    from casebook.places.hotspots import list_places

    window = quarter.window
    if not any(p.live_in(window.start, window.end) for p in list_places(book, "hotspot")):
        raise BadValue(
            f"No hotspot was live in {window.label}, so the return has no row: import hotspots "
            "first."
        )


def _read(book: Book, quarter: Quarter) -> _Sources:
    from casebook.book.code_lists import code_list
    from casebook.figures.loaded import refuse_unloaded
    from casebook.figures.table import figures
    from casebook.places.tree import PlaceTree
    from casebook.registers.fund import Fund
    from casebook.registers.statements.every import state
    from casebook.registers.statements.spent_at import fund_with_lines, spends_at

    window = quarter.window
    refuse_unloaded(book, window)
    refuse_no_hotspots(book, quarter)
    hotspots = figures(book, window)
    done = state(book, "activity", "total", Ask(window=window, by="place,code"))
    with book.store.reading() as tx:
        tree = PlaceTree.of(tx)
        spends = spends_at(tx, window)
        funds = {fund.ref: frozenset(fund_with_lines(tx, fund.ref)) for fund in tx.load(Fund)}
    districts = {
        row.hotspot: plain_text(place.name or place.ref)
        for row in hotspots.rows
        if row.hotspot and (place := tree.nearest(row.hotspot, "district"))
    }
    counts = {(row["place"], row["code"]): row["count"] for row in done.rows if row["place"]}
    return _Sources(
        hotspots,
        figures(book, window, by=("force", "month")),
        figures(book, window, by=("force",)).rows[0],
        districts,
        code_list(book, "activity").codes,
        counts if done.rows else None,
        spends,
        funds,
        done.notes,
    )


def _filled(sources: _Sources, sheet: ReturnSheet) -> FilledSheet:
    columns = tuple(_every_column(sources, sheet))
    _refuse_alike(sheet, columns)
    table = sources.hotspots if sheet.rows == "hotspot" else sources.months
    rows = tuple(tuple(_cell(sources, one, row) for one in columns) for row in table.rows)
    total = tuple(_total(sources, one, table.rows) for one in columns)
    return FilledSheet(
        sheet.name,
        tuple(one.heading for one in columns),
        tuple(map(_form, columns)),
        rows,
        _called(columns, total),
    )


def _every_column(sources: _Sources, sheet: ReturnSheet) -> Iterator[ReturnColumn]:
    """The columns, a group of results as a column for each of its codes."""
    known = {one.code: one for one in sources.codes}
    for column in sheet.columns:
        if column.source == "results":
            yield from (
                ReturnColumn(_labelled(one), "result", one.code)
                for one in sources.codes
                if one.group == column.name
            )
        elif column.source == "result" and column.name not in known:
            raise NotFound("activity", column.name)
        elif column.source == "spend" and column.name not in (EVERY_FUND, *sources.funds):
            raise NotFound("fund", column.name)
        else:
            yield column


def _labelled(code: Code) -> str:
    return f"– of which {plain_text(code.label)}" if code.of else plain_text(code.label)


def _refuse_alike(sheet: ReturnSheet, columns: Sequence[ReturnColumn]) -> None:
    seen: set[str] = set()
    for column in columns:
        if column.heading in seen:
            raise BadValue(
                f"Sheet '{sheet.name}' would have two columns '{column.heading}': a code of the "
                "activities is called as another column is."
            )
        seen.add(column.heading)


def _cell(sources: _Sources, column: ReturnColumn, row: Figure) -> Cell:
    ref = row.hotspot or ""
    if column.source == "figure":
        found: Cell = getattr(row, column.name)
        return found
    if column.source == "result":
        return None if sources.results is None else sources.results.get((ref, column.name), 0)
    if column.source == "spend":
        return _spent(sources, column.name, {ref})
    texts = {
        "ref": ref,
        "name": plain_text(row.name),
        "district": sources.districts.get(ref),
        "month": str(row.month) if row.month else None,
    }
    return texts[column.name] or None


def _total(sources: _Sources, column: ReturnColumn, rows: Sequence[Figure]) -> Cell:
    if column.source == "text":
        return None
    if column.source == "figure":
        found: Cell = getattr(sources.together, column.name)
        return found
    if column.source == "spend":
        return _spent(sources, column.name, {row.hotspot or "" for row in rows})
    if sources.results is None:
        return None
    return sum(sources.results.get((row.hotspot or "", column.name), 0) for row in rows)


def _spent(sources: _Sources, fund: str, places: Iterable[str]) -> float | None:
    """What was spent at ``places``; None where nothing at all is booked in the quarter."""
    own = [
        one for one in sources.spends if fund == EVERY_FUND or one.spend.fund in sources.funds[fund]
    ]
    if not own:
        return None
    there = set(places)
    return added(one.spend.amount for one in own if one.place in there)


def _called(columns: Sequence[ReturnColumn], total: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The total with its name in the first column of text."""
    first = next((at for at, one in enumerate(columns) if one.source == "text"), None)
    return tuple("All hotspots" if at == first else cell for at, cell in enumerate(total))


def _form(column: ReturnColumn) -> str:
    if column.source == "figure":
        return "hours" if "hours" in column.name else "number"
    return {"text": "text", "spend": "money"}.get(column.source, "number")


def _notes(
    book: Book, sources: _Sources, quarter: Quarter, template: ReturnTemplate
) -> Iterator[str]:
    window = quarter.window
    used = {column.source for sheet in template.sheets for column in sheet.columns}
    yield from template.says
    yield "– is missing, never zero: nothing is loaded or known there."
    if book.today <= window.end:
        yield f"The quarter isn't over: figures as held on {wording.day(book.today)}."
    coverage = sources.together.coverage
    yield f"Hours and patrols: {coverage or 'nothing delivered is loaded'}."
    known_to = sources.together.covered_to
    if known_to is not None and known_to < window.end:
        yield (
            f"After {wording.day(known_to)} they aren't known from every source, so those of the "
            "quarter are short."
        )
    yield (
        "A patrol is one unit's presence, counted on the day it begins, by who pays for it. "
        "Officer-hours add over staff; patrol-hours are time with anyone there."
    )
    if used & {"result", "results"}:
        yield "Results are those recorded at the hotspot itself; 0 means that none is recorded."
        yield from sources.result_notes
    if "spend" in used:
        yield from _on_money(sources, window.label)
    for table in (sources.hotspots, sources.months):
        yield from (*table.notes, *(f"{one}." for one in table.sources), *table.definitions)


def _on_money(sources: _Sources, when: str) -> Iterator[str]:
    refs = {row.hotspot for row in sources.hotspots.rows}
    away = [one for one in sources.spends if one.place not in refs]
    if not sources.spends:
        yield f"No spend is booked in {when}."
        return
    yield "Spends are those dated in the quarter; bids and commitments aren't spent."
    if away:
        pounds = wording.money(added(one.spend.amount for one in away))
        lines = first_of(sorted({one.spend.fund for one in away}), 3)
        yield (
            f"Not in these rows: {pounds} of {counted(len(away), 'spend')} that "
            f"{'name' if len(away) > 1 else 'names'} no one hotspot of the return, on {lines}."
        )
