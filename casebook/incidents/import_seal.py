"""Sealing incidents as they are written, while their columns are at hand as arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from casebook.files.arrow_columns import Ints
from casebook.files.tabular import Flags
from casebook.incidents.import_rows import NO_FORCE, IncidentColumns
from casebook.incidents.in_boundaries import NO_AREA
from casebook.store.sealing.digests import (
    MISSING,
    Values,
    alike,
    canonical_text,
    plain_floats,
    texts,
    texts_of,
)
from casebook.store.sealing.seals import column_names
from casebook.store.tables import incident
from casebook.store.transaction import Transaction


def seal_rows(
    tx: Transaction,
    rows: IncidentColumns,
    *,
    area: Ints,
    source: int,
    load: int,
    streets: Sequence[str],
    references: Sequence[str | None],
    older: Sequence[str | None],
) -> None:
    """Hash rows that are about to be written for ``load``, which are in the order of their key.

    What stands for nothing in ``rows`` is hashed as the nothing that the table holds.
    """
    columns: dict[str, Values] = {
        "key": rows.key,
        "month": rows.month,
        "at": _where(np.isnan(rows.at), np.nan_to_num(rows.at).astype(np.int64)),
        "x": plain_floats(rows.x),
        "y": plain_floats(rows.y),
        "type": rows.type,
        "outcome": rows.outcome,
        "street": texts_of(streets, rows.street),
        "area": _where(area == NO_AREA, area),
        "source": alike(source, len(rows)),
        "load": alike(load, len(rows)),
        "withdrawn": alike(MISSING, len(rows)),
        "reference": texts(references),
        "force": _where(rows.force == NO_FORCE, rows.force),
        "extract": _where(rows.extract == 0, rows.extract),
        "older": texts([each and canonical_text(each) for each in older]),
    }
    tx.unsealed.feed(incident.name, {name: columns[name] for name in column_names(incident)})


def _where(missing: Flags, values: Ints) -> Ints:
    return np.where(missing, MISSING, values).astype(np.int64)
