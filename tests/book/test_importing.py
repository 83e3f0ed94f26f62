"""What every import does alike: told here once, on the smallest kind of file."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from casebook.book.importing import ImportTally, mapping_of
from casebook.book.opening import Book
from casebook.core.access import Account
from casebook.core.errors import BadFile, BadValue, NotAllowed, Rejection
from casebook.files.mapping import NO_MAPPING, ColumnMapping
from casebook.files.sheet import Sheet
from casebook.store import loads
from casebook.store.report import ImportReport
from tests.book.line_files import take, words


def _file(folder: Path, text: str, name: str = "w.txt") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def _loads(book: Book) -> tuple[loads.Load, ...]:
    with book.store.reading() as tx:
        return loads.loads(tx)


def test_an_import_leaves_one_load_and_one_history_entry(book: Book, tmp_path: Path) -> None:
    """With what was asked, how it was read, and the counts; notes told last come last."""
    report = take(book, _file(tmp_path, "lamp hedge 7"))
    assert (report.read, report.added, report.rejected) == (3, 2, 1)
    assert report.notes == ("2 words are known.",)
    (load,) = _loads(book)
    assert (load.kind, load.source, load.file) == ("words", "the dictionary", "w.txt")
    assert load.rules == {"spelt": "British", "words": 3}
    assert load.counts == {"read": 3, "added": 2, "rejected": 1}
    with book.store.reading() as tx:
        (entry,) = tx.history.of_record("load", 1)
    assert entry.change == {"of": "words", "file": "w.txt"} | dict(load.counts)


def test_the_same_file_again_says_so(book: Book, tmp_path: Path) -> None:
    """Under whatever name it comes; the day is the one people had, not that of UTC."""
    path = _file(tmp_path, "lamp hedge")
    late = replace(book, clock=lambda: datetime(2024, 7, 1, 23, 30, tzinfo=UTC))
    take(late, path)
    again = take(book, path.rename(tmp_path / "renamed.txt"))
    assert again == ImportReport(
        read=2,
        unchanged=2,
        notes=("renamed.txt was imported on 2 Jul 2024 already: nothing has changed.",),
    )
    assert len(_loads(book)) == 1


def test_a_file_is_read_again_where_something_could_differ(book: Book, tmp_path: Path) -> None:
    """By other rules, after a change of what it brought, or when it had bad rows."""
    path = _file(tmp_path, "lamp hedge")
    take(book, path)
    other = _file(tmp_path, "gate 7", "other.txt")
    take(book, other)
    for report in (take(book, path, spelt="Welsh"), take(book, path, unchanged=False)):
        assert (report.read, report.unchanged, report.notes) == (2, 0, ())
    assert take(book, other).rejected == 1
    assert len(_loads(book)) == 2


def test_a_file_that_says_nothing_new_leaves_no_load(book: Book, tmp_path: Path) -> None:
    """Another file with the same words."""
    take(book, _file(tmp_path, "lamp hedge"))
    assert take(book, _file(tmp_path, "hedge", "less.txt")).added == 0
    assert len(_loads(book)) == 1


def test_a_dry_run_reports_the_same_and_stores_nothing(book: Book, tmp_path: Path) -> None:
    """Neither words nor load nor history."""
    path = _file(tmp_path, "lamp 7")
    before = book.head()
    dry = take(book, path, {"dry_run": True})
    assert (words(book), _loads(book), book.head()) == ([], (), before)
    assert take(book, path) == dry


@pytest.mark.parametrize(
    ("text", "strict", "says"),
    [
        ("lamp 7 8", True,
         "2 of 3 words of w.txt can't be taken, and with --strict none is. "
         "The first: w.txt row 2: '7' is no word."),
        ("7 8", False,
         "w.txt has no word that can be taken. The first: w.txt row 1: '7' is no word."),
        ("", False, "There are no words."),
    ],
)  # fmt: skip
def test_a_file_is_refused_whole(
    book: Book, tmp_path: Path, text: str, *, strict: bool, says: str
) -> None:
    """For one bad row where that is asked, where no row is good, where it isn't what it claims."""
    with pytest.raises(BadFile) as refused:
        take(book, _file(tmp_path, text), {"strict": strict})
    assert str(refused.value) == says
    assert (words(book), _loads(book)) == ([], ())


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), BadValue("no"), OSError("full")])
def test_a_store_that_fails_leaves_nothing(
    book: Book, tmp_path: Path, failure: BaseException
) -> None:
    """What it wrote by then is taken back, and the file can be taken again."""
    path = _file(tmp_path, "lamp")
    before = book.head()
    with pytest.raises(type(failure)):
        take(book, path, fails=failure)
    assert (words(book), _loads(book), book.head()) == ([], (), before)
    assert take(book, path).added == 1


def test_a_store_that_is_killed_leaves_nothing(book: Book, tmp_path: Path) -> None:
    """The process ends in the midst of it."""
    path = _file(tmp_path, "lamp")
    program = f"""
from pathlib import Path
from casebook.book.opening import open_book
from tests.book.line_files import take
take(open_book({book.store.book!r}, "admin"), Path({str(path)!r}), dies=True)
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == 9
    assert (words(book), _loads(book)) == ([], ())


def test_who_may_not_import_is_told_before_a_file_is_looked_at(book: Book, tmp_path: Path) -> None:
    """The file isn't even there."""
    other = replace(book, account=Account("pc.north", roles=("officer",)))
    with pytest.raises(NotAllowed, match="may not import"):
        take(other, tmp_path / "nowhere.txt")


def test_progress_goes_from_reading_to_done(book: Book, tmp_path: Path) -> None:
    """Four steps, in words."""
    heard: list[tuple[int, int, str]] = []
    path = _file(tmp_path, "lamp")
    take(book, path, {"progress": lambda *said: heard.append(said)})
    assert heard == [
        (0, 3, "Reading w.txt"),
        (1, 3, "Comparing with the casebook"),
        (2, 3, "Storing"),
        (3, 3, "Done"),
    ]


def test_column_names_are_those_given_or_else_those_kept(book: Book) -> None:
    """Given none, not even none at all, those kept under the name of their source."""
    with book.store.writing() as tx:
        tx.put("columns:north", {"type": "Offence"})
    assert mapping_of(book, "columns:north", None) == ColumnMapping({"type": "Offence"})
    assert mapping_of(book, "columns:north", NO_MAPPING) == NO_MAPPING
    assert mapping_of(book, "columns:south", None) == NO_MAPPING
    assert mapping_of(book, "", None) == NO_MAPPING


def test_a_tally_names_the_column_of_the_field_at_fault() -> None:
    """In the order of sheets and rows; a line that couldn't be parted among them."""
    tally = ImportTally()
    torn = Rejection("a.csv", 3, None, "has 5 cells, not 2.")
    for name, bad in (("b.csv", ()), ("a.csv", (torn,))):
        table = pa.table({"Wo": ["D1"], "Colour": ["red"]})
        tally.open(Sheet(name, table, rejections=bad), {"place": "Wo"}, "an area")
    tally.reject("a.csv", 2, BadValue("There is no place 'D1'.", field="place"))
    tally.reject("b.csv", 2, BadValue("It can't be."))
    report = tally.report(added=1)
    assert [str(bad) for bad in report.rejections] == [
        "b.csv row 2: It can't be.",
        "a.csv row 2, Wo: There is no place 'D1'.",
        "a.csv row 3: has 5 cells, not 2.",
    ]
    assert (report.read, report.added) == (3, 1)
    assert tally.notes == ["Columns not read, being no field of an area: Colour."] * 2
