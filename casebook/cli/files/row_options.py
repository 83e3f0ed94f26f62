"""Options of commands whose files are tables of rows: what to read, which column is which.

They give what the command passes on, read and checked; a fault in them ends the command with one
sentence, as one in a file does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebook.core.months import Span

if TYPE_CHECKING:
    from casebook.files.mapping import ColumnMapping


def _mapping(_ctx: object, _param: object, path: Path | None) -> ColumnMapping | None:
    return None if path is None else _read(path)


def _days(_ctx: object, _param: object, text: str | None) -> Span | None:
    return None if text is None else Span.parse(text)


def in_metres(_ctx: object, _param: object, crs: str | None) -> str | None:
    """The coordinate system of an option, where metres can be measured in it."""
    if crs not in (None, _USUAL):
        from casebook.book.writing import check_crs

        check_crs(crs)
    return crs


_USUAL = "EPSG:27700"
"""Needs no looking up, which would take longer than many a count."""

crs_option = click.option(
    "--crs", default=_USUAL, show_default=True, callback=in_metres, help="Metres to measure in."
)
ref_option = click.option("--ref", "ref_column", help="The column that holds the polygons' refs.")
map_option = click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path),
    callback=_mapping,
    metavar="MAPPING.toml",
    help='A TOML of column names, such as easting = "X coordinate", of values for every row, such '
    'as type = { value = "Anti-social behaviour" }, and date_order = "month-first" or "day-first".',
)
covers_option = click.option(
    "--covers",
    metavar="FROM..TO",
    callback=_days,
    help="The file is the whole truth for its source in this window: rows that have "
    "gone from it are withdrawn, and a district with none has none.",
)

sheet_option = click.option(
    "--sheet",
    "tabs",
    multiple=True,
    metavar="NAME",
    help="Read only this tab or layer of FILES, or file in a ZIP; may be repeated.",
)
layer_option = click.option(
    "--layer",
    "layers",
    multiple=True,
    metavar="NAME",
    help="The layer that holds the polygons; may be repeated.",
)


def _read(path: Path) -> ColumnMapping:
    from casebook.files.contents import text_of, toml_of
    from casebook.files.mapping import ColumnMapping

    return ColumnMapping.decode(toml_of(text_of(path), str(path)), str(path))
