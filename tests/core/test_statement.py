"""How a statement's values read, and what of it is laid out."""

from __future__ import annotations

from typing import Any

import pytest

from casebook.core.statement import Head, Statement


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


def test_hours_under_one_heading_have_the_same_decimals() -> None:
    """Four quarters of an hour read 0.25 each, and their total 1.00."""
    heads = (Head("hours", "Hours", "hours"),)
    quarters = Statement("Stated", heads, ({"hours": 0.25},) * 4, total={"hours": 1.0})
    assert quarters.cells() == (*(("0.25 h",),) * 4, ("1.00 h",))
    whole = Statement("Stated", heads, ({"hours": 7.5}, {"hours": None}), total={"hours": 7.5})
    assert whole.cells() == (("7.5 h",), ("–",), ("7.5 h",))


def test_a_column_there_is_not_cannot_be_chosen() -> None:
    """It is a mistake of the caller, not of the data."""
    with pytest.raises(KeyError):
        _stated().only("ref", "colour")
