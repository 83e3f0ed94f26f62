"""Whether the dates of a file's column are written day first or month first, found from its rows.

``25/03/2024`` can only be day first and ``02/13/2024`` only month first, and the rows around them
are written as they are. Where every row could be either, the other files of the import tell, else
the day comes first, as it does in Britain; whatever had to be chosen is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.core.english import counted
from casebook.core.errors import BadFile
from casebook.core.months import day_label
from casebook.files.arrow_columns import Ints, dictionary_of
from casebook.files.dates import DAY_FIRST, MONTH_FIRST, NUMBERED, DateOrder, fits, read_written
from casebook.files.sheet import Sheet

_YEAR_FIRST = re.compile(r"\d{4}-\d\d-(\d\d)", re.ASCII)
_MONTHS = 12
_SURE = 5
"""So many days that are all up to the 12th are no chance: 1 in 100 where any day is as likely."""
_DATE_WIDTH = 11
"""As many characters as a date in numbers has, and one more that shows that it ends."""


@dataclass(frozen=True)
class DatesSeen:
    """What dates show of their order: the first that each can be read by alone; blank for none."""

    day_first: str = ""
    month_first: str = ""
    either: str = ""
    """The first that both orders give a day, and not the same one."""
    turned: bool = field(default=False, compare=False)
    """Whether a spreadsheet seems to have turned those about that it could take for dates.

    What it took has the year first, all up to the 12th; what it left as text is all after it.
    """

    @classmethod
    def among(cls, texts: Iterable[str]) -> DatesSeen:
        """What these texts show; those that are no date in numbers show nothing.

        >>> DatesSeen.among(["2024-03-25", "25/03/2024", "02/04/2024 10:15"])
        DatesSeen(day_first='25/03/2024', month_first='', either='02/04/2024')
        """
        seen: dict[str, str] = {}
        days: set[str] = set()
        for start in dict.fromkeys(text.lstrip()[:_DATE_WIDTH] for text in texts):
            found = NUMBERED.match(start)
            if found is None:
                dated = _YEAR_FIRST.match(start)
                days |= {dated[0]} if dated else set()
                continue
            first, _, second, year = found.groups()
            by_day, by_month = fits(first, second, year), fits(second, first, year)
            if by_day and by_month and int(first) != int(second):
                seen.setdefault("either", found[0])
            elif by_day != by_month:
                seen.setdefault("day_first" if by_day else "month_first", found[0])
        early = all(int(day[-2:]) <= _MONTHS for day in days)
        return cls(**seen, turned=early and len(days) >= _SURE and seen.keys() == {"day_first"})

    def __or__(self, more: DatesSeen) -> DatesSeen:
        """What both show."""
        return DatesSeen(
            self.day_first or more.day_first,
            self.month_first or more.month_first,
            self.either or more.either,
            self.turned or more.turned,
        )

    @property
    def order(self) -> DateOrder | None:
        """The order they show; None where they show none, or both."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return DAY_FIRST if self.day_first else MONTH_FIRST

    @property
    def open(self) -> bool:
        """Whether some could be either and none shows which."""
        return bool(self.either) and not (self.day_first or self.month_first)

    def proof(self, order: DateOrder) -> str:
        """The first that can only be read in ``order``; blank where there is none."""
        return self.day_first if order is DAY_FIRST else self.month_first


@dataclass
class DateOrders:
    """The order of every column of dates in the files of one import.

    Each sheet's columns are first shown to :meth:`see`. A sheet for which :meth:`open_in` then
    holds may be decided by a later one, and is best read after all have been seen.
    """

    asked: DateOrder | None = None
    """What a mapping says; then nothing is decided or said."""
    _seen: dict[tuple[str, str], DatesSeen] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    """The files with a column that could be read in either order."""

    def see(self, sheet: Sheet, columns: Iterable[str]) -> None:
        """Look through columns of dates; raises :class:`BadFile` for one written both ways."""
        if self.asked is not None:
            return
        for column in dict.fromkeys(columns):
            texts, at = dictionary_of(sheet.table[column])
            values = texts.to_pylist()
            seen = DatesSeen.among(values)
            if seen.day_first and seen.month_first:
                raise _both_ways(sheet, column, seen, values, at)
            self._seen[sheet.file, column] = seen
            if seen.open:
                self._open.add(sheet.file)

    def join(self, later: DateOrders) -> None:
        """Take in the columns that ``later`` has seen, which came after these."""
        self._seen |= later._seen
        self._open |= later._open

    def open_in(self, file: str) -> bool:
        """Whether a column of the file could be read in either order, for all its rows show."""
        return file in self._open

    def order(self, file: str, column: str) -> DateOrder:
        """How the column's dates are read; what hasn't been seen is day first."""
        return self.asked or self._decided(file, column)[0]

    @property
    def to_repeat(self) -> str:
        """What a mapping must say for some of the rows to be read again as all were; else blank."""
        order = self.asked
        if order is None:
            found = {self.order(*key) for key, seen in self._seen.items() if seen != DatesSeen()}
            order = found.pop() if len(found) == 1 else DAY_FIRST
        return "" if order is DAY_FIRST else order.value

    def notes(self) -> Iterator[str]:
        """A sentence for each column that isn't plainly day first, in the order they were seen."""
        if self.asked is not None:
            return
        said: dict[tuple[str, DateOrder], list[str]] = {}
        orders: dict[str, set[DateOrder]] = {}
        for (file, column), seen in self._seen.items():
            if seen != DatesSeen():
                order = self.order(file, column)
                said.setdefault((column, order), []).append(file)
                orders.setdefault(column, set()).add(order)
        for (file, column), seen in self._seen.items():
            if seen.turned:
                yield (
                    f"{column} of {file} holds dates up to the 12th of a month and texts after it, "
                    f"such as {seen.day_first}: a spreadsheet that puts the month first seems to "
                    "have turned day and month of the others. Take it from its source again."
                )
        for (column, order), files in said.items():
            differ = len(orders[column]) > 1
            own = [file for file in files if self._seen[file, column].order is order]
            others = [file for file in files if file not in own]
            if own and (differ or order is MONTH_FIRST):
                of = f" of {_and_more(own)}" if differ else ""
                proof = self._seen[own[0], column].proof(order)
                yield f"{column}{of} was read {order.words}: {proof} can't be otherwise."
            if others and (differ or not own):
                yield self._chosen(column, order, others, named=differ)

    def _chosen(self, column: str, order: DateOrder, files: Sequence[str], *, named: bool) -> str:
        """What to say of files that fit both orders and were read in this one."""
        of = f" of {_and_more(files)}" if named else ""
        first = self._seen[files[0], column].either
        _, told_by = self._decided(files[0], column)
        day = day_label(read_written(first, order).day)
        why = f"as {told_by[1]} of {told_by[0]} is" if told_by else "though every row fits both"
        return (
            f"{column}{of} was read {order.words}, {why} ({first} is {day}). Where that is wrong, "
            f'say date_order = "{order.other.value}" in a --map file.'
        )

    def _decided(self, file: str, column: str) -> tuple[DateOrder, tuple[str, str] | None]:
        """The order, and the file and column that told it where that isn't the column itself.

        A column that shows nothing goes by its namesakes in other files, else by its neighbours.
        """
        seen = self._seen.get((file, column), DatesSeen())
        if seen.order is not None or not seen.open:
            return seen.order or DAY_FIRST, None
        for alike in (
            {key: one for key, one in self._seen.items() if key[1] == column},
            {key: one for key, one in self._seen.items() if key[0] == file},
        ):
            told = _unanimous(alike)
            if told is not None:
                return told
        return DAY_FIRST, None


def decided(
    sheets: Iterable[Sheet], dates: Callable[[Sheet], Iterable[str]], orders: DateOrders
) -> Iterator[Sheet]:
    """The sheets as soon as the order of their columns of ``dates`` is known, open ones last."""
    still_open = []
    for sheet in sheets:
        orders.see(sheet, dates(sheet))
        if orders.open_in(sheet.file):
            still_open.append(sheet)
        else:
            yield sheet
    yield from still_open


def whole_hours(clocks: Iterable[str]) -> bool:
    """Whether bare numbers in a column of times count hours, as none has more than two digits.

    >>> whole_hours(["9", "22", "14:15"]), whole_hours(["9", "2215"]), whole_hours(["15", "45"])
    (True, False, False)
    """
    bare = [clock.strip() for clock in clocks if clock.strip().isdecimal()]
    return bool(bare) and all(len(clock) < 3 and int(clock) <= 24 for clock in bare)


def _unanimous(
    seen: Mapping[tuple[str, str], DatesSeen],
) -> tuple[DateOrder, tuple[str, str]] | None:
    """The order all of these show that show one, and the first; None where they differ."""
    shown = {key: one.order for key, one in seen.items() if one.order is not None}
    if len(set(shown.values())) != 1:
        return None
    key, order = next(iter(shown.items()))
    return order, key


def _both_ways(
    sheet: Sheet, column: str, seen: DatesSeen, values: Sequence[str], at: Ints
) -> BadFile:
    def place(proof: str) -> str:
        starts = [value.lstrip().startswith(proof) for value in values]
        row = next(number for number, of in enumerate(at.tolist()) if starts[of])
        return f"{proof} (row {sheet.row(row)})"

    return BadFile(
        f"{sheet.file} has dates written both ways in {column}: {place(seen.day_first)} can only "
        f"be day first and {place(seen.month_first)} only month first. Mend the one, or say "
        'date_order = "day-first" or "month-first" in a --map file: rows that don\'t fit it are '
        "then named and left out."
    )


def _and_more(files: Sequence[str]) -> str:
    if len(files) < 3:
        return " and ".join(files)
    return f"{files[0]} and {counted(len(files) - 1, 'more file')}"
