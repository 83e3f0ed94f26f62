"""How a statement's values read, and what of it is laid out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from casebook.core.months import Month
from casebook.core.statement import MISSING, Head, Statement, shown


@pytest.mark.parametrize(
    ("form", "value", "words"),
    [
        ("money", 1_568_614.0, "£1,568,614"),
        ("money", 200_863.93, "£200,863.93"),
        ("money", -120, "-£120"),
        ("money", 0, "£0"),
        ("pence", 600_000.0, "£600,000.00"),
        ("pounds", 279_829.5, "£279,830"),
        ("pounds", -0.4, "£0"),
        ("percent", 33.0, "33%"),
        ("rate", 2.34, "2.3%"),
        ("hours", 4658.94, "4,658.9 h"),
        ("number", 1041, "1,041"),
        ("number", 2.5, "2.5"),
        ("date", "2024-10-07", "7 Oct 2024"),
        ("date", date(2024, 10, 7), "7 Oct 2024"),
        ("moment", "2024-10-07T09:05", "7 Oct 2024 09:05"),
        ("moment", datetime(2024, 10, 7, 21, 5, tzinfo=UTC), "7 Oct 2024 21:05"),
        ("text", Month(2024, 9), "Sep 2024"),
        ("text", ["HS-01", "HS-02"], "HS-01, HS-02"),
        ("text", True, "yes"),
        ("text", False, "no"),
    ],
)
def test_a_value_reads_as_its_form_says(form: str, value: Any, words: str) -> None:
    """Money with its pence only where it has any, estimates in whole pounds, days as people say."""
    assert shown(Head("key", "Label", form), value) == words


@pytest.mark.parametrize("value", [None, "", (), []])
@pytest.mark.parametrize("form", ["text", "number", "money", "date", "hours"])
def test_what_is_missing_is_a_dash_and_nought_is_not(form: str, value: Any) -> None:
    """A zero is a figure; nothing at all isn't."""
    assert shown(Head("key", "Label", form), value) == MISSING
    assert shown(Head("key", "Label", "number"), 0) == "0"


def _stated(*rows: dict[str, Any], **more: Any) -> Statement:
    heads = (
        Head("ref", "Ref"),
        Head("name", "Name"),
        Head("spent", "Spent", "money"),
        Head("share", "Share", "percent"),
        Head("why", "Why none"),
        Head("rate", "Rate", "rate", kept=True),
    )
    return Statement("Stated", heads, rows, **more)


def _keys(statement: Statement) -> list[str]:
    return [head.key for head in statement.heads]


def test_columns_that_say_nothing_are_left_out() -> None:
    """Blank in every row and the total; a nought says something, and a kept column stays."""
    one = {"ref": "D1", "name": "Harbour", "spent": 0, "share": None, "why": "", "rate": None}
    assert _keys(_stated(one).trimmed()) == ["ref", "name", "spent", "rate"]
    total = {"ref": "All", "share": 98.0}
    assert _keys(_stated(one, total=total).trimmed()) == ["ref", "name", "spent", "share", "rate"]


def test_a_name_that_is_the_ref_beside_it_is_printed_once() -> None:
    """Only where it is in every row."""
    same = {"ref": "Harbour", "name": "Harbour", "spent": 1}
    assert "name" not in _keys(_stated(same).trimmed())
    assert "name" in _keys(_stated(same, {"ref": "D2", "name": "Strand"}).trimmed())


def test_a_statement_without_rows_keeps_its_columns() -> None:
    """There is nothing to judge them by."""
    assert _stated().trimmed() == _stated()


def test_what_rows_share_is_printed_once_and_money_evenly() -> None:
    """The shared value stands in the first row; one value with pence gives all of them pence."""
    stated = _stated(
        {"ref": "A", "name": "x", "spent": 5.5},
        {"ref": "A", "name": "y", "spent": 7.0},
        {"ref": "B", "name": "y", "spent": None},
        {"ref": "A", "name": "z", "spent": 1.0},
        grouped="ref",
        total={"name": "Total", "spent": 13.5},
    ).only("ref", "name", "spent", "why")
    assert stated.cells() == (
        ("A", "x", "£5.50", "–"),
        ("", "y", "£7.00", "–"),
        ("B", "y", "–", "–"),
        ("A", "z", "£1.00", "–"),
        ("", "Total", "£13.50", ""),
    )
    assert _stated({"ref": "A", "spent": 7.0}).only("spent").cells() == (("£7",),)


def test_a_column_there_is_not_cannot_be_chosen() -> None:
    """It is a mistake of the caller, not of the data."""
    with pytest.raises(KeyError):
        _stated().only("ref", "colour")
