"""Rejections told as reasons: one for each fault, and not one for each value."""

from __future__ import annotations

from casebook.core.errors import NotFound, Rejection, reasons_of


def bad(
    row: int | None, fault: str, column: str | None = "Month", file: str = "s.csv"
) -> Rejection:
    """A rejected row."""
    return Rejection(file, row, column, fault)


def test_values_that_are_wrong_in_one_way_are_one_reason() -> None:
    """With its rows, the first of them, and a first value; the commonest reason comes first."""
    month = [bad(row, f"'{text}' isn't a month.") for row, text in ((4, "Janu 2024"), (17, "soon"))]
    reasons = reasons_of([bad(2, "is blank."), *month, bad(9, "'Janu 2024' isn't a month.")])
    assert [str(reason) for reason in reasons] == [
        "3 rows: Month 'Janu 2024' isn't a month. The same of 1 more value. (First: rows 4, 17 and "
        "9 of s.csv.)",
        "1 row: Month is blank. (First: row 2 of s.csv.)",
    ]


def test_figures_and_dates_do_not_part_a_reason() -> None:
    """Nor do the words that a sentence quotes, whatever apostrophes stand around them."""
    faults = [
        "It ends (17:00 on 7 Oct 2024) too early: the row's hotspot isn't 'The Moor's Head'.",
        "It ends (18:30 on 9 Oct 2024) too early: the row's hotspot isn't 'Quay'.",
    ]
    (reason,) = reasons_of([bad(2, faults[0], None), bad(3, faults[1], None)])
    assert (reason.rows, reason.values) == (2, 2)


def test_the_same_words_of_two_columns_are_two_reasons() -> None:
    """Each is mended on its own."""
    assert len(reasons_of([bad(2, "is blank."), bad(2, "is blank.", "Date")])) == 2


def test_an_error_may_say_what_sort_it_is() -> None:
    """References that aren't there are one reason, whatever might have been meant by each."""
    errors = [NotFound("hotspot", "HS-77", ("HS-07", "HS-17")), NotFound("hotspot", "HS-78")]
    found = [Rejection("s.csv", 2, "ref", str(error), error.sort) for error in errors]
    assert [reason.rows for reason in reasons_of(found)] == [2]


def test_a_reason_in_several_tables_names_the_first() -> None:
    """And counts the others; without a row number the file alone is named."""
    (reason,) = reasons_of([bad(7, "is blank."), bad(2, "is blank.", file="t.csv")])
    assert str(reason) == "2 rows: Month is blank. (First: row 7 of s.csv and 1 more table.)"
    assert reason.encode() == {
        "why": "is blank.", "rows": 2, "file": "s.csv", "row": 7, "column": "Month",
        "first_rows": [7], "values": 1, "files": 2,
    }  # fmt: skip
    (reason,) = reasons_of([bad(None, "It is damaged.", None)])
    assert str(reason) == "1 row: It is damaged. (First: s.csv.)"
