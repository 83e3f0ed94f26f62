"""Harm by the force's own index: weights, what it lacks, one event that carries a place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from casebook.core.errors import BadFile
from casebook.detection.finding import detect
from casebook.detection.harm import read_harm_index
from casebook.detection.rules import DetectionRules
from tests.detection.made_points import TYPES, heap, points, scattered


def _index(folder: Path, *rows: str, heading: str = "Offence,Weight,Version") -> Path:
    path = folder / "index.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def test_weights_are_by_type_and_the_version_is_said(tmp_path: Path) -> None:
    """Whatever the case of the label; with the file's own version and its SHA-256."""
    index = read_harm_index(_index(tmp_path, "burglary,10,May 2023", 'ROBBERY,"1,095",May 2023'))
    weight, notes = index.weigh(TYPES, np.array([0, 1, 1]))
    assert weight.tolist() == [10.0, 1095.0, 1095.0]
    assert notes[0].startswith("Harm index: index.csv, May 2023 (SHA-256 ")


def test_types_the_index_lacks_weigh_nothing_and_are_named(tmp_path: Path) -> None:
    """Nothing is left out without a word."""
    index = read_harm_index(_index(tmp_path, "Burglary,10,1"))
    weight, notes = index.weigh(TYPES, np.array([0, 1, 1]))
    assert weight.tolist() == [10.0, 0.0, 0.0]
    assert notes[1] == ("2 points of types that the index doesn't have weigh nothing: Robbery.")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("Burglary,ten,1",), "row 2, Weight: 'ten' is no weight."),
        (("Burglary,-1,1",), "'-1' is no weight."),
        (("Burglary,inf,1",), "'inf' is no weight."),
        ((",5,1",), "row 2, Offence: is blank."),
        (("Burglary,5,1", "burglary,6,1"), "two weights of burglary"),
        (("Burglary,0,1",), "no weight above 0"),
    ],
)
def test_an_index_is_taken_whole_or_not(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    """One sentence with the place."""
    with pytest.raises(BadFile, match=said):
        read_harm_index(_index(tmp_path, *rows))


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    """With the columns an index has."""
    with pytest.raises(BadFile, match="no column for weight"):
        read_harm_index(_index(tmp_path, "Burglary,10", heading="Offence,Number"))


def test_a_place_that_one_event_carries_is_named_and_ranked_by_count_beside(tmp_path: Path) -> None:
    """Ten burglaries and one robbery: by harm it is first, by count second."""
    index = read_harm_index(_index(tmp_path, "Burglary,1,1", "Robbery,1000,1"))
    many, few = heap(40, 1_000, 1_000, 20), heap(11, 4_000, 4_000, 20, seed=9)
    x, y = scattered(60)
    kinds = [0] * 60 + [0] * 40 + [1] + [0] * 10
    where = points([*x, *many[:, 0], *few[:, 0]], [*y, *many[:, 1], *few[:, 1]], kind=kinds)
    first, second = detect(where, DetectionRules("dbscan", least=8), harm=index).candidates
    assert (first.count, first.harm, first.rank_by_count) == (11, 1010.0, 2)
    assert first.one_event == pytest.approx(1000 / 1010)
    assert any(
        each == "one event: it carries 99% of the harm here; by count this is number 2"
        for each in first.warnings
    )
    assert (second.rank_by_count, second.harm) == (1, 40.0)
    assert not any(each.startswith("one event") for each in second.warnings)
