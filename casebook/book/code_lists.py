"""Code lists: what ships, what a force adds, relabels or retires, and the labels records keep.

A casebook keeps only what differs from the lists that ship: its own codes and labels under the
setting ``codes``, and under ``code-lists`` each list's count of changes and its retired codes. A
record keeps its codes with the labels they had when they were chosen, so changing a list never
rewrites what was meant. Which group a force's own activity code belongs to, and what it is "of
which" of, lies under the setting ``activity-groups``.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casebook.book.opening import Book
from casebook.book.writing import reason_kept
from casebook.core.codes import CODE_LISTS, CODE_LISTS_VERSION, Labels, older_labels
from casebook.core.errors import AlreadyThere, BadValue, NotFound
from casebook.core.register_codes import GROUPS, coded
from casebook.store.history import HistoryEntry
from casebook.store.transaction import Transaction

FIXED = frozenset({"stage", "weekday", "gate"})
"""Lists whose codes Casebook itself acts on: they can be relabelled and nothing else."""
_LONGEST_CODE, _LONGEST_LABEL = 40, 120


@dataclass(frozen=True)
class Code:
    """One code of a list as it stands in this casebook."""

    code: str
    label: str
    shipped: bool
    """Whether the list ships with it; else the force added it."""
    retired: bool
    """Whether it can no longer be chosen."""
    group: str = ""
    """The group of an activity; empty on every other list."""
    of: str = ""
    """The activity whose count includes this one's; empty for one that is added."""


@dataclass(frozen=True)
class CodeList:
    """A list as it stands in this casebook."""

    name: str
    version: str
    """The version that ships, and after a ``+`` how often the force has changed it."""
    codes: tuple[Code, ...]


def code_lists(book: Book) -> tuple[CodeList, ...]:
    """Every list, retired codes included, shipped codes first."""
    book.require("view")
    with book.store.reading() as tx:
        return tuple(_list(tx, name) for name in CODE_LISTS)


def code_list(book: Book, name: str) -> CodeList:
    """The list ``name``; raises :class:`NotFound`."""
    book.require("view")
    with book.store.reading() as tx:
        return _list(tx, _known(name))


def choices(book: Book) -> dict[str, dict[str, str]]:
    """What can be chosen now: ``{list: {code: label}}``, without retired codes."""
    book.require("view")
    with book.store.reading() as tx:
        return choices_in(tx)


def choices_in(tx: Transaction) -> dict[str, dict[str, str]]:
    """What can be chosen now: ``{list: {code: label}}``, without retired codes."""
    own, changed = tx.setting("codes", {}), tx.setting("code-lists", {})
    found = {}
    for name, shipped in CODE_LISTS.items():
        retired = changed.get(name, {}).get("retired", ())
        every = {**shipped, **own.get(name, {})}
        found[name] = {code: label for code, label in every.items() if code not in retired}
    return found


def add_code(
    book: Book, name: str, code: str, label: str, why: str = "", *, group: str = "", of: str = ""
) -> CodeList:
    """Put a code on a list, or bring a retired one back under ``label``.

    On the list activity it belongs to ``group`` (prevention when nothing is said), or is "of which"
    the code ``of`` and in its group.
    """
    code, label = _plain_line("code", code, _LONGEST_CODE), _label(label)
    if ";" in code:
        raise BadValue(f"The code '{code}' has a ';', which parts codes typed together.")
    book.require("administer")
    with book.store.writing() as tx:
        before = _list(tx, _changeable(name))
        there = next((one for one in before.codes if one.code == code), None)
        if there is not None and not there.retired:
            raise AlreadyThere(f"code in {name}", code)
        _free_label(before, code, label)
        change: dict[str, list[Any]] = {f"label of {code}": [there.label if there else None, label]}
        _put_label(tx, name, code, label)
        if there is not None:
            change |= _put_retired(tx, before, code, gone=False)
        if group or of:
            change |= _put_group(tx, before, code, group, of)
        return _changed(book, tx, before, change, why, label=label, code=code)


def relabel_code(book: Book, name: str, code: str, label: str, why: str) -> CodeList:
    """Call a code something else from now on; records keep the label they were given."""
    label = _label(label)
    if not why.strip():
        raise BadValue(f"Say why '{code}' is relabelled: --why REASON.")
    book.require("administer")
    with book.store.writing() as tx:
        before = _list(tx, _known(name))
        there = _code(before, code)
        if there.label == label:
            return before
        _free_label(before, code, label)
        _put_label(tx, name, code, label)
        change = {f"label of {code}": [there.label, label]}
        return _changed(book, tx, before, change, why, label=label)


def retire_code(book: Book, name: str, code: str, why: str = "") -> CodeList:
    """Take a code out of what can be chosen; records that hold it keep it."""
    book.require("administer")
    with book.store.writing() as tx:
        before = _list(tx, _changeable(name))
        if _code(before, code).retired:
            raise BadValue(f"'{code}' is retired from {name} already.")
        if sum(not one.retired for one in before.codes) == 1:
            raise BadValue(f"'{code}' is the last code of {name}: add another first.")
        return _changed(book, tx, before, _put_retired(tx, before, code, gone=True), why)


def said_by_entries(changes: Iterable[HistoryEntry]) -> dict[str, dict[str, Any]]:
    """The settings that code lists are kept in, as the entries on settings say, oldest first."""
    labels: dict[str, dict[str, str]] = {}
    states: dict[str, dict[str, Any]] = {}
    groups: dict[str, dict[str, str]] = {}
    for entry in changes:
        name = entry.record.removeprefix("codes ")
        if name == entry.record or not entry.change:
            continue
        state = states.setdefault(name, {"version": 0, "retired": []})
        for what, (_, after) in entry.change.items():
            if what.startswith("label of "):
                labels.setdefault(name, {})[what.removeprefix("label of ")] = after
            elif what == "version":
                state["version"] = int(after.rpartition("+")[2])
            elif what == "retired":
                state["retired"] = after
            elif what.startswith("group of "):
                groups.setdefault(what.removeprefix("group of "), {"of": ""})["group"] = after
            elif what.endswith(" is of which"):
                groups.setdefault(what.removesuffix(" is of which"), {})["of"] = after or ""
    return {"codes": labels, "code-lists": states, "activity-groups": groups}


def labels_of(book: Book, record: Any) -> Labels:
    """The labels of every code in ``record`` as they were when it was given them.

    For a code it was given no label with, and for a record not saved yet, the label its list has
    now.
    """
    book.require("view")
    with book.store.reading() as tx:
        return older_labels(tx.labels_now(record), tx.labels_kept(record))


def _list(tx: Transaction, name: str) -> CodeList:
    own: dict[str, str] = tx.setting("codes", {}).get(name, {})
    state = _state(tx, name)
    shipped = CODE_LISTS[name]
    groups = tx.setting("activity-groups", {})
    version = CODE_LISTS_VERSION + (f"+{state['version']}" if state["version"] else "")
    return CodeList(
        name,
        version,
        tuple(
            Code(
                code,
                label,
                code in shipped,
                code in state["retired"],
                **(dataclasses.asdict(coded(code, groups)) if name == "activity" else {}),
            )
            for code, label in {**shipped, **own}.items()
        ),
    )


def _state(tx: Transaction, name: str) -> dict[str, Any]:
    changed: dict[str, dict[str, Any]] = tx.setting("code-lists", {})
    return {"version": 0, "retired": []} | changed.get(name, {})


def _put_label(tx: Transaction, name: str, code: str, label: str) -> None:
    own = tx.setting("codes", {})
    tx.put("codes", own | {name: own.get(name, {}) | {code: label}})


def _put_retired(
    tx: Transaction, before: CodeList, code: str, *, gone: bool
) -> dict[str, list[Any]]:
    """Write which codes are retired, and give the change as history keeps it."""
    old = [one.code for one in before.codes if one.retired]
    new = [*old, code] if gone else [each for each in old if each != code]
    _put_state(tx, before.name, {"retired": new})
    return {"retired": [old, new]}


def _put_group(
    tx: Transaction, before: CodeList, code: str, group: str, of: str
) -> dict[str, list[Any]]:
    """Write what an activity code is counted under, and give the change as history keeps it."""
    if before.name != "activity":
        raise BadValue(f"Only codes of the list activity have a group, not those of {before.name}.")
    if of:
        whole = _code(before, of)
        if whole.of or of == code:
            raise BadValue(f"'{code}' can't be of which '{of}', which is a part itself.")
        if group not in ("", whole.group):
            raise BadValue(f"'{of}' is {whole.group}, so what is of which it can't be {group}.")
        group = whole.group
    if group not in GROUPS:
        raise BadValue(f"A group is one of {', '.join(GROUPS)}, not '{group}'.")
    own = tx.setting("activity-groups", {})
    tx.put("activity-groups", own | {code: {"group": group, "of": of}})
    was = next((one for one in before.codes if one.code == code), Code(code, "", False, False))
    change = {f"group of {code}": [was.group or None, group]}
    return change | ({f"{code} is of which": [was.of or None, of or None]} if of or was.of else {})


def _put_state(tx: Transaction, name: str, new: Mapping[str, Any]) -> None:
    changed = tx.setting("code-lists", {})
    tx.put("code-lists", changed | {name: _state(tx, name) | dict(new)})


def _changed(
    book: Book,
    tx: Transaction,
    before: CodeList,
    change: dict[str, list[Any]],
    why: str,
    **typed: str,
) -> CodeList:
    """The list after a change, its version raised and the change written into history.

    Raises :class:`PersonalDataFound` where what was ``typed`` looks personal.
    """
    beside = {name.capitalize(): text for name, text in typed.items()}
    why = reason_kept(book, tx, why, beside=beside)
    _put_state(tx, before.name, {"version": _state(tx, before.name)["version"] + 1})
    after = _list(tx, before.name)
    change |= {"version": [before.version, after.version]}
    tx.history.append(book.author, "setting", f"codes {before.name}", change, why)
    return after


def _known(name: str) -> str:
    if name not in CODE_LISTS:
        near = difflib.get_close_matches(name, CODE_LISTS, n=2)
        raise NotFound("code list", name, tuple(near or CODE_LISTS))
    return name


def _changeable(name: str) -> str:
    if _known(name) in FIXED:
        raise BadValue(f"Casebook itself acts on the codes of {name}: they can only be relabelled.")
    return name


def _code(within: CodeList, code: str) -> Code:
    found = next((one for one in within.codes if one.code == code), None)
    if found is None:
        near = difflib.get_close_matches(code, [one.code for one in within.codes], n=2)
        raise NotFound(f"code in {within.name}", code, tuple(near))
    return found


def _free_label(within: CodeList, code: str, label: str) -> None:
    """Raise :class:`BadValue` where another code to choose from reads the same."""
    for one in within.codes:
        if one.code != code and not one.retired and one.label.casefold() == label.casefold():
            raise BadValue(f"'{one.code}' of {within.name} is called '{one.label}' already.")


def _label(text: str) -> str:
    return _plain_line("label", text, _LONGEST_LABEL)


def _plain_line(what: str, text: str, longest: int) -> str:
    """``text`` without spaces around it; raises :class:`BadValue` unless it is one short line."""
    text = text.strip()
    if not text or not text.isprintable():
        raise BadValue(f"A {what} is one line of text, without control characters.")
    if len(text) > longest:
        raise BadValue(f"A {what} has at most {longest} characters; this one has {len(text)}.")
    return text
