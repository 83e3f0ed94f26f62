"""Finding columns whatever they are called, and the numbers in them."""

from __future__ import annotations

import math
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.core.errors import BadFile
from casebook.files.mapping import ColumnMapping
from casebook.files.tabular import Heading, distinct, find_columns, numbers, sheets

ALIASES = {"id": ("Crime ID", "Ref"), "type": ("Crime type",), "street": ("Location",)}


@pytest.mark.parametrize(
    "name", ["Crime type", "CRIME_TYPE", "crime-type", " Crime.Type", "crimetype"]
)
def test_names_match_whatever_their_case_spaces_and_punctuation(name: str) -> None:
    """The file's own name is what is given back."""
    assert find_columns(Heading("x.csv", (name, "other")), ALIASES) == {"type": name}


def test_what_stands_in_brackets_is_passed_over() -> None:
    """Unless a heading matches as it stands, or two are the same without."""
    assert find_columns(Heading("x.csv", ("Crime type (code)",)), ALIASES) == {
        "type": "Crime type (code)"
    }
    both = Heading("x.csv", ("Crime type [old]", "Crime type"))
    assert find_columns(both, ALIASES) == {"type": "Crime type"}
    assert find_columns(Heading("x.csv", ("Ref (old)", "Ref (new)")), ALIASES) == {}


def test_the_first_alias_wins() -> None:
    """Where two columns could be meant, the better name is taken, wherever it stands."""
    assert find_columns(Heading("x.csv", ("Ref", "Crime ID")), ALIASES) == {"id": "Crime ID"}


def test_a_mapping_goes_before_the_aliases() -> None:
    """The user's word beats a column that would have matched."""
    heading = Heading("x.csv", ("Ref", "Crime ID", "Log no"))
    assert find_columns(heading, ALIASES, ColumnMapping({"id": "log NO"})) == {"id": "Log no"}


def test_a_column_that_a_mapping_names_is_nothing_else() -> None:
    """A heading Type that is said to be the street is no type too."""
    found = find_columns(
        Heading("x.csv", ("Ref", "Type")), ALIASES, ColumnMapping({"street": "Type"})
    )
    assert found == {"street": "Type", "id": "Ref"}


def test_a_mapping_to_a_column_that_is_not_there_is_refused() -> None:
    """The sentence lists the columns that are."""
    with pytest.raises(BadFile) as caught:
        find_columns(Heading("x.csv", ("Ref", "Place")), ALIASES, ColumnMapping({"street": "Road"}))
    assert str(caught.value) == (
        "x.csv has no column for 'Road', which the mapping gives for street: it has Ref, Place."
    )


def test_a_mapping_of_something_unknown_is_refused() -> None:
    """The sentence lists what can be mapped."""
    with pytest.raises(BadFile) as caught:
        find_columns(Heading("x.csv", ("Ref",)), ALIASES, ColumnMapping({"colour": "Ref"}))
    assert str(caught.value) == (
        "The mapping names 'colour', which is no column that can be read: "
        "it takes id, type, street, date_order."
    )


def test_numbers_and_what_is_none() -> None:
    """Blank is no number and not bad; NaN, infinity, 1e400 and words are bad."""
    texts = ["1.5", "", " -2 ", "NaN", "inf", "-Infinity", "1e400", "12a", "1,2,3"]
    values, bad = numbers(pa.chunked_array([texts]))
    assert values[:3].tolist()[::2] == [1.5, -2.0]
    assert all(math.isnan(value) for value in [values[1], *values[3:]])
    assert bad.tolist() == [False, False, False, *[True] * 6]


@pytest.mark.parametrize(
    ("texts", "thousands", "read"),
    [
        (["458,975.4", "304,494", "1,304,494"], True, [458975.4, 304494, 1304494]),
        (["458975,4", "304494", "304,494"], True, [458975.4, 304494, 304.494]),
        (["52,635", "-1,130", "-,5"], False, [52.635, -1.13, -0.5]),
        (["458,975", "4589,75,1", "x"], True, [458975, None, None]),
        (["1,304,494", "52,6"], True, [None, 52.6]),
    ],
)
def test_commas_are_read_as_those_of_the_whole_column_can_be(
    texts: list[str], thousands: bool, read: list[float | None]
) -> None:
    """They part thousands, or are decimal points where one of them can't, or none could."""
    values, bad = numbers(pa.chunked_array([texts]), thousands=thousands)
    assert [None if math.isnan(value) else value for value in values.tolist()] == read
    assert bad.tolist() == [value is None for value in read]


def test_an_empty_column_has_no_numbers() -> None:
    """No rows give no values."""
    values, bad = numbers(pa.chunked_array([], type=pa.string()))
    assert len(values) == len(bad) == 0


@given(st.lists(st.lists(st.sampled_from(["", "a", " a", "b", "é"]))), st.booleans())
def test_distinct_values_give_the_column_back(chunks: list[list[str]], dictionary: bool) -> None:
    """In however many pieces a column comes, as text or dictionary, stripped."""
    column = pa.chunked_array(chunks, type=pa.string())
    values, at = distinct(column.dictionary_encode() if dictionary else column)
    assert [values[place] for place in at] == [text.strip() for part in chunks for text in part]


def test_what_a_database_writes_for_nothing_is_blank(tmp_path: Path) -> None:
    """Whether a column is read as numbers or as text."""
    path = tmp_path / "x.csv"
    path.write_text("a,x\n1,1.5\n2,NULL\n3,\\N\n")
    (sheet,) = sheets([path], numeric={"x"}.__contains__)
    for column in (sheet.table["x"], pa.chunked_array([["1.5", "NULL", "(null)", "1,5x"]])):
        values, bad = numbers(column)
        assert [None if math.isnan(value) else value for value in values[:3]] == [1.5, None, None]
        assert bad.tolist()[:3] == [False] * 3


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_any_finite_number_is_read_as_it_was_written(found: list[float]) -> None:
    """What Python writes reads back the same."""
    values, bad = numbers(pa.chunked_array([[repr(value) for value in found]], type=pa.string()))
    assert values.tolist() == found
    assert not bad.any()


def test_a_csv_s_numbers_are_read_as_numbers_or_kept_as_text(tmp_path: Path) -> None:
    """Blank is none and no fault; one word, or NaN, is told of whichever way the file was read."""
    for number, (odd, bad) in enumerate(
        [("7", False), ("nan", True), ("1e400", True), ("x", True)]
    ):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"a,x\n1,1.5\n2,\n3,{odd}\n,\n")
        (sheet,) = sheets([path], numeric={"x"}.__contains__)
        values, wrong = numbers(sheet.table["x"])
        assert wrong.tolist() == [False, False, bad]
        assert [None if math.isnan(value) else value for value in values.tolist()] == [
            *(1.5, None),
            None if bad else 7.0,
        ]
        assert numbers(sheet.table["a"])[0].tolist() == [1, 2, 3]


@settings(max_examples=300)
@given(st.lists(st.text("01.5-+eE_ nafi\N{ARABIC-INDIC DIGIT ONE}", max_size=6)))
def test_a_number_is_what_python_takes_for_a_finite_one(texts: list[str]) -> None:
    """Whichever of them reads the column: one odd text has all of it read by Python."""

    def number(text: str) -> float | None:
        try:
            return float(text) if math.isfinite(float(text)) else None
        except ValueError:
            return None

    values, bad = numbers(pa.chunked_array([texts], type=pa.string()))
    assert [None if math.isnan(value) else value for value in values.tolist()] == [
        number(text) for text in texts
    ]
    assert bad.tolist() == [bool(text.strip()) and number(text) is None for text in texts]


@pytest.mark.parametrize(
    "name", ["Committed From Date", "COMMITTED_FROM_DATE", "committedFromDate"]
)
def test_the_words_of_a_heading_may_come_in_any_order(name: str) -> None:
    """Forces turn the words of 'Date committed from' about."""
    found = find_columns(Heading("x.csv", ("Date", name)), {"date": ["Date committed from"]})
    assert found == {"date": name}


def test_a_heading_as_it_stands_goes_before_one_turned_about() -> None:
    """'From date' is 'From date' before 'Date from' is."""
    heading = Heading("x.csv", ("Date from", "From date"))
    assert find_columns(heading, {"start": ["From date"]}) == {"start": "From date"}
