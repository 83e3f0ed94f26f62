"""What became of every table of the files that were read, so that nothing is left out unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from casebook.core.english import counted, first_of, listed
from casebook.core.errors import BadFile
from casebook.files.sheet import LacksColumns, Sheet, Skipped, names_of
from geo.unpacking import is_packed

_LISTED = 8
_COLUMNS_LISTED = 30


@dataclass(frozen=True)
class _TableRead:
    """A table that was read."""

    given: str
    """The file or folder that was asked for and holds it."""
    file: str
    tab: str
    rows: int
    unread: tuple[str, ...]


@dataclass
class ReadingAccount:
    """The tables of files as they are read, one after another."""

    left_out: Sequence[str] = ()
    """Files of an archive or folder that hold no table."""
    asked: Sequence[str] = ()
    """The tabs that were asked for; none where all were."""
    _given: dict[str, int] = field(default_factory=dict)
    """For each path how many tables an import had a use for, or speaks of itself."""
    _read: list[_TableRead] = field(default_factory=list)
    _skipped: list[tuple[str, Skipped]] = field(default_factory=list)
    _used: int = 0

    def add(self, given: str, table: Sheet | Skipped | None) -> None:
        """Count in a table of the path ``given``."""
        self._given.setdefault(given, 0)
        if isinstance(table, Sheet) and table.goes_on:
            self._used += table.held
            self._read[-1] = replace(self._read[-1], rows=self._read[-1].rows + table.held)
            return
        if isinstance(table, Skipped):
            self._skipped.append((given, table))
            return
        self._given[given] += 1
        self._used += 1
        if table is not None:
            self._used += table.held - 1
            one = _TableRead(given, table.file, table.tab, table.held, table.unread)
            self._read.append(one)

    def join(self, later: ReadingAccount) -> None:
        """Count in all that ``later`` has, of tables read after these."""
        for given, used in later._given.items():
            self._given[given] = self._given.get(given, 0) + used
        self._read += later._read
        self._skipped += later._skipped
        self._used += later._used

    def refuse(self) -> None:
        """Raise :class:`BadFile` for a tab that isn't there, and where a path gave nothing."""
        self._refuse_unknown()
        for given, used in self._given.items():
            skipped = [one for path, one in self._skipped if path == given and one.why]
            if not used and skipped:
                raise _nothing_taken(given, skipped)
        if not self._used:
            first = self._read[0].file if self._read else next(iter(self._given))
            raise BadFile(f"{first} has a heading but no rows: export it again.")

    def notes(self) -> tuple[str, ...]:
        """What to tell of it, a sentence each."""
        notes: list[str] = []
        packed = [name for name in self.left_out if is_packed(name)]
        plain = [name for name in self.left_out if not is_packed(name)]
        if packed:
            said = first_of(packed, 3)
            notes.append(f"Not unpacked, lying in an archive: {said}. Unzip it first.")
        if plain:
            notes.append(f"Left out, being no table: {first_of(plain, 3)}.")
        for given in self._given:
            notes += self._of_path(given)
        notes += self._unread()
        notes += [f"{one.file} has a heading and no rows." for one in self._read if not one.rows]
        return tuple(notes)

    def _of_path(self, given: str) -> Iterable[str]:
        """Which tables of a path were read and which weren't, where it has several."""
        read = [one for one in self._read if one.given == given]
        skipped = [one for path, one in self._skipped if path == given and one.why]
        if len(read) + len(skipped) < 2:
            return
        names = [f"{_short(one, given)} ({counted(one.rows, 'row')})" for one in read]
        total = sum(one.rows for one in read)
        rest = f", {counted(total, 'row')} in all" if len(read) > _LISTED else ""
        if read:
            yield f"Read from {given}: {first_of(names, _LISTED, 'table')}{rest}."
        for one in skipped[:_LISTED]:
            rows = f" ({counted(one.rows, 'row')})" if one.rows is not None else ""
            yield f"Not read: {one.file}{rows}: {one.why}."
        if len(skipped) > _LISTED:
            more = [one.file for one in skipped[_LISTED:]]
            yield f"Nor were {counted(len(more), 'more table')} of {given}: {first_of(more, 3)}."

    def _unread(self) -> Iterable[str]:
        """The columns that weren't read, said once for all tables that have the same."""
        where: dict[tuple[str, ...], list[str]] = {}
        for one in self._read:
            where.setdefault(one.unread, []).append(one.file)
        for columns, files in where.items():
            if not columns:
                continue
            said = first_of(columns, _COLUMNS_LISTED)
            there = "" if len(where) == 1 else f" in {first_of(files, 1)}"
            yield f"Columns not read{there}: {said}."

    def _refuse_unknown(self) -> None:
        if not self.asked:
            return
        tables = [(one.file, one.tab) for one in self._read]
        tables += [(one.file, one.tab) for _, one in self._skipped]
        known = {name.casefold() for file, tab in tables for name in names_of(file, tab)}
        for name in self.asked:
            if name.casefold() not in known:
                there = [f"'{tab or file}'" for file, tab in tables]
                raise BadFile(
                    f"There is no tab, layer or file '{name}' in {listed(self._given)}: "
                    f"there is {first_of(there, 20)}."
                )


def _short(one: _TableRead, given: str) -> str:
    """What a table is called within its path."""
    if one.file.startswith(f"{given}, "):
        return one.file.removeprefix(f"{given}, ")
    return one.file.removeprefix(f"{given}/")


def _nothing_taken(given: str, skipped: Sequence[Skipped]) -> BadFile:
    """The refusal of a path none of whose tables can be taken."""
    lacking = [one.error for one in skipped if isinstance(one.error, LacksColumns)]
    if not lacking:
        return skipped[0].error or BadFile(f"{given} can't be read: {skipped[0].why}.")
    nearest = max(lacking, key=lambda error: len(error.heading.names))
    others = [one.tab or one.file for one in skipped if one.error is not nearest]
    if not others:
        return nearest
    return BadFile(f"{nearest} Nor can anything else of {given} be taken: {first_of(others, 5)}.")
