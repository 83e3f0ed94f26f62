"""What can go wrong, said so that a person knows what to do next.

Errors about use are exceptions, one small class each, and only the edge prints them. Errors about
data are values with a place (:class:`Rejection`), so that one bad row never loses a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from casebook.core.english import a_or_an, counted, listed, plural


class CasebookError(Exception):
    """A failure a user can meet; ``str`` of it is one plain sentence that says what to do."""

    field: str = ""
    """The name of the field at fault; empty where no one field is."""
    sort: str = ""
    """The same for all errors of one sort, whatever value each is about; empty where the sentence
    without its quoted words and figures tells that."""

    def __reduce__(self) -> tuple[Any, ...]:
        """As it crosses to another process: what it says and holds, however it was made."""
        return _as_it_was, (type(self), self.args, vars(self))


def _as_it_was(
    kind: type[CasebookError], said: tuple[Any, ...], held: dict[str, Any]
) -> CasebookError:
    error = kind.__new__(kind, *said)
    vars(error).update(held)
    return error


class NotAllowed(CasebookError):
    """The account may not do this; the sentence says who can."""


class UnknownAccount(CasebookError):
    """The login has no account in this casebook."""

    def __init__(
        self, login: str, administrators: tuple[str, ...], *, out_of_date: bool = False
    ) -> None:
        ask = " or ".join(administrators) or "the casebook's administrator"
        lacks, run = "has no account in this casebook", f"add {login}"
        if out_of_date:
            lacks, run = "has an account that isn't in force", f"end {login} --from LATER"
        super().__init__(
            f"'{login}' {lacks}: ask {ask} to run 'casebook user {run}', or open it with "
            "--read-only."
        )


class NotFound(CasebookError):
    """A reference names no record; ``field`` names the field it stands in, where it does."""

    def __init__(self, kind: str, ref: str, near: tuple[str, ...] = (), *, field: str = "") -> None:
        self.field = field
        self.sort = f"no such {kind}"
        hint = f" Did you mean {listed(near, 'or')}?" if near else ""
        super().__init__(f"There is no {kind} '{ref}' in this casebook.{hint}")


class AlreadyThere(CasebookError):
    """A record with this reference exists."""

    field = "ref"

    def __init__(self, kind: str, ref: str) -> None:
        super().__init__(f"There is already {a_or_an(kind)} '{ref}' in this casebook.")


class StaleRecord(CasebookError):
    """Somebody else changed the record after it was read; nothing was written.

    ``who`` changed it last, where that is known.
    """

    def __init__(self, kind: str, ref: str, who: str = "") -> None:
        self.who = who
        super().__init__(
            f"{kind} {ref} was changed by {who or 'somebody else'} after you opened it; nothing "
            "was saved. Open it again to see both versions."
        )


class Clash(NamedTuple):
    """A field that an edit and somebody else changed since the version the edit was made from."""

    record: str
    name: str
    label: str
    theirs: str
    """What stands, as it is read; empty for nothing."""
    mine: str
    """What the edit would put there."""
    who: str
    """Who changed it last; empty where the history doesn't say."""
    at: str
    """When, UTC in ISO form; empty with ``who``."""
    version: int | None
    """The version the edit was made from; None where it names none."""
    stands: int
    """The version that stands."""


class ClashingEdit(CasebookError):
    """Somebody else changed the same fields; nothing was written, and ``clashes`` says which."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        self.clashes = clashes
        self.field = clashes[0].name
        fields = listed(f"'{clash.label}' of {clash.record}" for clash in clashes)
        if any(clash.version is None for clash in clashes):
            says = (
                f"the JSON has no version to tell what it was made from, and something else stands "
                f"in {fields}. Take the JSON again as it is now, or put it over what stands with "
                "--overwrite."
            )
        else:
            stand = dict.fromkeys(f'"version": {each.stands} for {each.record}' for each in clashes)
            says = (
                f"{fields} {'has' if len(clashes) == 1 else 'have'} been changed since the JSON "
                f"was made. Put in what is to stand, with {listed(stand)}, and edit again."
            )
        super().__init__(f"Nothing was saved: {says}")


class BadValue(CasebookError):
    """A value can't be taken; ``field`` names the field it was given for, where one is."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class BadFile(CasebookError):
    """A file that isn't what it claims: refused whole, nothing stored."""


class RowsRefused(BadFile):
    """Files refused for what is wrong with their rows."""

    def __init__(self, sentence: str, rejections: tuple[Rejection, ...]) -> None:
        super().__init__(sentence)
        self.rejections = rejections
        self.rejected_rows: tuple[tuple[str, ...], ...] = ()
        """The rows themselves below their heading, where they were asked for."""


class NotACasebook(CasebookError):
    """The file or database opened is no casebook, or another version's."""


class StoreFailure(CasebookError):
    """The disk or database refused: full, read-only, locked, gone.

    ``cause`` is the database's own code or words, for a log: no value of a record, and nothing to
    show to anybody.
    """

    def __init__(self, sentence: str, *, cause: str = "") -> None:
        super().__init__(sentence)
        self.cause = cause


class SourceClash(CasebookError):
    """Another source already counts for the same kind and months."""


class GateShut(CasebookError):
    """A stage can't be left yet; the sentence lists what is missing."""


class PersonalDataFound(CasebookError):
    """Text that looks like a person's data was about to be saved; ``findings`` says what."""

    def __init__(self, findings: tuple[Any, ...]) -> None:
        self.findings = findings
        self.field = findings[0].name if findings else ""
        first = "; ".join(f"'{f.text}' in {f.field} ({a_or_an(f.kind)}?)" for f in findings[:3])
        more = f" and {len(findings) - 3} more" if len(findings) > 3 else ""
        super().__init__(
            f"This looks like personal data: {first}{more}. Take it out and use a reference "
            "number, or say why it must stay with --allow-personal REASON."
        )


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row of a file that was not taken, and what is wrong with it.

    ``row`` counts as a spreadsheet does: the heading is row 1. It is None where the whole file or
    a feature without a row number is meant; ``column`` is None where no one column is at fault.
    """

    file: str
    """As a person finds it, its tab included: ``rows.xlsx, tab 'July'``."""
    row: int | None
    column: str | None
    fault: str
    """What is wrong, a sentence or a clause about the column."""
    sort: str = field(default="", compare=False)
    """As :attr:`CasebookError.sort`."""

    @property
    def said(self) -> str:
        """What is wrong as one sentence, with the column first where the words go on from it."""
        fault = self.fault if self.fault[-1:] in (".", "?") else f"{self.fault}."
        if fault[:1] == "'" or fault[:1].islower():
            return f"{self.column or 'It'} {fault}"
        return fault

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            tab = "," if place.endswith("'") else ""
            place += f"{tab} row {self.row}"
        if self.column:
            place += f", {self.column}"
        return f"{place}: {self.fault}"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong with rows, whatever value each has there."""

    first: Rejection
    rows: int
    first_rows: tuple[int, ...]
    """The numbers of up to three rows of the first one's file."""
    values: int
    """How many sentences say it, one for each value."""
    files: int
    """In how many tables it is."""

    def encode(self) -> dict[str, Any]:
        """The reason as JSON."""
        first = self.first
        return {
            "why": first.fault,
            "rows": self.rows,
            "file": first.file,
            "row": first.row,
            "column": first.column,
            "first_rows": list(self.first_rows),
            "values": self.values,
            "files": self.files,
        }

    def __str__(self) -> str:
        said = self.first.said
        if self.values > 1:
            said += f" The same of {counted(self.values - 1, 'more value')}."
        numbers = listed(f"{number:,}" for number in self.first_rows)
        rows = f"{plural(len(self.first_rows), 'row')} {numbers} of " if numbers else ""
        more = f" and {counted(self.files - 1, 'more table')}" if self.files > 1 else ""
        return f"{counted(self.rows, 'row')}: {said} (First: {rows}{self.first.file}{more}.)"


def reasons_of(rejections: Iterable[Rejection]) -> tuple[Reason, ...]:
    """Why rows were not taken, one reason for each sort of fault in a column; most rows first."""
    found: dict[tuple[str | None, str], list[Rejection]] = {}
    for bad in rejections:
        found.setdefault((bad.column, bad.sort or _without_values(bad.fault)), []).append(bad)
    reasons = [_reason(alike) for alike in found.values()]
    return tuple(sorted(reasons, key=lambda reason: -reason.rows))


def _reason(alike: list[Rejection]) -> Reason:
    first = alike[0]
    rows = [bad.row for bad in alike if bad.file == first.file and bad.row is not None]
    return Reason(
        first,
        len(alike),
        tuple(rows[:3]),
        len({bad.fault for bad in alike}),
        len({bad.file for bad in alike}),
    )


def _without_values(fault: str) -> str:
    """A fault without the words it quotes and the figures in it."""
    return re.sub(r"\d[\d,.:/-]*", "#", re.sub(r"(?<!\w)'.*?'(?!\w)", "'…'", fault))
