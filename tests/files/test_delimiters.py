"""Which sign parts the columns: the heading's own, whatever the values below hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.core.errors import BadFile
from casebook.files.sheet import Heading, LacksColumns
from casebook.files.tabular import sheets


def dated(heading: Heading) -> tuple[str, ...]:
    """A chooser that needs a column Date."""
    if "Date" not in heading.names:
        raise LacksColumns(heading, "the date")
    return heading.names


@pytest.mark.parametrize(
    "text",
    [
        "Ref\tDate\tPlace\n1\t2024-05-01\tHigh St, Shop 1, Unit 2, Mall, Floor 3, Town\n",
        "Ref;Date;Place\n1;2024-05-01;High St, Shop 1, Unit 2, Mall, Floor 3, Town\n",
        'Ref,Date,Place\n1,2024-05-01,"a;b;c;d;e;f;g"\n',
        "Ref,Date,Place\n1,2024-05-01,a;b;c;d;e;f;g\n",
        "Run on 1 May, by A, for B, at C\nRef\tDate\tPlace\n1\t2024-05-01\tQuay\n",
    ],
    ids=["tab", "semicolon", "quoted lists", "lists", "preamble"],
)
def test_the_headings_own_delimiter_parts_the_columns(text: str, tmp_path: Path) -> None:
    """Three columns, and the date in its own."""
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    (sheet,) = sheets([path], choose=dated)
    assert sheet.names == ("Ref", "Date", "Place")
    assert sheet.table["Date"].to_pylist() == ["2024-05-01"]


def test_a_quotation_mark_that_is_not_closed_hides_no_rows(tmp_path: Path) -> None:
    """Alone it refuses the file, wherever its row ends; two name the row that they make one of."""
    path = tmp_path / "x.csv"
    path.write_text('Ref,Date,Type\n1,2024-05-01,a\n2,2024-05-02,"b\n3,2024-05-03,c\n')
    with pytest.raises(BadFile, match=r"x.csv row 3 opens a quotation mark that is never closed"):
        list(sheets([path], choose=dated))
    path.write_text('Ref,Date,Type\n1,"2024-05-01,a\n2,2024-05-02,b\n3,2024-05-03,c\n')
    with pytest.raises(BadFile, match=r"x.csv row 2 opens a quotation mark that is never closed"):
        list(sheets([path], choose=dated))
    path.write_text(
        'Ref,Date,Type\n1,"2024-05-01,a\n2,2024-05-02,b\n3,2024-05-03"\n4,2024-05-04,c\n'
    )
    (sheet,) = sheets([path], choose=dated)
    assert [bad.said for bad in sheet.rejections] == [
        "It has 2 columns where the heading has 3, and goes on over 3 lines: look for a quotation "
        "mark that isn't closed."
    ]
    assert sheet.table["Date"].to_pylist() == ["2024-05-04"]


def test_delimiters_behind_every_row_that_the_heading_lacks_are_no_columns(tmp_path: Path) -> None:
    """Where nothing stands behind them; where something does in a row, all are named."""
    path = tmp_path / "x.csv"
    path.write_text("Ref,Date\n1,2024-05-01,,\n2,2024-05-02, ,\n", encoding="utf-8")
    (sheet,) = sheets([path], choose=dated)
    assert sheet.table["Date"].to_pylist() == ["2024-05-01", "2024-05-02"]
    assert not sheet.rejections
    path.write_text("Ref,Date\n1,2024-05-01,,\n2,2024-05-02,x,\n", encoding="utf-8")
    (sheet,) = sheets([path], choose=dated)
    assert [bad.row for bad in sheet.rejections] == [2, 3]
