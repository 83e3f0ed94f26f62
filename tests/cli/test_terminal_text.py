"""Nothing that a terminal would obey reaches it from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebook.cli.main import run
from casebook.cli.output import print_rows
from casebook.core.english import plain_lines

RED, BACKWARDS = "\x1b[31m", "\u202e"


def test_a_refusal_shows_headings_and_names_without_orders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Escape sequences and marks of direction become spaces."""
    path = tmp_path / f"x{RED}.csv"
    path.write_text(f"Date{BACKWARDS},Offence\x85\n1,2\n", encoding="utf-8")
    shapes = tmp_path / "none.geojson"
    shapes.write_text('{"type": "FeatureCollection", "features": []}')
    for arguments in (
        ["count", str(path), "--hotspots", str(shapes)],
        ["count", str(shapes), "--hotspots", str(path)],
        ["count", f"--{RED}"],
    ):
        assert run(arguments) in (1, 2)
        said = "".join(capsys.readouterr())
        assert said
        assert said == plain_lines(said)


def test_cells_printed_as_a_table_or_csv_hold_no_orders(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """JSON writes them as escapes of its own."""
    for form in ("table", "csv", "json"):
        print_rows([{"ref": f"HS{RED}", "street": "a\x07b"}], form)
        said = capsys.readouterr().out
        assert "HS" in said
        assert "\x1b" not in said
        assert "\x07" not in said
