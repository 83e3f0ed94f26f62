"""``casebook import base``: streets, water, parks and borders in from any map's file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Unpack

from shapely.geometry.base import BaseGeometry

from casebook.basemap.background import NOUNS, together
from casebook.basemap.features import AS
from casebook.basemap.from_file import BackgroundFile, read_background
from casebook.basemap.kept import BaseLayer, base_layers, put_layer
from casebook.basemap.small import Small, box_of, make_small, pack
from casebook.book.importing import How, Importer, Planned, bring_in
from casebook.book.opening import Book
from casebook.core.english import counted, listed
from casebook.core.errors import BadValue
from casebook.core.texts.characters import cleaned
from casebook.core.wording import number
from casebook.store.loads import Load
from casebook.store.report import ImportReport
from casebook.store.transaction import Transaction


def import_base(
    book: Book,
    paths: Sequence[Path],
    *,
    name: str = "",
    held: str = "",
    attribution: str = "",
    **how: Unpack[How],
) -> ImportReport:
    """Keep what ``paths`` hold as the base layer ``name``, in the place of one of that name.

    The name is that of the first file where none is given. ``held`` says what the files hold, a
    key of :data:`casebook.basemap.features.AS`. What is kept lies within 3 kilometres of the
    areas and hotspots that are drawn, without bends under 2 metres. Raises
    :class:`NotAllowed`, :class:`BadFile` for files in which nothing can be drawn or nothing lies
    there, :class:`BadValue` for ``held`` that is none.
    """
    if held and held not in AS:
        raise BadValue(f"A base layer holds {listed(AS, 'or')}, not '{held}'.")
    book.require("import")
    called = cleaned(name, lines=False).strip() or cleaned(paths[0].stem, lines=False)
    owners = cleaned(attribution, lines=False).strip()
    return bring_in(_BaseFiles(book, paths, how, called, held, owners, _ground(book)))


def _ground(book: Book) -> tuple[BaseGeometry, ...]:
    """What the base is kept about: every area and hotspot that has an outline."""
    from casebook.places.hotspots import shapes_in_force

    kinds = ("force", "district", "ward", "hotspot")
    return tuple(shapes_in_force(book, book.today, kinds).values())


@dataclass(frozen=True)
class _BaseRead:
    """The files as read and made small."""

    small: Small
    files: tuple[BackgroundFile, ...]

    @property
    def read(self) -> int:
        """How many features the files have."""
        return sum(file.read for file in self.files)


@dataclass(frozen=True)
class _BaseFiles(Importer[_BaseRead]):
    """Files of one base layer."""

    THING: ClassVar[str] = "feature"

    layer: str
    held: str
    owners: str
    ground: tuple[BaseGeometry, ...]

    @property
    def kind(self) -> str:
        return "base"

    @property
    def asked(self) -> Mapping[str, Any]:
        return {"name": self.layer, "as": self.held, "attribution": self.owners}

    @property
    def within(self) -> list[float] | None:
        """West, south, east and north of what is kept."""
        box = box_of(self.ground)
        return None if box is None else [round(edge, 6) for edge in box]

    def unchanged_since(self, tx: Transaction, load: Load) -> bool:
        """Whether the layer is still that load's, about the same ground."""
        return any(
            layer.load == load.id and layer.within == self.within for layer in base_layers(tx)
        )

    def read(self) -> _BaseRead:
        """What the files hold of the ground, made small."""
        files = tuple(read_background(path, self.held, self.tabs) for path in self.paths)
        whole = together(file.background for file in files)
        owned = replace(whole, attribution=self.owners or whole.attribution)
        return _BaseRead(make_small(owned, self.ground), files)

    def plan(self, tx: Transaction, given: _BaseRead) -> Planned:
        """The layer in the place of the one of its name."""
        small, background = given.small, given.small.background
        if not small.kept:
            raise BadValue(
                f"Nothing of {self.name} lies within {_MARGIN} of the areas and "
                "hotspots: give files of this ground."
            )
        before = next((layer for layer in base_layers(tx) if layer.name == self.layer), None)
        layer = BaseLayer(
            self.layer,
            self.name,
            small.kept,
            background.attribution,
            str(self.book.today),
            0,
            self.within,
            pack(background),
        )
        outside = small.outside if self.ground else None
        notes = self._notes(given, layer, before)
        report = ImportReport(
            read=given.read,
            added=0 if before else small.kept,
            updated=small.kept if before else 0,
            outside_area=outside,
            notes=notes,
        )

        def store(load: int) -> ImportReport:
            put_layer(tx, replace(layer, load=load))
            return report

        return Planned(report, store, self.layer, {"within": self.within})

    def _notes(
        self, given: _BaseRead, layer: BaseLayer, before: BaseLayer | None
    ) -> tuple[str, ...]:
        """What was made of the files, what was left out, and whose they are."""
        parts = listed(
            counted(len(given.small.background.of(sort)), NOUNS[sort]) for sort in layer.packed
        )
        put = f"In the place of {before.file}, kept" if before else "Kept"
        left = Counter[str]()
        for file in given.files:
            left.update(file.left_out)
        left["areas too small to be seen"] += given.small.too_small
        if self.ground:
            left[f"outside {_MARGIN} about the areas and hotspots"] += given.small.outside
        said = [f"{count:,} {what}" for what, count in (+left).items()]
        whole = "" if self.ground else " Nothing was cut off: no area or hotspot is drawn yet."
        return (
            f"{put} as base layer '{layer.name}' in {number(layer.bytes / 1000, 0)} kB: {parts}; "
            f"bends under 2 metres were smoothed.{whole}",
            *((f"Left out: {listed(said)}.",) if said else ()),
            f"Maps say whose data it is: {layer.attribution}."
            if layer.attribution
            else "Whose data it is the files don't say: give --attribution, which maps then print.",
        )


_MARGIN = "3 km"
"""How far about the ground is kept, as it is said."""
