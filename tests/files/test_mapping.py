"""What a mapping may say, and what it does to a table."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from casebook.core.errors import BadFile
from casebook.files.dates import MONTH_FIRST
from casebook.files.mapping import NO_MAPPING, ColumnMapping, value_column
from casebook.files.sheet import Sheet
from casebook.files.tabular import find_columns

SAID = {
    "date": "Occurred",
    "type": {"value": "Anti-social behaviour"},
    "date_order": "month-first",
}
ALIASES = {"date": ("Date",), "type": ("Offence", "Type")}


def test_columns_values_and_the_order_of_dates_are_told_apart() -> None:
    """And encoded again as they were: it is how they are remembered."""
    mapping = ColumnMapping.decode(SAID)
    assert mapping.columns == {"date": "Occurred"}
    assert mapping.values == {"type": "Anti-social behaviour"}
    assert mapping.date_order is MONTH_FIRST
    assert mapping.encode() == SAID
    assert ColumnMapping.decode({}) == NO_MAPPING
    assert not NO_MAPPING


def test_a_value_stands_in_every_row_whatever_the_file_says() -> None:
    """In a column of its own beside those of the file."""
    mapping = ColumnMapping(values={"type": "Burglary"})
    sheet = Sheet("x.csv", pa.table({"Date": ["a", "b"], "Offence": ["Theft", ""]}))
    columns = find_columns(sheet.heading, ALIASES, mapping)
    assert columns == {"type": value_column("type"), "date": "Date"}
    assert mapping.filled(sheet).table[columns["type"]].to_pylist() == ["Burglary", "Burglary"]
    assert mapping.said(columns) == "Columns read: type is 'Burglary' throughout, date from 'Date'."
    assert NO_MAPPING.filled(sheet) is sheet


def test_a_name_that_cannot_be_mapped_is_refused_naming_those_that_can() -> None:
    """Whether it is given a column or a value."""
    for said in ({"colour": "Ref"}, {"colour": {"value": "red"}}):
        with pytest.raises(BadFile) as caught:
            ColumnMapping.decode(said).refuse_unknown(ALIASES)
        assert str(caught.value) == (
            "The mapping names 'colour', which is no column that can be read: it takes date, "
            "type, date_order."
        )


@pytest.mark.parametrize(
    "said", [5, ["Offence"], {"valeu": "ASB"}, {"value": " "}, {"value": "x", "column": "y"}, {}]
)
def test_what_is_neither_a_column_nor_a_value_is_refused(said: Any) -> None:
    """With a line of each kind to copy."""
    with pytest.raises(BadFile) as caught:
        ColumnMapping.decode({"type": said}, "map.toml")
    assert str(caught.value) == (
        'map.toml can\'t be read at type: it takes lines such as easting = "X coordinate", or '
        'type = { value = "Anti-social behaviour" } for what every row has.'
    )


def test_the_order_of_dates_is_one_of_two() -> None:
    """In any usual spelling of them."""
    assert ColumnMapping.decode({"date_order": "Month first"}).date_order is MONTH_FIRST
    with pytest.raises(BadFile) as caught:
        ColumnMapping.decode({"date_order": "US"}, "map.toml")
    assert str(caught.value) == (
        'map.toml: date_order takes "day-first" or "month-first", not \'US\'.'
    )
