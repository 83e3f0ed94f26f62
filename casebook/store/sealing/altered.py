"""What isn't as its newest seal says: rows of files in blocks, and settings by item.

Named are tables, loads, months and columns, never what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from casebook.core.english import counted, listed
from casebook.core.fields import encode
from casebook.core.months import Month
from casebook.core.settings import Settings
from casebook.store import tables
from casebook.store.sealing import seals
from casebook.store.sealing.digests import Seal
from casebook.store.sealing.newest import Newest, SealedBlock, SealedSetting
from casebook.store.sealing.unsealed import BLOCKS, Block
from casebook.store.transaction import Transaction

_GONE = {"z_limit": 3.0}
"""Settings of earlier versions as they shipped, which older casebooks hold."""
_SETTINGS = "settings"
"""The key of the casebook's own settings."""

_CALLED: Mapping[str, tuple[str, str]] = {
    "load": ("load", "loads"),
    "boundary": ("outline", "outlines"),
    "incident": ("incident", "incidents"),
    "incident_place": ("incident in a hotspot", "incidents in hotspots"),
    "patrol": ("patrol", "patrols"),
}


def altered_rows(tx: Transaction, newest: Newest) -> Iterator[str]:
    """Every block of rows that isn't as its newest seal says, a sentence each.

    Of loads from before loads were sealed only what their own entries say is compared.
    """
    for name in BLOCKS:
        yield from _of_table(tx, newest, name)
    yield from _older_loads(tx, newest)


def _of_table(tx: Transaction, newest: Newest, name: str) -> Iterator[str]:
    """What is wrong with the rows of one table."""
    sealed = dict(newest.blocks.get(name, {}))
    table = tables.metadata.tables[name]
    now = seals.column_names(table)
    for names in {tuple(now), *(each.columns for each in sealed.values())}:
        # a column that has gone since can't be told any more: the upgrade sealed what it left
        if not set(names) <= set(now):
            continue
        for block, digest in seals.digests(tx.sql, table, names).items():
            known = sealed.get(seals.label(block))
            if known is None:
                if names == tuple(now) and not _from_before(newest, name, block):
                    rows = counted(digest.rows, *_CALLED[name])
                    yield f"{rows} of {_block(name, block)} came without an entry"
            elif known.columns == names:
                del sealed[seals.label(block)]
                yield from _compared(name, block, known, digest.seal())
    for label, known in sealed.items():
        if known.seal.rows:
            block = tuple(_part(part) for part in label.split("/"))
            yield from _compared(name, block, known, Seal(0, "", ()))


def _from_before(newest: Newest, name: str, block: Block) -> bool:
    """Whether rows without a seal may be from before there were any."""
    if "load" in BLOCKS[name] or name == "load":
        return block[0] in newest.unsealed
    return bool(newest.unsealed)


def _compared(name: str, block: Block, known: SealedBlock, now: Seal) -> Iterator[str]:
    """How a block differs from its seal, if it does."""
    before = known.seal
    if now.rows != before.rows:
        count = abs(now.rows - before.rows)
        what = "are gone" if now.rows < before.rows else "were added"
        said = counted(count, *_CALLED[name])
        one = what.replace("are", "is").replace("were", "was") if count == 1 else what
        yield (
            f"{said} of {_block(name, block)} {one}: entry {known.entry} sealed "
            f"{before.rows:,}, and {now.rows:,} stand there"
        )
    elif now.digest != before.digest:
        pairs = zip(known.columns, before.columns, now.columns, strict=True)
        changed = [column for column, one, other in pairs if one != other]
        yield (
            f"{_CALLED[name][1]} of {_block(name, block)}: {listed(changed, 'and')} "
            f"{'is' if len(changed) == 1 else 'are'}n't what entry {known.entry} sealed"
        )


def _block(name: str, block: Block) -> str:
    """A block as a sentence names it."""
    said = []
    for column, value in zip(BLOCKS[name], block, strict=True):
        if column == "month":
            said.append(_month(value))
        else:
            said.append(f"load {value}" if name != "load" else f"number {value}")
    return " in ".join(said)


def _month(value: Any) -> str:
    try:
        return Month.from_code(value).label
    except (TypeError, ValueError, LookupError):
        return f"month {value}"


def _part(text: str) -> Any:
    return int(text) if text.lstrip("-").isdigit() else text


def _older_loads(tx: Transaction, newest: Newest) -> Iterator[str]:
    """Loads from before loads were sealed that aren't as their entries say."""
    table = tables.load
    query = select(table.c.id, table.c.kind, table.c.file, table.c.counts).order_by(table.c.id)
    found = {row.id: row for row in tx.sql.execute(query)}
    for number, change in newest.unsealed.items():
        row = found.get(number)
        if row is None:
            yield f"load {number} is gone, and no entry says who took it away"
            continue
        said = {"of": row.kind, "file": row.file} | dict(row.counts or {})
        differing = [name for name, value in change.items() if said.get(name) != value]
        if differing:
            yield f"load {number}: {listed(differing, 'and')} isn't what its entry says"


def altered_settings(
    tx: Transaction, newest: Newest, replayed: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Every setting that isn't as its newest seal says, or as its entries do where it has none.

    ``replayed`` is what entries say of settings that nouns keep, item by item.
    """
    query = select(tables.setting.c.key, tables.setting.c.value).order_by(tables.setting.c.key)
    standing = {row.key: row.value for row in tx.sql.execute(query)}
    # what isn't kept is as shipped, such as a setting that came with a newer version
    shipped = {**_GONE, **encode(Settings())}
    said = {_SETTINGS: {**shipped, **_replayed_settings(newest)}, **replayed}
    for key in sorted({*standing, *newest.settings, *said}):
        sealed = newest.settings.get(key)
        if sealed is not None:
            yield from _against_seal(key, standing, sealed)
        elif key in said:
            now = {**(shipped if key == _SETTINGS else {}), **standing.get(key, {})}
            yield from _against_entries(key, now, said[key])
        elif not newest.older:
            yield f"setting '{key}' came without an entry"


def _against_seal(key: str, standing: Mapping[str, Any], sealed: SealedSetting) -> Iterator[str]:
    if key not in standing:
        yield f"setting '{key}' is gone: entry {sealed.entry} sealed it"
        return
    now = seals.setting_items(standing[key])
    for item in sorted({*now, *sealed.items}):
        if now.get(item) != sealed.items.get(item):
            which = f"'{item}' of setting '{key}'" if item else f"setting '{key}'"
            yield f"{which} isn't what entry {sealed.entry} sealed"


def _against_entries(key: str, now: Any, said: Mapping[str, Any]) -> Iterator[str]:
    for item in sorted({*now, *said}):
        if now.get(item) != said.get(item) and (now.get(item) or said.get(item)):
            yield f"'{item}' of setting '{key}' isn't what its entries say"


def _replayed_settings(newest: Newest) -> Mapping[str, Any]:
    """The casebook's own settings as their entries say; as shipped where none does."""
    found: dict[str, Any] = {}
    for entry in newest.changes:
        if entry.record == "casebook" and entry.change:
            found |= {
                name: pair[1]
                for name, pair in entry.change.items()
                if isinstance(pair, list) and len(pair) == 2
            }
    return found
