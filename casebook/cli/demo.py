"""``casebook demo``: the main job, start to finish, on the invented Isle of Lomea."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.main import Desk, pass_desk
from casebook.cli.output import say, write_file
from casebook.cli.outputs import write_pack
from casebook.cli.progress import Progress, progress_option, showing
from casebook.domain.errors import StoreFailure
from casebook.domain.fields import decode
from casebook.domain.months import Month, Window

if TYPE_CHECKING:
    from casebook.services.book import Book

SYNTHETIC = "Synthetic data: the Isle of Lomea and everything in it is invented."
ROLES = ("sergeant", "inspector", "analyst", "reviewer")
STEPS = 10


@click.command()
@click.argument("folder", metavar="[DIR]", default="casebook-demo", type=click.Path(path_type=Path))
@progress_option
@pass_desk
def demo(desk: Desk, folder: Path, progress_form: str) -> None:
    """Build a casebook, a web map and a review pack from invented data in DIR.

    Nothing leaves this machine and nothing outside DIR is touched. Run again, it starts anew.
    """
    from sample_data import SAMPLE_TODAY, path

    month = Month.of(SAMPLE_TODAY) + -1
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFailure(f"{folder} can't be made: {error.strerror}.") from error
    book_file = folder / "casebook.db"
    _clear(book_file)
    with showing(progress_form) as progress:
        book = _build(book_file, desk.login, progress)
        progress(8, STEPS, "drawing the map")
        from casebook.packs.map import map_page

        streets = path("streets.geojson")
        write_file(folder / "map.html", map_page(book, Window(month + -2, month), streets=streets))
        progress(9, STEPS, "writing the review pack")
        write_pack(book, month, folder, "review", ("html", "pdf"), streets, lambda *_: None)
        progress(STEPS, STEPS, "done")
    book.store.close()
    _explain(folder, month)


def _clear(book_file: Path) -> None:
    """Make way for a new demonstration; a casebook that isn't one is left alone."""
    if not book_file.exists():
        return
    from casebook.storage.file import kept_settings

    if kept_settings(book_file).get("synthetic") != SYNTHETIC:
        raise StoreFailure(
            f"{book_file} is no demonstration: name another folder, such as "
            "'casebook demo my-demo'."
        )
    for leftover in book_file.parent.glob(f"{book_file.name}*"):
        leftover.unlink()


def _build(book_file: Path, login: str, progress: Progress) -> Book:
    """The demonstration's casebook, from the sample files; the file appears when it is whole."""
    from casebook.domain.settings import Settings
    from casebook.services.setup import make_casebook
    from sample_data import SAMPLE_TODAY

    building = book_file.with_name("casebook.building.db")
    for leftover in building.parent.glob(f"{building.name}*"):
        leftover.unlink()
    kept = Settings(force_name="Lomea Police", synthetic=SYNTHETIC, today=SAMPLE_TODAY)
    book = make_casebook(str(building), login, kept)
    try:
        for step, what in enumerate(_steps(book)):
            progress(step, STEPS, what)
    finally:
        book.store.close()
    building.rename(book_file)
    from casebook.services.book import open_book

    return open_book(str(book_file), login)


def _steps(book: Book) -> Iterator[str]:
    """Take the sample in, telling each step before it is done."""
    from casebook.imports.incidents import import_incidents
    from casebook.imports.patrols import import_patrols
    from casebook.imports.places import import_places
    from sample_data import path

    yield "districts and wards"
    import_places(book, path("districts.geojson"), kind="district")
    import_places(book, path("wards.geojson"), kind="ward", parent_column="district")
    yield "hotspots"
    import_places(book, path("hotspots.geojson"), kind="hotspot")
    yield "incidents"
    import_incidents(book, [path("incidents.zip")])
    for name in ("rota", "claims", "sheets"):
        yield f"patrols: {name}"
        import_patrols(book, [path(f"patrols-{name}.csv")])
    yield "accounts"
    _add_accounts(book, json.loads(path("accounts.json").read_text(encoding="utf-8")))
    yield "profiles"
    _add_profiles(book, json.loads(path("profiles.json").read_text(encoding="utf-8")))


def _add_accounts(book: Book, rows: list[dict[str, Any]]) -> None:
    from casebook.domain.access import Account
    from casebook.services.accounts import add_account

    for row in rows:
        if row["login"] != book.account.login:
            add_account(book, decode(Account, row))


def _add_profiles(book: Book, rows: list[dict[str, Any]]) -> None:
    from casebook.domain.profile import Profile
    from casebook.services.profiles import new_profile

    for row in rows:
        new_profile(
            book,
            decode(Profile, row["profile"]),
            hotspots=row["hotspots"],
            stages=row["stages"],
            actions=row["actions"],
        )


def _explain(folder: Path, month: Month) -> None:
    """Print what was made and how to open it."""
    module = Path(sys.argv[0]).name == "__main__.py"
    program = "python -m casebook" if module else shlex.quote(sys.argv[0])
    book_file = shlex.quote(str(folder / "casebook.db"))
    click.echo(f"Made a casebook of the Isle of Lomea in {folder}. {SYNTHETIC}")
    click.echo("\nOpen in a browser (no network needed):")
    click.echo(f"  {folder / 'map.html'}             the map of patrol hours and outcomes")
    click.echo(f"  {folder / f'review-{month}.html'}  the review pack of {month.label}")
    click.echo(f"  {folder / f'review-{month}.pdf'}   the same, to print")
    click.echo("\nOpen the terminal as its sergeant, inspector, analyst or reviewer:")
    for role in ROLES:
        click.echo(f"  {program} --book {book_file} --as {role} open")
    say("Everything can be removed by deleting the folder.")
