"""The base layers a casebook keeps: listed, read, replaced and removed by name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from casebook.basemap.background import NOUNS, Background, together
from casebook.basemap.small import unpack
from casebook.book.opening import Book
from casebook.core.english import listed, plural
from casebook.core.errors import BadValue, StoreFailure
from casebook.store.transaction import Transaction

KEY = "base"
"""The setting that holds them: by name, so that each is sealed by itself."""


@dataclass(frozen=True)
class BaseLayer:
    """A layer of the ground that maps are drawn on."""

    name: str
    file: str
    features: int
    """How many features of its files are kept."""
    attribution: str
    imported_on: str
    load: int
    """The load that brought it."""
    within: list[float] | None
    """West, south, east and north of what was kept; None: everything."""
    packed: dict[str, list[str]] = field(repr=False)

    @property
    def bytes(self) -> int:
        """How much room it takes."""
        return sum(len(text) for texts in self.packed.values() for text in texts)

    def said(self) -> dict[str, Any]:
        """The layer as a row to be listed."""
        return {
            "name": self.name,
            "holds": ", ".join(plural(2, NOUNS[sort]) for sort in self.packed),
            "features": self.features,
            "bytes": self.bytes,
            "file": self.file,
            "imported_on": self.imported_on,
            "attribution": self.attribution,
        }


def list_base(book: Book) -> tuple[BaseLayer, ...]:
    """Every base layer, by name."""
    book.require("view")
    with book.store.reading() as tx:
        return base_layers(tx)


def base_layers(tx: Transaction) -> tuple[BaseLayer, ...]:
    """Every base layer, by name; raises :class:`StoreFailure` for what Casebook never wrote."""
    try:
        return tuple(
            BaseLayer(name=name, **kept) for name, kept in sorted(tx.setting(KEY, {}).items())
        )
    except (AttributeError, TypeError) as error:
        raise _unreadable("", error) from error


def put_layer(tx: Transaction, layer: BaseLayer) -> None:
    """Keep a layer in the place of the one of its name; the caller's entry stands for it."""
    kept = {name: value for name, value in asdict(layer).items() if name != "name"}
    tx.put(KEY, tx.setting(KEY, {}) | {layer.name: kept})


def read_base(book: Book) -> Background | None:
    """Every base layer as one background; None where the casebook has none."""
    found = list_base(book)
    try:
        backgrounds = [unpack(layer.packed, layer.attribution) for layer in found]
    except Exception as error:  # zlib, base64, numpy and shapely each raise their own
        raise _unreadable(f" {listed([layer.name for layer in found])}", error) from error
    return together(backgrounds) if found else None


def remove_base(book: Book, name: str, why: str = "") -> BaseLayer:
    """Take a layer away; raises :class:`NotAllowed`, and :class:`BadValue` for a name not there."""
    book.require("import")
    with book.store.writing() as tx:
        layers = {layer.name: layer for layer in base_layers(tx)}
        if name not in layers:
            there = f"it has {listed(layers)}" if layers else "it has none"
            raise BadValue(f"The casebook has no base layer '{name}': {there}.")
        kept: dict[str, Any] = tx.setting(KEY, {})
        tx.put(KEY, {other: value for other, value in kept.items() if other != name})
        change = {"file": [layers[name].file, None], "features": [layers[name].features, None]}
        tx.history.append(book.author, "base", name, change, why)
    return layers[name]


def _unreadable(which: str, error: Exception) -> StoreFailure:
    return StoreFailure(
        f"The base map{which} can't be read ({type(error).__name__}): 'casebook check' says what "
        "was altered. Import its files again with 'casebook import base'."
    )
