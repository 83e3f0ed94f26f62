"""A CSV for Excel: nothing it holds is read as something else."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casebook.cli.excel import MARK, excel_csv, taken_for_another


def _shown(cell: str) -> str:
    """What a cell shows in Excel: a formula its text, an apostrophe in front stays."""
    formula = re.fullmatch(r'="(.*)"', cell, re.DOTALL)
    return formula[1].replace('""', '"') if formula else cell


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(MARK), newline="")))


def _one(value: Any) -> str:
    """The cell of one value among others that are no days or times."""
    return _read(excel_csv(["a"], [{"a": value}, {"a": "Quay"}]))[1][0]


@pytest.mark.parametrize(
    "text",
    [
        "00123", "1-2", "1/2", "12/10/2024", "2024-09", "Mar-24", "MAR1", "1 Oct", "Oct 2024",
        "1E5", "12e3", "1,234", "10:30", "5 pm", "5%", "£12", "-5", "+44 1843 000000", "(3)",
        "TRUE", "false", "1234567890123456789", "=1+1", "@SUM(A1)", "#N/A", " =2", "\u00a312.50",
    ],
)  # fmt: skip
def test_what_excel_would_take_for_another_stays_a_text(text: str) -> None:
    """It is written as a formula that gives it, and shows as it was."""
    assert _one(text) == f'="{text}"'
    assert _shown(_one(text)) == text


@pytest.mark.parametrize(
    "text", ["HS-01", "K12", "46/1/24 Quay", "Quay Street", "May", "W07", "a=1", "24h", "5 High St"]
)
def test_other_texts_are_left_alone(text: str) -> None:
    """So that a file is still a plain CSV where it can be."""
    assert _one(text) == text


def test_a_formula_that_is_too_long_or_has_lines_gets_an_apostrophe() -> None:
    """Excel takes 255 characters of text in a formula, and a line's end in none."""
    assert _one("=" + "1" * 300) == "'=" + "1" * 300
    assert _one("=1\n2") == "'=1\n2"


def test_numbers_and_yes_and_no_stay_what_they_are() -> None:
    """Bare, with a point; a whole number beyond 15 digits would lose its last ones."""
    assert [_one(value) for value in (12, -3.5, 0, True, False, None)] == [
        "12", "-3.5", "0", "yes", "no", ""
    ]  # fmt: skip
    assert _one(1234567890123456) == '="1234567890123456"'
    assert _one(["HS-01", "HS-02"]) == "HS-01; HS-02"


def test_a_column_of_days_or_of_times_is_excels_to_read() -> None:
    """As soon as anything else stands in it, its days are texts."""
    rows = [
        {"on": "2024-09-30", "at": "22:15", "mixed": "2024-09-30", "month": "2024-09"},
        {"on": None, "at": "07:05", "mixed": "none", "month": "2024-10"},
    ]
    read = _read(excel_csv(["on", "at", "mixed", "month"], rows))
    assert read[1] == ["2024-09-30", "22:15", '="2024-09-30"', '="2024-09"']
    assert read[2] == ["", "07:05", "none", '="2024-10"']


def test_the_file_starts_with_the_mark_and_ends_its_lines_as_windows_does() -> None:
    """Excel knows UTF-8 by the mark alone."""
    text = excel_csv(["name", "count"], [{"name": "Café, Quay", "count": 3}])
    assert text == '\ufeffname,count\r\n"Café, Quay",3\r\n'
    assert excel_csv([], []) == "\ufeff\r\n"


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\r\x00", codec="utf-8"))))
@example(['="0"', '"', "'", ""])
def test_every_text_shows_as_it_is(texts: list[str]) -> None:
    """Or, where no formula can hold it, with an apostrophe in front; and no other is a formula."""
    rows: list[dict[str, Any]] = [{"a": text} for text in texts] + [{"a": "Quay"}]
    cells = [row[0] if row else "" for row in _read(excel_csv(["a"], rows))[1:]]
    for text, cell in zip(texts, cells, strict=False):
        if text == "":
            assert cell == ""
        elif taken_for_another(text):
            assert _shown(cell) == text or cell == "'" + text
        else:
            assert cell == text
