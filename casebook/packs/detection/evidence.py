"""What a map says of each candidate, and how it colours them."""

from __future__ import annotations

from collections.abc import Sequence

from casebook.detection.candidate import CandidateHotspot
from casebook.detection.rules import DAYS
from geo.maps import Band, Layer, MapColumn, classes
from geo.maps.columns import Value
from geo.maps.paint import LESS, MORE

_NEW = Band("In no present hotspot", MORE, mark="●")
_PRESENT = Band("In a present hotspot", LESS, pattern="hatch")
_PART = 3
"""Hours of the day that a popup adds up."""
_COUNT, _WARNINGS = "Incidents", "Warnings"


def evidence_columns(candidates: Sequence[CandidateHotspot]) -> tuple[MapColumn, ...]:
    """A column for all that is known of any of the candidates.

    The table has the first words of the warnings; popups and CSV have them in full, and how many
    of the incidents fell on each day and in each part of the day.
    """

    def column(name: str, values: Sequence[Value], places: int = 0) -> MapColumn:
        return MapColumn(name, [values], places=places)

    def said(name: str, texts: Sequence[str], *, in_table: bool = True) -> MapColumn:
        return MapColumn(name, [texts], kind="word", in_table=in_table)

    every = (
        column(_COUNT, [one.count for one in candidates]),
        MapColumn("Of all", [[one.share * 100 for one in candidates]], kind="percent", places=1),
        column("Hectares", [one.area / 1e4 for one in candidates], 2),
        column("A km²", [one.per_km2 for one in candidates]),
        column("Gi*", [one.z for one in candidates], 2),
        column("Peak a km²", [one.peak for one in candidates]),
        column("Harm", [one.harm for one in candidates], 1),
        column("Number by count", [one.rank_by_count for one in candidates]),
        said("Busiest hours", [one.hours for one in candidates]),
        said("Busiest day", [one.days for one in candidates]),
        said("Present hotspots", [", ".join(one.hotspots) for one in candidates]),
        said(_WARNINGS, [", ".join(_named(one.warnings)) for one in candidates]),
        said("In full", ["; ".join(one.warnings) for one in candidates], in_table=False),
        *_week(candidates),
    )
    return tuple(one for one in every if not candidates or any(_known(one)))


def candidate_layers(
    candidates: Sequence[CandidateHotspot], *, beside_present: bool
) -> tuple[Layer, ...]:
    """Candidates by what their method says, by count, by warnings, and as new or present.

    The last only ``beside_present`` hotspots.
    """
    values: dict[str, tuple[Sequence[float | None], int, str]] = {
        "Gi*": ([one.z for one in candidates], 2, "The largest Gi* of its cells."),
        "Peak a km²": ([one.peak for one in candidates], 0, "The largest density of its cells."),
        "Harm": ([one.harm for one in candidates], 1, "What its incidents weigh."),
        _COUNT: ([one.count for one in candidates], 0, "In it or on its edge."),
        _WARNINGS: (
            [len(one.warnings) for one in candidates],
            0,
            "In how many ways it isn't as a hotspot is expected to be.",
        ),
    }
    layers = [
        _numbers(name, of, places, note)
        for name, (of, places, note) in values.items()
        if name == _COUNT or any(value is not None for value in of)
    ]
    if beside_present:
        at = [bool(one.hotspots) for one in candidates]
        note = "Whether it overlaps a hotspot there is."
        says = ("Present hotspots",) if any(at) else (_COUNT,)
        layers.append(Layer("New or present", ((_NEW, _PRESENT),), (at,), says, note, "candidates"))
    return tuple(layers)


def _numbers(name: str, values: Sequence[float | None], places: int, note: str) -> Layer:
    found = classes(values, places=places)
    bands = tuple(reversed(found.bands))
    of = [len(bands) - 1 - found.number(value) for value in values]
    says = tuple(dict.fromkeys((_COUNT, *([name] if name != _WARNINGS or any(values) else []))))
    return Layer(name, (bands,), (of,), says if values else (), note, "candidates")


def _week(candidates: Sequence[CandidateHotspot]) -> tuple[MapColumn, ...]:
    """How many of each candidate's timed incidents fell on each day, and in each part of it."""

    def column(name: str, group: str, days: range, hours: range) -> MapColumn:
        summed = [
            None if one.week is None else sum(one.week[day][hour] for day in days for hour in hours)
            for one in candidates
        ]
        return MapColumn(name, [summed], group, in_table=False)

    week, day = range(len(DAYS)), range(24)
    return (
        *(column(name, "By day", range(n, n + 1), day) for n, name in enumerate(DAYS)),
        *(
            column(f"{n:02d}–{n + _PART:02d}", "By hour", week, range(n, n + _PART))
            for n in range(0, 24, _PART)
        ),
    )


def _named(warnings: Sequence[str]) -> list[str]:
    """The first words of each warning, once each."""
    return list(dict.fromkeys(each.partition(":")[0] for each in warnings))


def _known(column: MapColumn) -> list[bool]:
    return [value not in (None, "") for row in column.values for value in row]
