"""What a user says of a file's columns with ``--map``, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

import numpy as np

from casebook.core.errors import BadFile
from casebook.files.arrow_columns import dictionary_column
from casebook.files.dates import DateOrder
from casebook.files.sheet import POINT_COLUMNS, Sheet

DATE_ORDER = "date_order"
_DEGREES = ("longitude", "latitude")
_METRES = ("easting", "northing")
_VALUE = "value"
_ORDERS = " or ".join(f'"{order.value}"' for order in DateOrder)


@dataclass(frozen=True)
class ColumnMapping:
    """Which of a file's columns is which, and what isn't in the file at all.

    >>> ColumnMapping.decode({"date": "Occurred", "type": {"value": "Burglary"}}).values
    {'type': 'Burglary'}
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    """``{wanted: what the file calls it}``."""
    values: Mapping[str, str] = field(default_factory=dict)
    """``{wanted: the value every row has}``, whatever the file says."""
    date_order: DateOrder | None = None
    """How dates are read whose day and month are both numbers; None: as their column shows."""

    def __bool__(self) -> bool:
        return bool(self.columns or self.values or self.date_order)

    @classmethod
    def decode(cls, data: Mapping[str, Any], where: str = "The mapping") -> ColumnMapping:
        """The mapping in plain data, such as a TOML file's: ``{"type": {"value": "ASB"}}``.

        Raises :class:`BadFile` for what says neither a column nor a value; ``where`` names the
        mapping in it.
        """
        columns: dict[str, str] = {}
        values: dict[str, str] = {}
        order = None
        for wanted, said in data.items():
            if wanted == DATE_ORDER:
                order = _order(said, where)
            elif isinstance(said, str):
                columns[wanted] = said
            elif isinstance(said, Mapping) and list(said) == [_VALUE] and _plain(said[_VALUE]):
                values[wanted] = str(said[_VALUE]).strip()
            else:
                raise BadFile(
                    f"{where} can't be read at {wanted}: it takes lines such as "
                    'easting = "X coordinate", or type = { value = "Anti-social behaviour" } '
                    "for what every row has."
                )
        return cls(columns, values, order)

    def encode(self) -> dict[str, Any]:
        """The plain data that :meth:`decode` reads."""
        said: dict[str, Any] = dict(self.columns)
        said |= {wanted: {_VALUE: value} for wanted, value in self.values.items()}
        return said | ({DATE_ORDER: self.date_order.value} if self.date_order else {})

    def refuse_unknown(self, wanted: Iterable[str]) -> None:
        """Raise :class:`BadFile`, naming those there are, for a name that isn't among ``wanted``.

        Whoever reads no dates has :data:`DATE_ORDER` among the unknown.
        """
        known = tuple(wanted)
        for name in (*self.columns, *self.values):
            if name not in known:
                raise BadFile(
                    f"The mapping names '{name}', which is no column that can be read: "
                    f"it takes {', '.join((*known, DATE_ORDER))}."
                )

    def filled(self, sheet: Sheet) -> Sheet:
        """The sheet with a column, called as :func:`value_column` says, for each value."""
        table = sheet.table
        everywhere = np.zeros(table.num_rows, np.int64)
        for wanted, value in self.values.items():
            table = table.append_column(
                value_column(wanted), dictionary_column([value], everywhere)
            )
        return replace(sheet, table=table) if self.values else sheet

    def said(self, columns: Mapping[str, str]) -> str:
        """What was read from where, as one sentence."""
        parts = [
            f"{wanted} is '{self.values[wanted]}' throughout"
            if wanted in self.values
            else f"{wanted} from '{name}'"
            for wanted, name in columns.items()
        ]
        return f"Columns read: {', '.join(parts)}."


NO_MAPPING = ColumnMapping()
"""What whoever says nothing says."""


def value_column(wanted: str) -> str:
    """What the column is called that holds a mapping's value in every row."""
    return f"{wanted} (from the mapping)"


def with_one_place(columns: Mapping[str, str], mapping: ColumnMapping) -> dict[str, str]:
    """The columns without the coordinates that aren't used, where there are several.

    The point of a layer's feature goes before coordinates in columns, unless ``mapping`` names
    those, and longitude and latitude before easting and northing.

    >>> with_one_place({"easting": "E", "northing": "N", "longitude": "Long"}, NO_MAPPING)
    {'easting': 'E', 'northing': 'N'}
    """
    degrees = all(name in columns for name in _DEGREES)
    if columns.get("easting") == POINT_COLUMNS[0]:
        degrees = degrees and all(name in (*mapping.columns, *mapping.values) for name in _DEGREES)
    unused = _METRES if degrees else _DEGREES
    return {wanted: name for wanted, name in columns.items() if wanted not in unused}


def _order(said: object, where: str) -> DateOrder:
    try:
        return DateOrder(str(said).strip().casefold().replace(" ", "-").replace("_", "-"))
    except ValueError as error:
        raise BadFile(f"{where}: {DATE_ORDER} takes {_ORDERS}, not '{said}'.") from error


def _plain(value: object) -> bool:
    """Whether a TOML value is one that a cell can hold."""
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, int | float | date | datetime | time)
