"""What a person should know of an import of places: a sentence each, refs named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import shapely

from casebook.core.english import counted, first_of
from casebook.core.months import day_label
from casebook.core.wording import number
from casebook.places.import_changes import Known, PlaceChanges
from casebook.places.import_rows import Drawn
from casebook.places.queries import boundary_in_force
from geo.compare import overlaps

_SMALL = 100.0
_LARGE = 5e6
_MOST_PAIRS = 10
_MOST_REFS = 5


def _listed(refs: Iterable[str]) -> str:
    return first_of(tuple(refs), _MOST_REFS)


def mended_notes(drawn: Iterable[Drawn]) -> list[str]:
    """What was put right, and in which places."""
    by_clause: dict[str, list[str]] = {}
    for place in drawn:
        for clause in place.mended:
            by_clause.setdefault(clause, []).append(place.ref)
    return [f"Mended: {clause} ({_listed(refs)})." for clause, refs in by_clause.items()]


def change_notes(changes: PlaceChanges, known: Known, file_refs: set[str]) -> list[str]:
    """What the changes are beyond their counts; ``file_refs`` is every ref in the file."""
    notes = [*_redrawn(changes), *_sizes(changes), *_attributes(changes, known)]
    if changes.kind == "hotspot":
        notes += _overlapping(changes, known)
    if changes.placed_under:
        refs = _listed(changes.placed_under)
        notes.append(f"Places that had no area now lie in one of these: {refs}.")
    retired = [
        ref for ref in changes.shapes if ref in known.places and known.places[ref].retired_on
    ]
    if retired:
        notes.append(f"Retired here, though the file still has them: {_listed(retired)}.")
    gone = [
        ref
        for ref, place in known.places.items()
        if place.kind == changes.kind and not place.retired_on and ref not in file_refs
    ]
    if gone:
        notes.append(f"Not in this file, and left as they are: {_listed(gone)}.")
    return notes


def _redrawn(changes: PlaceChanges) -> Iterator[str]:
    if changes.redrawn:
        day = day_label(changes.day)
        if changes.first_day is None:
            day += " (today; another day: --valid-from)"
        yield (
            f"Redrawn from {day}: {_listed(changes.redrawn)}. "
            "Their earlier boundaries stay for the time before."
        )


def _sizes(changes: PlaceChanges) -> Iterator[str]:
    areas = {
        ref: changes.shapes[ref].area for ref in (*changes.new, *changes.redrawn, *changes.outlined)
    }
    small = [f"{ref} ({number(area, 0)} m²)" for ref, area in areas.items() if area < _SMALL]
    large = [f"{ref} ({number(area / 1e6, 1)} km²)" for ref, area in areas.items() if area > _LARGE]
    if small:
        yield f"Very small, under {number(_SMALL)} m²: {_listed(small)}."
    if large and changes.kind == "hotspot":
        yield f"Very large for a hotspot, over {number(_LARGE / 1e6)} km²: {_listed(large)}."


def _attributes(changes: PlaceChanges, known: Known) -> Iterator[str]:
    for objection, refs in changes.unplaced.items():
        yield f"{_listed(refs)}: {objection}"
    if changes.kind != "hotspot":
        return
    bare = [ref for ref, place in changes.new.items() if not place.themes]
    if bare:
        yield f"No themes, so all crime is counted for them (give --themes): {_listed(bare)}."
    if known.tree.areas:
        outside = [ref for ref in changes.new if known.tree.outside(changes.shapes[ref])]
        if outside:
            yield f"Outside every area in this casebook: {_listed(outside)}."


def _overlapping(changes: PlaceChanges, known: Known) -> Iterator[str]:
    """Pairs of live hotspots that overlap, where this file brings one of the boundaries."""
    shapes = dict(changes.shapes)
    for ref, place in known.places.items():
        if place.kind != "hotspot" or place.retired_on or ref in shapes:
            continue
        outline = boundary_in_force(known.outlines.get(ref, ()), changes.day)
        if outline is not None:
            shapes[ref] = shapely.from_wkb(outline.wkb)
    pairs = overlaps(shapes, [*changes.new, *changes.redrawn, *changes.outlined])
    for one, other, area in pairs[:_MOST_PAIRS]:
        shared = f"{number(area, 0)} m²"
        yield f"{one} and {other} overlap ({shared}): what happens there counts in both."
    if len(pairs) > _MOST_PAIRS:
        rest = len(pairs) - _MOST_PAIRS
        yield f"{counted(rest, 'more pair')} of hotspots {'overlaps' if rest == 1 else 'overlap'}."
