"""Serious violence by its sub-types where every month tells them, and by its proxy elsewhere."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from casebook.book.opening import Book
from casebook.core.months import Month, Window
from casebook.figures.table import figures
from casebook.incidents.count_groups import count_groups
from casebook.profiles import casefile as profiles
from casebook.profiles.profile import Profile
from tests import lomea
from tests.books import brought
from tests.incidents.test_counts_subtypes import count, take

JULY = Window.parse("2024-07")
VIOLENCE = "Violence and sexual offences"


@pytest.fixture
def town(book: Book, tmp_path: Path) -> Book:
    """July: 3 violence with injury, 5 without, 2 harassment, 4 robberies, 1 weapon."""
    lomea.add_hotspots(book, tmp_path)
    take(
        book,
        tmp_path,
        ("2024-07", VIOLENCE, "Violence with injury", 3),
        ("2024-07", VIOLENCE, "Violence without injury", 5),
        ("2024-07", VIOLENCE, "Stalking and harassment", 2),
        ("2024-07", "Robbery", "Personal robbery", 4),
        ("2024-07", "Possession of weapons", "Possession of a blade", 1),
        source="niche",
    )
    return book


def _open_data(book: Book, folder: Path, month: Month) -> None:
    rows = lomea.street_rows(month, lomea.VIOLENCE, 6, lomea.IN_ONE)
    lomea.add_incidents(book, folder, rows)


def test_where_sub_types_are_told_serious_violence_is_what_injures(town: Book) -> None:
    """3 with injury, 4 robberies and a weapon; the proxy can still be asked for by its version."""
    assert count(town, "serious-violence", JULY) == 8
    assert count(town, "serious-violence@2024.2", JULY) == 8
    assert count(town, "serious-violence@2024.1", JULY) == 15
    (row,) = figures(town, JULY, hotspots=["HS-01"]).rows
    assert (row.serious_violence, row.serious_violence_version) == (8, "2024.2")
    said = " ".join(figures(town, JULY).definitions)
    assert "Serious violence (2024.2): Robbery, Possession of weapons, Violence with injury" in said
    assert "open data can't part serious violence" not in said


def test_open_data_keeps_the_proxy_with_its_caveat(book: Book, tmp_path: Path) -> None:
    """Nothing there tells injury apart."""
    lomea.add_hotspots(book, tmp_path)
    _open_data(book, tmp_path, Month(2024, 7))
    assert count(book, "serious-violence", JULY) == 6
    assert "a proxy: open data can't part serious violence" in " ".join(
        figures(book, JULY).definitions
    )


def test_one_month_that_cant_tell_keeps_the_proxy_for_all(town: Book, tmp_path: Path) -> None:
    """No two months of one casebook are counted by different versions."""
    _open_data(town, tmp_path, Month(2024, 8))
    assert count(town, "serious-violence", JULY) == 15
    assert count(town, "serious-violence", Window.parse("2024-08")) == 6


def test_both_versions_are_listed_and_one_is_current(town: Book) -> None:
    """The name alone means one of them."""
    found = [g for g in count_groups(town) if g.group.name == "serious-violence"]
    assert [(each.group.version, each.current) for each in found] == [
        ("2024.1", False),
        ("2024.2", True),
    ]


def test_an_objective_keeps_the_version_it_was_set_by(town: Book, tmp_path: Path) -> None:
    """Set by sub-types it says so; one from before stays with the proxy whatever is loaded."""
    brought(town, Profile("PMP-1", "Fights", opened=date(2024, 8, 1)), ["HS-01"])
    asked = {"measure": "serious-violence", "baseline_from": "2024-07", "baseline_to": "2024-07"}
    body = profiles.edit_stage(town, "PMP-1", "objective", asked).stage("objective").body
    assert (body.measure, body.baseline_value) == ("serious-violence@2024.2", 8)
    with town.store.writing() as tx:
        stage = profiles.file_of(tx, "PMP-1").stage("objective")
        import dataclasses

        old = dataclasses.replace(body, measure="serious-violence", baseline_value=15.0)
        tx.save(stage, dataclasses.replace(stage, body=old), town.author)
    edited = profiles.edit_stage(town, "PMP-1", "objective", {"aim": "Fewer hurt"})
    kept = edited.stage("objective").body
    assert (kept.measure, kept.baseline_value) == ("serious-violence", 15)


def test_an_older_review_is_counted_again_as_it_was_frozen(town: Book, tmp_path: Path) -> None:
    """By the proxy, so that the finer version alone changes nothing that was signed."""
    from casebook.reviews import months as reviews
    from tests.reviews.test_flips import older_figures

    brought(town, Profile("PMP-1", "Fights", opened=date(2024, 7, 1)), ["HS-01"])
    reviews.open_month(town, Month(2024, 7))
    with town.store.writing() as tx:
        older_figures(tx, town, "PMP-1", Month(2024, 7), count=15, serious_violence=15)
    file = reviews.read_review(town, "PMP-1", Month(2024, 7))
    assert json.dumps([one.figure for one in file.changed]) == "[]"
