"""Giving the rows of a shard's tables, read and judged, to what adds them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from casebook.files.arrow_columns import take
from casebook.files.date_orders import DateOrders
from casebook.files.faults import Faults
from casebook.files.sheet import Sheet, Skipped
from casebook.incidents.import_dates import Calendar
from casebook.incidents.import_when import DatesRead
from casebook.incidents.points.facts import FactShard, FactsRead, TakesFacts
from casebook.incidents.row_facts import FactRules, read_facts

T = TypeVar("T")

_ZONE = ZoneInfo("Europe/London")
_ROW_BITS = 40
"""A row's number is that of its file and its place in it."""
_ALONE = Lock()
"""Held while a sheet is judged, in many short steps: two threads that hand the interpreter to each
other at every one of them lose more than the one that reads a file meanwhile."""


def give_facts(
    tables: Iterable[tuple[int, Sheet | Skipped | None]], shard: FactShard[T], read: FactsRead[T]
) -> None:
    """Take the rows of a shard's ``tables``, and put into ``read`` what is known of them.

    Raises :class:`BadFile` for a column of dates written both ways.
    """
    asked, taking = shard.asked, shard.asked.taking()
    orders = shard.orders or DateOrders(asked.mapping.date_order)
    read.dates = DatesRead(orders)
    rules = FactRules(Calendar(_ZONE, asked.today, None), taking.crs, taking.types, read.dates)
    rows = Counter[int]()
    still_open = []
    if shard.whole:
        for columns in list(read.recognised.columns.values())[:1]:  # it is being read meanwhile
            taking.expect(degrees="longitude" in columns)
    for place, table in tables:
        read.account.add(shard.pieces[place].given, table)
        if not isinstance(table, Sheet):
            continue
        at = shard.numbers[place]
        begin, rows[at] = (at << _ROW_BITS) + rows[at], rows[at] + table.held
        if shard.again:
            if table.file in shard.again:
                _give(table, begin, rules, taking, read)
            continue
        read.said |= dict.fromkeys(table.notes)
        orders.see(table, read.recognised.dates(table))
        if not orders.open_in(table.file):
            _give(table, begin, rules, taking, read)
        elif shard.whole:
            still_open.append((table, begin))
        else:
            read.open.setdefault(at, []).append(table.file)
    for table, begin in still_open:
        _give(table, begin, rules, taking, read)
    read.taken.append(taking.taken())


def _give(
    sheet: Sheet, first: int, rules: FactRules, taking: TakesFacts[T], read: FactsRead[T]
) -> None:
    """Give the sound rows of a sheet, whose first has the number ``first``, to ``taking``."""
    columns, faults = read.recognised.columns[sheet.file], Faults(sheet)
    with _ALONE:
        filled = read.recognised.mapping.filled(sheet)
        facts = read_facts(filled, columns, rules, faults)
        ids = filled.table[columns["id"]] if "id" in columns else None
        numbers = first + np.arange(sheet.table.num_rows, dtype=np.int64)
        if not faults.sound.all():
            facts, numbers = facts.take(faults.sound), numbers[faults.sound]
            if ids is not None:
                ids = take(pa.table([ids], ["id"]), np.flatnonzero(faults.sound))["id"]
    taking.add(facts, ids, numbers)
    read.rejections += [*sheet.rejections, *faults.rejections()]
