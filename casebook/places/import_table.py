"""Bringing areas in from a table without shapes: what they lie in, group and are called."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.book.writing import looks_personal
from casebook.core.english import a_or_an, counted
from casebook.core.errors import (
    BadFile,
    BadValue,
    NotFound,
    PersonalDataFound,
    Rejection,
)
from casebook.core.report import ImportReport, Progress, silent
from casebook.files.sheet import Sheet
from casebook.files.tabular import distinct, find_columns, sha256_of, sheets
from casebook.places import queries as places
from casebook.places.areas import called_by_ref
from casebook.places.import_rows import choose_columns
from casebook.places.place import AREA_KINDS, Place, bad_ref, check_area
from casebook.store import loads, records
from casebook.store.engine import Connection

TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"})
"""How names of files end that hold a table and no shapes."""

_LABELS = {"Kind": "kind", "Lies in": "parent", "Also called": "aliases", "Groups": "groups"}
_LABELS |= {"Named officer": "officer", "Name": "name", "Ref": "ref"}


def import_area_table(
    book: Book,
    path: Path,
    *,
    kind: str = "",
    columns: Mapping[str, str | None] | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Add or change areas from a CSV or spreadsheet: ref, name, kind, parent, aliases, …, groups.

    ``kind`` stands for a row that says none; ``columns`` names those of ref, name and parent where
    they aren't called so. What a row leaves blank of a known area stays; several aliases or groups
    are parted by semicolons. Wider areas are taken first, so rows may come in any order. A file
    that changes nothing writes nothing.

    Raises :class:`BadFile` for a file with nothing usable, or with ``strict`` for one bad row;
    :class:`BadValue` for an unknown kind.
    """
    book.require("import")
    if kind and kind not in AREA_KINDS:
        raise BadValue(f"Kind takes one of {', '.join(AREA_KINDS)}, not '{kind}'.")
    given = tuple(sheets([path], progress=progress))
    with book.store.writing() as conn:
        taking = _Taking(book, conn, kind)
        for sheet in given:
            taking.read(sheet, columns or {})
        taking.take()
        report = taking.report()
        _refuse(path.name, report, strict=strict)
        if report.added or report.updated:
            load = loads.start_load(
                conn,
                book.author,
                kind="areas",
                source=path.name,
                file=path.name,
                sha256=sha256_of([path]),
                rules={"kind": kind, "columns": taking.columns},
            )
            loads.finish_load(conn, book.author, load, report)
        if dry_run:
            conn.rollback()
    return report


def _refuse(file: str, report: ImportReport, *, strict: bool) -> None:
    """Raise :class:`BadFile` where no row can be taken, or none may be bad."""
    taken = report.added + report.updated + report.unchanged
    if not report.rejections or (taken and not strict):
        return
    bad = report.rejections[0]
    first = f"The first, row {bad.row}: {bad.why}"
    if not taken:
        raise BadFile(f"{file} has no row that can be taken. {first}")
    raise BadFile(
        f"{report.rejected} of {report.read} rows in {file} can't be taken, and with --strict "
        f"none is. {first}"
    )


@dataclass(frozen=True)
class _Row:
    """One row's cells, each on one line, by field."""

    file: str
    number: int
    cells: Mapping[str, str]

    def several(self, name: str) -> tuple[str, ...]:
        """The parts of a cell that holds several."""
        parts = (part.strip() for part in self.cells.get(name, "").split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))


@dataclass
class _Taking:
    """The rows of a file on their way in, inside one transaction."""

    book: Book
    conn: Connection
    kind: str
    columns: dict[str, str] = field(default_factory=dict)
    _rows: list[_Row] = field(default_factory=list)
    _read: int = 0
    _new: list[Place] = field(default_factory=list)
    _changed: int = 0
    _unchanged: int = 0
    _rejections: list[Rejection] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)

    def read(self, sheet: Sheet, asked: Mapping[str, str | None]) -> None:
        """Take up the rows of a sheet."""
        texts = list(_texts(sheet))
        chosen = choose_columns(
            sheet.file,
            sheet.names,
            texts,
            ref=asked.get("ref"),
            name=asked.get("name"),
            parent=asked.get("parent"),
        )
        own = find_columns(sheet, {"kind": ("kind",), "groups": ("groups", "made of")}, {})
        found = {"ref": chosen.ref, "name": chosen.name, "parent": chosen.parent}
        found |= {"aliases": chosen.aliases, "officer": chosen.officer}
        self.columns |= {name: column for name, column in found.items() if column} | own
        self._notes += [*chosen.notes, *sheet.notes]
        left = [name for name in sheet.names if name not in self.columns.values()]
        if left:
            self._notes.append(f"Left out, being no field of an area: {', '.join(left)}.")
        self._read += len(texts) + len(sheet.rejections)
        self._rejections += sheet.rejections
        for at, row in enumerate(texts):
            cells = {name: row[column] for name, column in self.columns.items()}
            self._rows.append(_Row(sheet.file, sheet.row(at), cells))

    def take(self) -> None:
        """Write what the rows say, the widest areas first."""
        sorted_out: dict[str, list[_Row]] = {kind: [] for kind in AREA_KINDS}
        seen: dict[str, int] = {}
        for row in self._rows:
            ref, kind = row.cells["ref"], row.cells.get("kind", "").casefold() or self.kind
            why = bad_ref(ref)
            if not why and ref in seen:
                why = f"Its ref is row {seen[ref]}'s already: give it its own."
            if why:
                self._reject(row, "ref", why)
            elif kind not in AREA_KINDS:
                said = f", not '{kind}'" if kind else ": give the column or --kind"
                self._reject(row, "kind", f"Kind takes one of {', '.join(AREA_KINDS)}{said}.")
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
        return ImportReport(
            read=self._read,
            added=len(self._new),
            updated=self._changed,
            unchanged=self._unchanged,
            rejections=tuple(sorted(self._rejections, key=lambda bad: bad.row or 0)),
            notes=(*self._notes, *((drawn,) if bare else ())),
        )

    def _take_kind(self, kind: str, rows: list[_Row]) -> None:
        known = {place.ref: place for place in records.load(self.conn, Place)}
        refs = References(self.conn)
        new: list[Place] = []
        changed: list[tuple[Place, Place]] = []
        for row in rows:
            before = known.get(row.cells["ref"])
            after = self._area(row, kind, before, refs, known)
            if after is None:
                continue
            known[after.ref] = after
            if before is None:
                new.append(after)
            elif after != before:
                changed.append((before, after))
            else:
                self._unchanged += 1
        places.add_places(self.conn, new)
        places.change_places(self.conn, changed)
        self._new += new
        self._changed += len(changed)

    def _area(
        self,
        row: _Row,
        kind: str,
        before: Place | None,
        refs: References,
        known: Mapping[str, Place],
    ) -> Place | None:
        """The area as the row leaves it, or None where it can't be taken."""
        if before is not None and before.kind != kind:
            self._reject(row, "ref", f"{before.ref} is the ref of {a_or_an(before.kind)} already.")
            return None
        base = before or Place(row.cells["ref"], kind)
        after = dataclasses.replace(
            base,
            name=row.cells.get("name") or base.name,
            parent=row.cells.get("parent") or base.parent,
            officer=row.cells.get("officer") or base.officer,
            aliases=row.several("aliases") or base.aliases,
            groups=row.several("groups") or base.groups,
        )
        try:
            after = called_by_ref(refs, after)
        except (NotFound, BadValue) as error:
            parents = (after.parent,) if after.parent else ()
            at = "parent" if self._unknown(refs, parents) else "groups"
            self._reject(row, at, str(error))
            return None
        try:
            check_area(after, known, before)
            found = looks_personal(self.conn, before, after)
        except BadValue as error:
            label = next(label for label in _LABELS if str(error).startswith(label))
            self._reject(row, _LABELS[label], str(error))
            return None
        if found and not self.book.personal_because:
            self._reject(row, _LABELS[found[0].field], str(PersonalDataFound(found)))
            return None
        return after

    def _unknown(self, refs: References, given: tuple[str, ...]) -> bool:
        try:
            return not all(refs.known("place", ref) for ref in given)
        except (NotFound, BadValue):
            return True

    def _reject(self, row: _Row, name: str, why: str) -> None:
        self._rejections.append(Rejection(row.file, row.number, self.columns.get(name), why))


def _texts(sheet: Sheet) -> Iterator[dict[str, str]]:
    """Each row's cells by column, each on one line without control characters."""
    cells = {name: distinct(sheet.table[name]) for name in sheet.names}
    for at in range(sheet.table.num_rows):
        yield {name: _plain(values[int(found[at])]) for name, (values, found) in cells.items()}


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
