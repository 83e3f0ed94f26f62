"""Which column of a file of places holds the refs, and what is refused for want of one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from casebook.core.errors import BadFile
from casebook.places.ref_columns import check_refs, could_be_refs, ref_column


def rows_of(columns: Sequence[str], *rows: Sequence[str]) -> list[dict[str, str]]:
    """Rows of cells as a file's features have them."""
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_a_column_that_tells_every_feature_apart_wins() -> None:
    """London's wards: NAME repeats, GSS_CODE doesn't; the sentence says why."""
    columns = ("NAME", "BOROUGH", "GSS_CODE")
    rows = rows_of(columns, ("Abbey", "B", "E1"), ("Abbey", "M", "E2"), ("", "X", "E3"))
    column, said = ref_column("wards.shp", columns, rows)
    assert column == "GSS_CODE"
    assert said == (
        "Refs come from column GSS_CODE (another: --ref). In NAME, 'Abbey' comes more than once "
        "and 1 is blank."
    )


@pytest.mark.parametrize(
    "name", ["ward_code", "Beat_Code", "lsoa21cd", "nuts_id", "Hotspot ID", "WD13CD", "GSS_CODE",
             "Hotspot Ref", "REF", "beatcode"]
)  # fmt: skip
def test_names_that_forces_use_are_known(name: str) -> None:
    """Announced, whatever its case and what stands between the words."""
    rows = rows_of((name, "colour"), ("A", "red"), ("B", "red"))
    assert ref_column("x.gpkg", (name, "colour"), rows)[0] == name
    assert could_be_refs((name, "colour"))


@pytest.mark.parametrize("name", ["OBJECTID", "fid", "GlobalID", "shape_id", "colour"])
def test_numbers_of_a_mapping_program_are_no_refs(name: str) -> None:
    """They change when the file is saved again."""
    rows = rows_of((name,), ("1",), ("2",))
    with pytest.raises(BadFile, match="no column to take refs from: name one with --ref"):
        ref_column("x.gpkg", (name,), rows)


def test_repeats_without_a_column_that_would_do_are_named() -> None:
    """Refs that differ in their case alone are the same ref."""
    columns = ("ref", "colour")
    rows = rows_of(columns, ("HS-01", "red"), ("hs-01", "red"), ("HS-02", "red"))
    with pytest.raises(BadFile) as refused:
        ref_column("x.gpkg", columns, rows)
    assert str(refused.value) == (
        "x.gpkg: column ref doesn't tell every feature apart: 'HS-01' comes more than once. No "
        "other column does either: give every feature a ref of its own, or join the parts of one "
        "place into one multipolygon. Columns: ref and colour."
    )


def test_a_column_asked_for_that_repeats_is_refused_with_one_that_does_not() -> None:
    """Whoever asked learns what to ask for."""
    columns = ("name", "uid7")
    rows = rows_of(columns, ("Abbey", "1"), ("Abbey", "2"))
    with pytest.raises(BadFile, match=r"'Abbey' comes more than once\. Say --ref uid7, which does"):
        check_refs("x.gpkg", "name", columns, rows)


def test_a_table_looked_at_row_by_row_takes_the_likeliest() -> None:
    """Its repeats are rejected where they stand."""
    rows = rows_of(("ref",), ("A",), ("A",))
    assert ref_column("x.csv", ("ref",), rows, apart=False)[0] == "ref"
