"""Bringing areas in from a table without shapes: what they lie in, group and are called."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Unpack

from casebook.book.importing import How, Importer, ImportTally, Planned, bring_in
from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import looks_personal
from casebook.core.english import a_or_an, counted
from casebook.core.errors import BadValue, CasebookError, NotFound, PersonalDataFound
from casebook.files.sheet import Heading, LacksColumns, Sheet
from casebook.files.tabular import distinct, find_columns, sheets
from casebook.places import queries as places
from casebook.places.areas import called_by_ref
from casebook.places.import_rows import choose_columns
from casebook.places.place import AREA_KINDS, Place, bad_ref, check_area
from casebook.places.ref_columns import could_be_refs
from casebook.store.report import ImportReport
from casebook.store.transaction import Transaction

TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"})
"""How names of files end that hold a table and no shapes."""


def import_area_table(
    book: Book,
    path: Path,
    *,
    kind: str = "",
    columns: Mapping[str, str | None] | None = None,
    **how: Unpack[How],
) -> ImportReport:
    """Add or change areas from a CSV or spreadsheet: ref, name, kind, parent, aliases, …, groups.

    ``kind`` stands for a row that says none; ``columns`` names those of ref, name and parent where
    they aren't called so. What a row leaves blank of a known area stays; several aliases or groups
    are parted by semicolons. Wider areas are taken first, so rows may come in any order. A file
    that changes nothing writes nothing.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown kind.
    """
    if kind and kind not in AREA_KINDS:
        raise BadValue(f"Kind takes one of {', '.join(AREA_KINDS)}, not '{kind}'.", field="kind")
    return bring_in(_AreaTable(book, [path], how, kind, columns or {}))


@dataclass(frozen=True)
class _AreaTable(Importer[tuple[Sheet, ...]]):
    """A table of areas."""

    of_kind: str
    """The kind of a row that says none."""
    named: Mapping[str, str | None]
    """What the columns of ref, name and parent are called, where somebody said."""

    @property
    def kind(self) -> str:
        return "areas"

    @property
    def asked(self) -> Mapping[str, str]:
        return {"kind": self.of_kind}

    def tables(self) -> _TablesOfAreas:
        return _TablesOfAreas(self.named.get("ref"))

    def read(self) -> tuple[Sheet, ...]:
        choose = self.tables().choose
        found = sheets(self.paths, choose=choose, tabs=self.tabs, progress=self.progress)
        return tuple(found)

    def plan(self, tx: Transaction, given: tuple[Sheet, ...]) -> Planned:
        """What becomes of each area; they are written already, for later rows may lie in them."""
        incoming = _AreaImport(self.book, tx, self.of_kind)
        for sheet in given:
            incoming.open(sheet, self.named)
        incoming.take()
        report = incoming.report()
        changes = report.added or report.updated
        rules = {"columns": incoming.tally.columns}
        return Planned(report, (lambda _load: report) if changes else None, self.name, rules)


@dataclass(frozen=True)
class _TablesOfAreas:
    """Chooses the tables that have refs, with all their columns."""

    ref: str | None
    """The column of the refs, where somebody said."""
    of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def choose(self, heading: Heading) -> Sequence[str]:
        named = [name.casefold() for name in heading.names]
        if not (self.ref.casefold() in named if self.ref else could_be_refs(heading.names)):
            raise LacksColumns(heading, "refs", "Name one with --ref.")
        return heading.names


@dataclass(frozen=True)
class _AreaRow:
    """One row's cells, each on one line, by field."""

    file: str
    number: int
    cells: Mapping[str, str]

    def several(self, name: str) -> tuple[str, ...]:
        """The parts of a cell that holds several."""
        parts = (part.strip() for part in self.cells.get(name, "").split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))


@dataclass
class _AreaImport:
    """The import of a file's rows, inside one transaction."""

    book: Book
    tx: Transaction
    kind: str
    tally: ImportTally = field(default_factory=ImportTally)
    _rows: list[_AreaRow] = field(default_factory=list)
    _new: list[Place] = field(default_factory=list)
    _changed: int = 0
    _unchanged: int = 0

    def open(self, sheet: Sheet, asked: Mapping[str, str | None]) -> None:
        """Take up the rows of a sheet."""
        texts = list(_texts(sheet))
        chosen = choose_columns(
            sheet.file,
            sheet.names,
            texts,
            ref=asked.get("ref"),
            name=asked.get("name"),
            parent=asked.get("parent"),
            apart=False,
        )
        own = find_columns(sheet.heading, {"kind": ("kind",), "groups": ("groups", "made of")})
        found = {"ref": chosen.ref, "name": chosen.name, "parent": chosen.parent}
        found |= {"aliases": chosen.aliases, "officer": chosen.officer}
        columns = {name: column for name, column in found.items() if column} | own
        self.tally.notes += chosen.notes
        self.tally.open(sheet, columns, "an area")
        for at, row in enumerate(texts):
            cells = {name: row[column] for name, column in columns.items()}
            self._rows.append(_AreaRow(sheet.file, sheet.row(at), cells))

    def take(self) -> None:
        """Write what the rows say, the widest areas first."""
        sorted_out: dict[str, list[_AreaRow]] = {kind: [] for kind in AREA_KINDS}
        seen: dict[str, int] = {}
        for row in self._rows:
            ref, kind = row.cells["ref"], row.cells.get("kind", "").casefold() or self.kind
            fault = bad_ref(ref)
            if not fault and ref in seen:
                fault = f"Its ref is row {seen[ref]}'s already: give it its own."
            if fault:
                self._reject(row, BadValue(fault, field="ref"))
            elif kind not in AREA_KINDS:
                said = f", not '{kind}'" if kind else ": give the column or --kind"
                fault = f"Kind takes one of {', '.join(AREA_KINDS)}{said}."
                self._reject(row, BadValue(fault, field="kind"))
            else:
                seen[ref] = row.number
                sorted_out[kind].append(row)
        for kind, rows in sorted_out.items():
            if rows:
                self._take_kind(kind, rows)

    def report(self) -> ImportReport:
        """What was done."""
        bare = sum(not area.groups for area in self._new)
        drawn = counted(bare, "new area has", "new areas have")
        drawn += " no outline: import polygons to count what lies in them."
        return self.tally.report(
            added=len(self._new),
            updated=self._changed,
            unchanged=self._unchanged,
            notes=(*self.tally.notes, *((drawn,) if bare else ())),
        )

    def _take_kind(self, kind: str, rows: list[_AreaRow]) -> None:
        known = {place.ref: place for place in self.tx.load(Place)}
        refs = References(self.tx)
        new: list[Place] = []
        changed: list[tuple[Place, Place]] = []
        for row in rows:
            before = known.get(row.cells["ref"])
            try:
                after = self._area(row, kind, before, refs, known)
            except (BadValue, NotFound, PersonalDataFound) as error:
                self._reject(row, error)
                continue
            known[after.ref] = after
            if before is None:
                new.append(after)
            elif after != before:
                changed.append((before, after))
            else:
                self._unchanged += 1
        places.add_places(self.tx, new)
        places.change_places(self.tx, changed)
        self._new += new
        self._changed += len(changed)

    def _area(
        self,
        row: _AreaRow,
        kind: str,
        before: Place | None,
        refs: References,
        known: Mapping[str, Place],
    ) -> Place:
        """The area as the row leaves it; raises what names the field at fault."""
        if before is not None and before.kind != kind:
            raise BadValue(
                f"{before.ref} is the ref of {a_or_an(before.kind)} already.", field="ref"
            )
        base = before or Place(row.cells["ref"], kind)
        after = dataclasses.replace(
            base,
            name=row.cells.get("name") or base.name,
            parent=row.cells.get("parent") or base.parent,
            officer=row.cells.get("officer") or base.officer,
            aliases=row.several("aliases") or base.aliases,
            groups=row.several("groups") or base.groups,
        )
        after = called_by_ref(refs, after)
        check_area(after, known, before)
        found = looks_personal(self.tx, before, after)
        if found and not self.book.personal_because:
            raise PersonalDataFound(found)
        return after

    def _reject(self, row: _AreaRow, error: CasebookError) -> None:
        self.tally.reject(row.file, row.number, error)


def _texts(sheet: Sheet) -> Iterator[dict[str, str]]:
    """Each row's cells by column, each on one line."""
    cells = {name: distinct(sheet.table[name]) for name in sheet.names}
    for at in range(sheet.table.num_rows):
        row = {name: values[int(found[at])] for name, (values, found) in cells.items()}
        yield {name: " ".join(text.split()) for name, text in row.items()}
