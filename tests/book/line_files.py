"""Files of words, one a line: the smallest kind of file that can be imported."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from casebook.book.importing import How, Importer, Planned, bring_in
from casebook.book.opening import Book
from casebook.core.errors import BadFile, Rejection
from casebook.store.loads import Load
from casebook.store.report import ImportReport
from casebook.store.transaction import Transaction

KEY = "test words"


@dataclass(frozen=True)
class LineFiles(Importer[Sequence[str]]):
    """Words that the casebook keeps once each; one with a figure in it is bad."""

    THING: ClassVar[str] = "word"

    fails: BaseException | None = None
    """What happens once the words are written, if anything."""
    dies: bool = False
    """Whether the process ends there, without a word."""
    unchanged: bool = True
    spelt: str = "British"

    @property
    def kind(self) -> str:
        """That of its loads."""
        return "words"

    @property
    def asked(self) -> Mapping[str, Any]:
        """How they are spelt."""
        return {"spelt": self.spelt}

    def unchanged_since(self, tx: Transaction, load: Load) -> bool:
        """As the test has it."""
        return self.unchanged

    def read(self) -> Sequence[str]:
        """The words."""
        words = [word for path in self.paths for word in path.read_text().split()]
        if not words:
            raise BadFile("There are no words.")
        return words

    def plan(self, tx: Transaction, given: Sequence[str]) -> Planned:
        """Those not known yet are new."""
        held = tx.setting(KEY, [])
        bad = [
            Rejection(self.name, row, None, f"'{word}' is no word.")
            for row, word in enumerate(given, start=1)
            if not word.isalpha()
        ]
        new = [word for word in given if word.isalpha() and word not in held]
        report = ImportReport(read=len(given), added=len(new), rejections=tuple(bad))

        def store(_load: int) -> ImportReport:
            tx.put(KEY, [*held, *new])
            if self.fails is not None:
                raise self.fails
            if self.dies:
                os._exit(9)
            return report

        return Planned(
            report,
            store if new else None,
            "the dictionary",
            {"words": len(given)},
            lambda: (f"{len(tx.setting(KEY, []))} words are known.",),
        )


def take(book: Book, path: Path, how: How | None = None, **own: Any) -> ImportReport:
    """Import a file of words."""
    return bring_in(LineFiles(book, [path], how or {}, **own))


def words(book: Book) -> list[str]:
    """The words a casebook knows."""
    with book.store.reading() as tx:
        return list(tx.setting(KEY, []))
