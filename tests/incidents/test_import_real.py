"""Real months of data.police.uk; collected where CASEBOOK_REAL_DATA names their folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casebook.book.opening import Book
from casebook.core.errors import BadFile
from casebook.incidents.import_files import import_incidents
from casebook.store.tables import incident
from tests.books import make_book
from tests.incidents.incident_files import said

DATA = Path(os.environ.get("CASEBOOK_REAL_DATA", "."))
ARCHIVE = DATA / "leicestershire-2019-12-to-2022-10.zip"


def test_thirty_five_real_months(book: Book, tmp_path: Path) -> None:
    """Counted by hand: 10 rows repeat an ID, 33,364 have none, 7,463 have no coordinates.

    The same months as a folder, in another order of reading, change nothing; and month by month
    from the newest they end in the same state.
    """
    report = import_incidents(book, [ARCHIVE])
    assert (report.read, report.added, report.updated) == (301_838, 301_828, 10)
    assert (report.rejected, report.unchanged, report.without_coordinates) == (0, 0, 7_463)
    with book.store.reading() as tx:
        of_month = select(func.count()).where(incident.c.month == 202210)
        assert tx.sql.execute(of_month).scalar() == 9_802
    state = said(book)
    assert sum(row[6] == "asb" for row in state) == 33_364

    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(tmp_path / "months")
    months = sorted((tmp_path / "months").rglob("*.csv"), reverse=True)
    report = import_incidents(book, months)
    assert (report.added, report.updated, report.unchanged) == (0, 0, 301_838)
    assert said(book) == state

    backwards = make_book(tmp_path, "backwards.db")
    added = sum(import_incidents(backwards, [month]).added for month in months)
    assert added == 301_828
    assert said(backwards) == state
    backwards.store.close()


def test_a_real_import_stays_under_a_gibibyte(tmp_path: Path) -> None:
    """The whole process, from a fresh start."""
    program = f"""
import resource
from pathlib import Path
from tests.books import make_book
from casebook.incidents.import_files import import_incidents
import_incidents(make_book(Path({str(tmp_path)!r})), [Path({str(ARCHIVE)!r})])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert int(done.stdout) < 1 << 20, done.stderr


def test_a_city_of_another_country_is_refused(book: Book) -> None:
    """Its columns and its dates in seconds are understood, but its points lie nowhere near."""
    with pytest.raises(BadFile, match=r"no row that can be taken\. The first: .*lies outside"):
        import_incidents(book, [DATA / "memphis" / "memphis_robberies.csv"])
