"""Pings measured in shards of devices: the same visits, sentences and refusals, however many."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.core.errors import BadFile
from casebook.patrols.gps import visits
from casebook.patrols.gps.dosage_of_files import DosageAsked, dosage
from tests.patrols.gps.ping_files import AWAY, HEAD, ONE, TWO, run
from tests.places.place_files import feature, places_file, square

UNITS = ("LH21", "LH22", "lh21", "LH23", "")
RUNS = st.tuples(
    st.sampled_from(UNITS),
    st.integers(0, 23),
    st.integers(0, 40),
    st.sampled_from([ONE, TWO, AWAY, (0, 0)]),
    st.sampled_from([30, 60, 240]),
)
FILES = st.lists(st.one_of(st.lists(RUNS, max_size=3), st.none()), min_size=1, max_size=4)
Runs = list[tuple[str, int, int, tuple[int, int], int]]
Files = list[Runs | None]


def written(folder: Path, files: Files) -> list[Path]:
    """A file of the pings of some runs each; None is one that can't be read."""
    paths = []
    for number, runs in enumerate(files):
        path = folder / f"{number}.csv"
        rows = [
            row
            for unit, hour, minutes, spot, every in runs or ()
            for row in run(f"2024-10-07T{hour:02}:00+01:00", minutes, spot, unit, every)
        ]
        text = "\n".join([HEAD, *rows]) + "\n"
        path.write_text(text if runs is not None else "\0", encoding="utf-8")
        paths.append(path)
    return paths


def found(paths: Sequence[Path], **options: Any) -> Any:
    """What they amount to, be it a refusal."""
    places = places_file(
        paths[0].parent / "places.geojson",
        feature(square(0, 0), ref="HS-01"),
        feature(square(500, 0), ref="HS-02"),
    )
    now, zone = datetime(2024, 12, 18, tzinfo=UTC), ZoneInfo("Europe/London")
    asked = DosageAsked(pings=paths, hotspots=places, now=now, zone=zone, **options)
    try:
        return dosage(asked)
    except BadFile as error:
        return str(error)


@settings(max_examples=40, deadline=None)
@given(FILES, st.integers(2, 5), st.booleans())
def test_any_number_of_shards_tells_the_same(files: Files, shards: int, summary: bool) -> None:
    """Visits, days, rejections and notes, and what can't be read at all."""
    with tempfile.TemporaryDirectory() as made:
        paths = written(Path(made), files)
        assert found(paths, summary=summary, shards=shards) == found(paths, summary=summary)


def test_the_same_ping_out_of_order_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two units that step back, before a file that can't be read; in whatever shard they are."""
    monkeypatch.setattr(visits, "TOGETHER", 20)
    early: Runs = [("LH22", 9, 30, ONE, 60)]
    late: Runs = [("LH21", 20, 30, ONE, 60), ("LH22", 20, 9, TWO, 60)]
    back: Runs = [("LH22", 8, 30, ONE, 60), ("LH21", 8, 30, ONE, 60)]
    paths = written(tmp_path, [early, late, back, early, early, None])
    alone = found(paths)
    assert alone.startswith("2.csv row 2 is earlier than pings of its unit before it")
    assert [found(paths, shards=number) for number in (2, 3, 4)] == [alone] * 3
