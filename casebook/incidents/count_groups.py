"""A force's own count groups, in versions: what is counted together, and under which title.

They lie under the setting ``count-groups``, for each name a list of its versions with the oldest
first. The newest is counted by the name alone and every one of them by ``NAME@VERSION``, so that a
figure that was printed with its version can be worked out again.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from casebook.book.opening import Book
from casebook.core.codes import (
    ASB,
    COUNT_GROUPS,
    FINER_GROUPS,
    STREET_TYPES,
    CountGroup,
    SubTypes,
    exact,
)
from casebook.core.errors import BadValue
from casebook.incidents.queries import stored as incidents
from casebook.incidents.types import IncidentType, Types, finer_told, folded, labels_of
from casebook.store.history import HistoryEntry
from casebook.store.transaction import Transaction

_KEY = "count-groups"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME, _LONGEST_LABEL = 40, 120
_OPEN_DATA = tuple(
    IncidentType(label, "asb" if label == ASB else "crime") for label in STREET_TYPES
)


@dataclass(frozen=True)
class GroupVersion:
    """One version of a count group in this casebook."""

    group: CountGroup
    shipped: bool
    """Whether Casebook ships with it; else the force made it."""
    current: bool
    """Whether its name alone means this version."""
    not_loaded: tuple[str, ...]
    """Its labels that nothing loaded is called by: they count nothing."""


@dataclass(frozen=True)
class Added:
    """What came of adding a count group."""

    group: CountGroup
    changed: bool
    """Whether a version was made; not where the group read so already."""
    notes: tuple[str, ...]
    """What must be known of it, a sentence each."""


def every_group(tx: Transaction) -> dict[str, CountGroup]:
    """What can be counted, by name; each version of the force's own by ``NAME@VERSION`` too."""
    own = _own(tx)
    current = {name: versions[-1] for name, versions in own.items()}
    exact = {
        each.name: each
        for versions in own.values()
        for each in (replace(one, name=f"{one.name}@{one.version}") for one in versions)
    }
    return dict(COUNT_GROUPS) | current | exact


def versions(finer: Mapping[str, CountGroup]) -> dict[str, CountGroup]:
    """The groups that ship in two versions: by name the one counted, by ``NAME@VERSION`` each."""
    coarse = {exact(COUNT_GROUPS[name]): COUNT_GROUPS[name] for name in FINER_GROUPS}
    return coarse | {exact(group): group for group in finer.values()} | dict(finer)


def count_groups(book: Book) -> tuple[GroupVersion, ...]:
    """Every version of every count group: those that ship, then the force's own by name."""
    book.require("view")
    with book.store.reading() as tx:
        types, own = incidents.types(tx), _own(tx)
        counting = incidents.counting_sources(tx, book.settings)
        fine = incidents.with_subtypes(tx)
        subtyped = {key for key, source in counting.items() if (source, *key) in fine}
        finer = finer_told(types, incidents.source_types(tx), counting, subtyped)

    def version(group: CountGroup, *, shipped: bool, current: bool) -> GroupVersion:
        loaded = labels_of(group.kind, types)
        not_loaded = tuple(label for label in group.labels if folded(label) not in loaded)
        return GroupVersion(group, shipped, current, not_loaded)

    return (
        *(
            version(group, shipped=True, current=group is finer.get(name, coarse))
            for name, coarse in COUNT_GROUPS.items()
            for group in (coarse, *([FINER_GROUPS[name]] if name in FINER_GROUPS else []))
        ),
        *(
            version(group, shipped=False, current=group is versions[-1])
            for _, versions in sorted(own.items())
            for group in versions
        ),
    )


def add_count_group(
    book: Book,
    name: str,
    title: str,
    kind: str,
    types: Sequence[str],
    subtypes: Sequence[str] = (),
    why: str = "",
) -> Added:
    """Make a count group of the force's own, or the next version of one.

    ``types`` are labels as sources write them, all of ``kind`` (crime or asb). ``subtypes`` narrow
    the type each belongs to, which is known from what is loaded, is the only type, or is written
    before it ("Burglary: Residential burglary"). A label nobody has loaded yet is taken and noted,
    because a group may be made before its data comes.

    A group that ships can't be made anew: figures printed in signed reviews name it, and forces
    compare it with one another. Raises :class:`BadValue`, also for a label of the other kind, and
    :class:`NotAllowed`; nothing is written where the group reads so already.
    """
    _check_name(name)
    wanted = tuple(_label(label) for label in types)
    narrow = tuple(_label(label) for label in subtypes)
    if not wanted:
        raise BadValue("Say which types the group counts: --types 'Robbery;Shoplifting'.")
    book.require("administer")
    with book.store.writing() as tx:
        known = (*_OPEN_DATA, *incidents.types(tx))
        for label in (*wanted, *narrow):
            _check_kind(label, kind, known)
        group = _grouped(CountGroup(name, _label(title), kind, wanted), narrow, known)
        notes = tuple(_note(label, kind, known) for label in _unknown(group, known))
        before = _own(tx).get(name, ())
        if before and replace(before[-1], version="") == replace(group, version=""):
            return Added(before[-1], changed=False, notes=notes)
        group = replace(group, version=str(len(before) + 1))
        _write(book, tx, before, group, why)
    return Added(group, changed=True, notes=notes)


def said_by_entries(changes: Iterable[HistoryEntry]) -> dict[str, dict[str, Any]]:
    """The setting that a force's own groups are kept in, as the entries on settings say."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in changes:
        name = entry.record.removeprefix("count group ")
        if name != entry.record and entry.change:
            versions = found.setdefault(name, [])
            after = {key: pair[1] for key, pair in entry.change.items() if key != "version"}
            versions.append({**(versions[-1] if versions else {}), **after})
    return {_KEY: dict(found)}


def _own(tx: Transaction) -> dict[str, tuple[CountGroup, ...]]:
    own: dict[str, list[dict[str, Any]]] = tx.setting(_KEY, {})
    return {
        name: tuple(
            CountGroup(
                name,
                each["title"],
                each["kind"],
                tuple(each["types"]),
                tuple(SubTypes(p["within"], tuple(p["labels"])) for p in each["subtypes"]),
                str(number),
            )
            for number, each in enumerate(versions, start=1)
        )
        for name, versions in own.items()
    }


def _write(
    book: Book, tx: Transaction, before: Sequence[CountGroup], group: CountGroup, why: str
) -> None:
    after = asdict(group)
    own = tx.setting(_KEY, {})
    row = {key: after[key] for key in ("title", "kind", "types", "subtypes")}
    tx.put(_KEY, own | {group.name: [*own.get(group.name, ()), row]})
    earlier = asdict(before[-1]) if before else dict.fromkeys(after)
    change = {
        key: [earlier[key], after[key]] for key in ("version", *row) if earlier[key] != after[key]
    }
    tx.history.append(book.author, "setting", f"count group {group.name}", change, why)


def _check_name(name: str) -> None:
    if name in COUNT_GROUPS:
        raise BadValue(
            f"'{name}' ships with Casebook, and printed figures name it: choose another name."
        )
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise BadValue(
            f"A group's name is at most {_LONGEST_NAME} small letters and digits, parted by "
            f"hyphens, such as knife-crime; '{name}' isn't."
        )


def _check_kind(label: str, kind: str, known: Types) -> None:
    """Raise where a label is only known of the other kind: crime and ASB are never summed."""
    other = "asb" if kind == "crime" else "crime"
    if folded(label) in labels_of(other, known) and folded(label) not in labels_of(kind, known):
        word = {"crime": "crime", "asb": "ASB"}
        raise BadValue(
            f"'{label}' is {word[other]}, and the group counts {word[kind]}: the two are never "
            "summed. Make a group for each."
        )


def _grouped(group: CountGroup, narrow: Sequence[str], known: Types) -> CountGroup:
    """``group`` with the types that sub-types are given of narrowed to these."""
    types = {folded(label): label for label in group.types}
    parts: dict[str, list[str]] = {}
    for label in narrow:
        within, own = _belongs(label, types, group.kind, known)
        parts.setdefault(within, []).append(own)
    return replace(
        group,
        types=tuple(label for name, label in types.items() if name not in parts),
        subtypes=tuple(
            SubTypes(types[name], tuple(dict.fromkeys(labels))) for name, labels in parts.items()
        ),
    )


def _belongs(label: str, types: Mapping[str, str], kind: str, known: Types) -> tuple[str, str]:
    """Which of ``types`` a sub-type narrows, by folded label, and what it is called itself."""
    parents = {
        folded(each.parent): each.parent
        for each in known
        if each.parent and each.kind == kind and folded(each.label) == folded(label)
    }
    for within in types:
        if within in parents:
            return within, label
    if parents:
        named = " or ".join(parents.values())
        raise BadValue(f"'{label}' is a sub-type of {named}, which the group lacks: add --types.")
    before, mark, after = (part.strip() for part in label.partition(":"))
    if mark and after and folded(before) in types:
        return folded(before), after
    if len(types) > 1:
        raise BadValue(
            f"Nothing that is loaded says which type '{label}' is a sub-type of: write it "
            f"as '{next(iter(types.values()))}: {label}'."
        )
    return next(iter(types)), label


def _unknown(group: CountGroup, known: Types) -> list[str]:
    heard = labels_of(group.kind, known)
    return [label for label in group.labels if folded(label) not in heard]


def _note(label: str, kind: str, known: Types) -> str:
    """That a label is unknown, with those that read like it."""
    heard = labels_of(kind, known)
    near = difflib.get_close_matches(folded(label), heard, n=2)
    hint = f" (did you mean {' or '.join(heard[each] for each in near)}?)" if near else ""
    return f"Nothing that is loaded is called '{label}'{hint}: it counts nothing until it is."


def _label(text: str) -> str:
    """``text`` without spaces around it; raises :class:`BadValue` unless it is one short line."""
    text = text.strip()
    if not folded(text) or not text.isprintable():
        raise BadValue("A title or label is one line of text, without control characters.")
    if len(text) > _LONGEST_LABEL:
        raise BadValue(f"A title or label has at most {_LONGEST_LABEL} characters.")
    return text
