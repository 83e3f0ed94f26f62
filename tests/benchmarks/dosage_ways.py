"""A way of measuring dosage, timed: ``python -m tests.benchmarks.dosage_ways WAY DIR``.

Each begins at a Parquet file of pings and ends with the visits and seconds of each hotspot, by the
one rule of :mod:`geo.dosage`: half of each gap at each end, visits parted by silence and by being
elsewhere, longer times outside left out, drive-throughs too. movingpandas draws straight lines to
the edge instead.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely

from geo.dosage.rule import SILENCE, Rule
from tests.benchmarks.processes import SETTLING

RULE = Rule()
_BATCH = 1 << 17
_CLOSE = 0.1
"""How far the sum of another rule may lie from that of ours."""
_SQL = f"""
WITH ping AS (
  SELECT unit, epoch_ms(time) // 1000 AS t, easting, northing,
    lag(t) OVER own AS before, lead(t) OVER own AS after
  FROM read_parquet('{{pings}}') WINDOW own AS (PARTITION BY unit ORDER BY time)
), device AS (
  SELECT unit, median(t - before) AS every, greatest({RULE.gap}, round(3 * every)) AS gap
  FROM ping WHERE t - before < {SILENCE} GROUP BY unit
), inside AS (
  SELECT unit, id AS place, t, gap,
    CASE WHEN before IS NULL THEN t WHEN t - before < gap THEN before + (t - before) // 2
      ELSE t - CAST(floor(every / 2) AS BIGINT) END AS begins,
    CASE WHEN after IS NULL THEN t WHEN after - t < gap THEN t + (after - t) // 2
      ELSE t + CAST(floor(every / 2) AS BIGINT) END AS ends
  FROM ping JOIN hotspots ON ST_Intersects(geom, ST_Point(easting, northing))
  JOIN device USING (unit)
), run AS (
  SELECT *, lag(ends) OVER own AS ended,
    coalesce(lag(place) OVER own = place AND t - lag(t) OVER own < gap, false) AS same
  FROM inside WINDOW own AS (PARTITION BY unit ORDER BY t)
), stay AS (
  SELECT *, sum(CASE WHEN same THEN 0 ELSE 1 END) OVER (PARTITION BY unit ORDER BY t) AS number,
    CASE WHEN same AND begins - ended >= {RULE.shortest} THEN begins - ended ELSE 0 END AS away
  FROM run
), visit AS (
  SELECT any_value(place) AS place, max(ends) - min(begins) - sum(away) AS seconds
  FROM stay GROUP BY unit, number
)
SELECT place, count(*) AS visits, sum(seconds) AS seconds
FROM visit WHERE seconds >= {RULE.shortest} GROUP BY place
"""

Told = Mapping[int, tuple[int, int]]
"""The visits and the seconds of each hotspot that has any."""


def by_casebook(pings: Path, polygons: Any) -> Told:
    """The product's own, batch by batch: these come in order."""
    from geo.dosage.meter import Meter
    from geo.dosage.outlines import Outlines

    meter = Meter(Outlines(polygons), RULE, together=_BATCH)
    for columns in _batches(pings):
        meter.add(*columns)
    found = meter.dose().visits
    counted = ~found.drive_through
    place, seconds = found.place[counted], found.seconds[counted]
    return _table(range(len(polygons)), np.bincount(place), np.bincount(place, seconds))


def _batches(pings: Path) -> Iterator[tuple[Any, ...]]:
    """Numbers of units, seconds since 1970, eastings and northings."""
    numbers: dict[str, int] = {}
    file = pq.ParquetFile(pings, pre_buffer=False)
    for batch in file.iter_batches(_BATCH):
        unit, moment, x, y = batch.columns
        names = unit.dictionary.to_pylist()
        codes = np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int32)
        at = moment.view("int64").to_numpy() // 1000
        yield codes[unit.indices.to_numpy()], at, x.to_numpy(), y.to_numpy()


def reading(pings: Path, _polygons: Any) -> Told:
    """Nothing but the reading of the same columns."""
    for _ in _batches(pings):
        pass
    return {}


def by_geopandas(pings: Path, polygons: Any) -> Told:
    """Points made and joined as its documentation does it, and visits by pandas."""
    import geopandas
    import pandas as pd

    table = pd.read_parquet(pings)
    table["t"] = table["time"].astype("int64") // 1000
    table = table.sort_values(["unit", "t"], ignore_index=True)
    by_unit = table.groupby("unit", observed=True)["t"]
    table["before"], table["after"] = by_unit.shift(), by_unit.shift(-1)
    gap = table["t"] - table["before"]
    every = gap[gap < SILENCE].groupby(table["unit"], observed=True).median()
    points = geopandas.GeoDataFrame(
        table, geometry=geopandas.points_from_xy(table["easting"], table["northing"])
    )
    hotspots = geopandas.GeoDataFrame(geometry=list(polygons))
    inside = points.sjoin(hotspots, predicate="intersects").sort_values(["unit", "t"])
    return _visits_by_pandas(inside, every)


def _visits_by_pandas(inside: Any, every: Any) -> Told:
    at, place = inside["t"], inside["index_right"]
    interval = inside["unit"].map(every).astype("float64")
    longest = np.maximum(RULE.gap, (3 * interval).round())
    half = (interval // 2).astype("int64")
    came, goes = at - inside["before"], inside["after"] - at
    begins = (at - np.where(came < longest, came - came // 2, half)).where(came.notna(), at)
    ends = (at + np.where(goes < longest, goes // 2, half)).where(goes.notna(), at)
    apart = (inside["unit"] != inside["unit"].shift()) | (place != place.shift())
    apart |= at - at.shift() >= longest
    away = (begins - ends.shift()).where(~apart, 0)
    away = away.where(away >= RULE.shortest, 0)
    stays = inside.assign(begins=begins, ends=ends, away=away).groupby(apart.cumsum())
    seconds = stays["ends"].last() - stays["begins"].first() - stays["away"].sum()
    counted = seconds >= RULE.shortest
    found = seconds[counted].groupby(stays["index_right"].first()[counted]).agg(["size", "sum"])
    return _table(found.index, found["size"], found["sum"])


def by_duckdb(pings: Path, polygons: Any) -> Told:
    """A spatial join and windows, on all its threads."""
    import duckdb
    import pyarrow as pa

    duckdb.sql("LOAD spatial")
    outlines = pa.table({"id": np.arange(len(polygons)), "wkb": shapely.to_wkb(polygons).tolist()})
    duckdb.register("outlines", outlines)
    duckdb.sql("CREATE TABLE hotspots AS SELECT id, ST_GeomFromWKB(wkb) AS geom FROM outlines")
    found = duckdb.sql(_SQL.format(pings=pings)).fetchnumpy()
    return _table(found["place"], found["visits"], found["seconds"])


def by_movingpandas(pings: Path, polygons: Any) -> Told:
    """Tracks split at silences and clipped to each hotspot, pieces of two minutes and more."""
    import geopandas
    import movingpandas
    import pandas as pd

    table = pd.read_parquet(pings)
    table["time"] = table["time"].dt.tz_localize(None).astype("datetime64[ns]")
    points = geopandas.GeoDataFrame(
        table[["unit", "time"]],
        geometry=geopandas.points_from_xy(table["easting"], table["northing"]),
        crs=27700,
    )
    tracks = movingpandas.TrajectoryCollection(points, traj_id_col="unit", t="time")
    tracks = movingpandas.ObservationGapSplitter(tracks).split(
        gap=pd.Timedelta(seconds=RULE.gap).to_pytimedelta()
    )
    told = {}
    for number, polygon in enumerate(polygons):
        pieces = tracks.clip(polygon).trajectories
        seconds = [round(piece.get_duration().total_seconds()) for piece in pieces]
        long = [each for each in seconds if each >= RULE.shortest]
        if long:
            told[number] = len(long), sum(long)
    return told


def _table(places: Any, visits: Any, seconds: Any) -> Told:
    rows = zip(np.asarray(places), np.asarray(visits), np.asarray(seconds), strict=False)
    return {int(place): (int(number), int(total)) for place, number, total in rows if number}


def main(way: str, folder: str) -> None:
    """Measure, and print the seconds taken and a digest of what was found.

    What follows another rule has no digest: its sum must be near that of ours.
    """
    polygons = shapely.from_wkb(np.load(Path(folder) / "polygons.npy", allow_pickle=True))
    pings = Path(folder) / "pings.parquet"
    measure: Callable[[Path, Any], Told] = globals()[way]
    _import_what_it_takes(way)
    started = time.perf_counter()
    told = measure(pings, polygons)
    took = time.perf_counter() - started
    digest = hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()
    if way == "by_movingpandas":
        ours, theirs = (
            sum(seconds for _, seconds in each.values())
            for each in (by_casebook(pings, polygons), told)
        )
        if abs(theirs - ours) > _CLOSE * ours:
            raise SystemExit(f"movingpandas has {theirs} seconds and casebook {ours}")
    print(json.dumps({"seconds": took, "result": "" if way in _WITHOUT_DIGEST else digest}))


_WITHOUT_DIGEST = ("reading", "by_movingpandas")


def _import_what_it_takes(way: str) -> None:
    """Imports are no part of what is timed."""
    import importlib

    needs = {
        "by_casebook": ("geo.dosage.meter", "geo.dosage.outlines", "scipy.ndimage"),
        "by_geopandas": ("geopandas",),
        "by_duckdb": ("duckdb",),
        "by_movingpandas": ("movingpandas",),
    }
    for module in ("pandas", "pyarrow.compute", *needs.get(way, ())):  # Arrow imports both
        importlib.import_module(module)
    time.sleep(SETTLING)


if __name__ == "__main__":
    main(*sys.argv[1:])
