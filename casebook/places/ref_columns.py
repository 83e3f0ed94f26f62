"""Which column of a file of places holds the refs: the first by its name that tells all apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from casebook.core.english import first_of, listed
from casebook.core.errors import BadFile

FileRows = Sequence[Mapping[str, str]]

CODE_LIKE = re.compile(r"[a-z]{2,}\d{2}cd", re.IGNORECASE)
"""A column of codes as the Office for National Statistics names them: WD13CD, lsoa21cd."""
_USUAL = (
    ("ref", "reference"),
    ("hotspot", "hotspotref", "hotspotid", "hotspotcode", "hotspotno", "hotspotnumber"),
    ("id",),
    ("code",),
    ("name",),
)
_COMPOUND = re.compile(r"[a-z]{2}.*(?:ref|code|id)")
_OF_THE_PROGRAM = re.compile(r"(object|global|feature|shape|gml|ogc|og|g|f)_?(id|fid)|uu?id|fid")
"""Numbers a mapping program gives to features, which change when the file is saved again."""
_REPEATS_NAMED = 3


def ref_column(
    file: str, columns: Sequence[str], rows: FileRows, *, apart: bool = True
) -> tuple[str, str]:
    """The column of refs, and the sentence that announces it.

    Of the columns that by their names could be it, the first with a value for every feature and no
    value twice. Raises :class:`BadFile` where no name fits, or where none tells all apart: then it
    names what repeats, and a column that would do. Not ``apart``: then the likeliest is taken, for
    a table whose rows are looked at one by one.
    """
    candidates = list(_candidates(columns, rows))
    if not candidates:
        raise BadFile(
            f"{file} has no column to take refs from: name one with --ref. {has(columns)}"
        )
    faults = {column: _fault([row[column] for row in rows]) for column in candidates}
    for column, fault in faults.items():
        if not fault:
            passed = candidates[: candidates.index(column)]
            because = "".join(f" In {each}, {faults[each]}." for each in passed)
            return column, f"Refs come from column {column} (another: --ref).{because}"
    first = candidates[0]
    if not apart:
        return first, f"Refs come from column {first} (another: --ref)."
    raise BadFile(_no_ref(file, first, faults[first], columns, rows))


def check_refs(file: str, column: str, columns: Sequence[str], rows: FileRows) -> None:
    """Raise :class:`BadFile` where ``column`` is blank for a feature or has a value twice."""
    fault = _fault([row[column] for row in rows])
    if fault:
        raise BadFile(_no_ref(file, column, fault, columns, rows))


def could_be_refs(columns: Sequence[str]) -> bool:
    """Whether any of the columns has a name that a column of refs may have."""
    return next(_candidates(columns, ()), None) is not None


def has(columns: Sequence[str]) -> str:
    """What columns a file has, a sentence."""
    return f"It has: {', '.join(columns)}." if columns else "It has no columns at all."


def _candidates(columns: Sequence[str], rows: FileRows) -> Iterator[str]:
    """The columns that may hold refs, the likeliest first; never one that is blank throughout."""
    filled = [c for c in columns if not rows or any(row[c].strip() for row in rows)]
    plain = {column: _plain(column) for column in filled}
    named = [column for words in _USUAL for column in filled if plain[column] in words]
    codes = [column for column in filled if CODE_LIKE.fullmatch(column)]
    others = [
        column
        for column in filled
        if _COMPOUND.fullmatch(plain[column]) and not _OF_THE_PROGRAM.fullmatch(plain[column])
    ]
    yield from dict.fromkeys((*named, *codes, *others))


def _plain(column: str) -> str:
    """A heading in small letters and nothing but letters and digits."""
    return "".join(letter for letter in column.casefold() if letter.isalnum())


def _fault(values: Iterable[str]) -> str:
    """What keeps values from telling all features apart; empty where they do."""
    times = Counter(value.strip() for value in values)
    blank = times.pop("", 0)
    folded = Counter(value.casefold() for value in times.elements())
    first = {value.casefold(): value for value in reversed(list(times))}
    repeats = [first[value] for value, count in folded.items() if count > 1]
    said = []
    if repeats:
        named = first_of([f"'{value}'" for value in repeats], _REPEATS_NAMED)
        said.append(f"{named} {'comes' if len(repeats) == 1 else 'come'} more than once")
    if blank:
        said.append(f"{blank:,} {'is' if blank == 1 else 'are'} blank")
    return " and ".join(said)


def _no_ref(file: str, column: str, fault: str, columns: Sequence[str], rows: FileRows) -> str:
    likely = list(_candidates(columns, rows))
    would_do = [
        each
        for each in (*likely, *(c for c in columns if c not in likely))
        if each != column and not _fault([row[each] for row in rows])
    ]
    said = f"{file}: column {column} doesn't tell every feature apart: {fault}. "
    if would_do:
        return said + f"Say --ref {would_do[0]}, which does."
    return (
        said
        + "No other column does either: give every feature a ref of its own, or join the parts "
        f"of one place into one multipolygon. Columns: {listed(columns)}."
    )
