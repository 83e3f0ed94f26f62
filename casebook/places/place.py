"""Places: hotspots and the areas they lie in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from casebook.core.called import Called, folded
from casebook.core.english import a_or_an, listed, plural
from casebook.core.errors import BadValue
from casebook.core.fields import field
from casebook.core.kinds import Record

AREA_KINDS = ("force", "district", "ward", "beat", "impact area")
"""Areas from the widest to the narrowest; a grouping (impact area) comes last."""
COMPARISON_KINDS = ("control", "buffer")
"""Kinds of comparison area: places that are only used to judge a response."""
COUNTED_KINDS = ("hotspot", *COMPARISON_KINDS)
"""Kinds of place whose boundaries hold incidents; an area's are found through the tree."""
WIDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hotspot": ("beat", "ward", "district", "force"),
        "control": ("beat", "ward", "district", "force"),
        "buffer": ("beat", "ward", "district", "force"),
        "beat": ("ward", "district", "force"),
        "ward": ("district", "force"),
        "impact area": ("district", "force"),
        "district": ("force",),
        "force": (),
    }
)
"""The kinds of area that hold each kind of place, narrowest first."""
GROUPED_KINDS = ("district", "ward", "beat")
"""The kinds of area that an impact area may be made of."""
_LONGEST_REF = 60


@dataclass(frozen=True)
class Place(Record):
    """A designated place: a hotspot, or an area of the tree that hotspots lie in."""

    KIND: ClassVar[str] = "place"
    TITLE: ClassVar[str] = "Places"
    NOBODYS: ClassVar[tuple[str, ...]] = ("ref", "name", "aliases")
    BY_IMPORT: ClassVar[tuple[str, ...]] = (
        "name",
        "parent",
        "themes",
        "aliases",
        "groups",
        "officer",
    )

    ref: str = field("Ref", example="HS-01", unscanned="a reference")
    kind: str = field("Kind", example="hotspot")
    name: str = field("Name", default="")
    parent: str | None = field(
        "Lies in", help="Ref of the area it lies in.", refers="place", indexed=True, default=None
    )
    themes: tuple[str, ...] = field("Themes", codes="theme", default=())
    aliases: tuple[str, ...] = field("Also called", default=())
    groups: tuple[str, ...] = field(
        "Groups", help="Refs of the areas an impact area is made of.", refers="place", default=()
    )
    officer: str = field("Named officer", help="Role or collar number.", default="")
    live_from: date | None = field("Live from", default=None)
    retired_on: date | None = field("Retired on", default=None)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called beside its ref: its name and its other names."""
        return (self.name, *self.aliases)

    def live_in(self, start: date, end: date) -> bool:
        """Whether it was designated on any day from ``start`` to ``end``."""
        return (self.live_from is None or self.live_from <= end) and (
            self.retired_on is None or self.retired_on > start
        )

    def offered(self, today: date) -> bool:
        """Whether it is live."""
        return self.live_in(today, today)

    @property
    def count_group(self) -> str:
        """The count group its themes ask for: ``asb`` unless serious violence is one of them."""
        return self.count_groups[0]

    @property
    def count_groups(self) -> tuple[str, ...]:
        """The count group of each of its themes that has one, the first its own; else ``crime``."""
        groups = {"serious violence": "serious-violence", "asb": "asb"}
        return tuple(group for theme, group in groups.items() if theme in self.themes) or ("crime",)


def called(places: Iterable[Place], what: str = "place", besides: Iterable[str] = ()) -> Called:
    """What these places are called, each of them a ``what`` in sentences."""
    return Called(what, {place.ref: place.names for place in places}, besides)


def check_area(area: Place, known: Mapping[str, Place], before: Place | None = None) -> None:
    """Raise :class:`BadValue`, naming the field at fault, where an area can't stand as it is.

    ``known`` is every place by ref, called by ref in the area's own fields; only what differs from
    ``before`` is looked at, so that what stood before may stand on.
    """
    if before is None:
        _check_made(area, known)
    if before is None or area.parent != before.parent:
        _check_parent(area, known)
    if before is None or (area.groups, area.parent) != (before.groups, before.parent):
        _check_groups(area, known)
    if before is None or area.aliases != before.aliases:
        _check_aliases(area, known)


def bad_ref(ref: str) -> str:
    """Why ``ref`` can't be a place's; empty where it can."""
    if not ref.strip():
        return "It has no ref."
    if not ref.isprintable():
        return "Its ref holds control characters."
    if len(ref) > _LONGEST_REF:
        return f"Its ref is longer than {_LONGEST_REF} characters."
    return ""


def _check_made(area: Place, known: Mapping[str, Place]) -> None:
    """It is of a kind of area, and its ref can be one and is its alone in any case."""
    if area.kind not in AREA_KINDS:
        raise BadValue(
            f"Kind takes one of {', '.join(AREA_KINDS)}, not '{area.kind}'.", field="kind"
        )
    fault = bad_ref(area.ref)
    if fault:
        raise BadValue(f"Ref: {fault[0].lower()}{fault[1:]}", field="ref")
    alike = next((ref for ref in known if folded(ref) == folded(area.ref)), None)
    if alike is not None and alike != area.ref:
        raise BadValue(
            f"Ref: there is {alike} already, which only looks different from {area.ref}.",
            field="ref",
        )


def _check_parent(area: Place, known: Mapping[str, Place]) -> None:
    """What an area lies in is wider than it, and doesn't itself lie in it."""
    if area.parent is None:
        return
    over, wider = known[area.parent], WIDER[area.kind]
    if over.kind not in wider:
        rule = "a force lies in nothing"
        if wider:
            rule = f"{plural(2, area.kind)} lie in {a_or_an(listed(wider, 'or'))}"
        raise BadValue(f"Lies in: {over.ref} is of kind {over.kind}; {rule}.", field="parent")
    if area.ref in _chain(area, known):
        raise BadValue(f"Lies in: {over.ref} lies in {area.ref} itself.", field="parent")


def _check_groups(area: Place, known: Mapping[str, Place]) -> None:
    """An impact area groups narrower areas, none of which it lies in."""
    if area.groups and area.kind != "impact area":
        raise BadValue(
            f"Groups: only an impact area groups others, and {area.ref} is none.", field="groups"
        )
    for ref in area.groups:
        member = known[ref]
        if member.kind not in GROUPED_KINDS:
            wanted = " or ".join(f"{kind}s" for kind in GROUPED_KINDS)
            raise BadValue(
                f"Groups: {ref} is of kind {member.kind}; impact areas group {wanted}.",
                field="groups",
            )
        if ref in _chain(area, known):
            raise BadValue(
                f"Groups: {area.ref} lies in {ref}, so it can't be made of it.", field="groups"
            )


def _check_aliases(area: Place, known: Mapping[str, Place]) -> None:
    """Another name is nobody else's ref, name or alias."""
    for other in known.values():
        if other.ref == area.ref:
            continue
        theirs = {folded(word) for word in (other.ref, *other.names) if word}
        taken = next((alias for alias in area.aliases if folded(alias) in theirs), None)
        if taken is not None:
            raise BadValue(
                f"Also called: {other.ref} is called '{taken}' already.", field="aliases"
            )


def _chain(area: Place, known: Mapping[str, Place]) -> Iterator[str]:
    """The refs of what an area lies in, walked once round should they make a ring."""
    seen: set[str] = set()
    ref = area.parent
    while ref is not None and ref not in seen:
        yield ref
        seen.add(ref)
        ref = known[ref].parent if ref in known else None
