"""``casebook pack``: files to hand over; and what it shares with ``casebook map``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import refuse_no_folder, refuse_unwritable, say, write_file
from casebook.cli.progress import progress_option, showing, wrote
from casebook.core.english import a_or_an
from casebook.core.errors import BadFile, BadValue
from casebook.core.months import Month, Window
from casebook.packs.kinds import PACK_KINDS, PackKind

if TYPE_CHECKING:
    from casebook.book.opening import Book
    from casebook.cli.progress import Progress

STREETS = click.option(
    "--streets",
    type=click.Path(path_type=Path),
    help="A file of streets to draw under the hotspots, in the stead of the casebook's base.",
)


@click.command()
@click.argument("month", metavar="MONTH")
@click.option(
    "-o",
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder; it is made.",
)
@click.option("--kind", type=click.Choice(list(PACK_KINDS)), default="review", show_default=True)
@click.option("--area", default="", help="Only this area, by ref or name; district needs one.")
@click.option(
    "--formats",
    default="html,pdf",
    show_default=True,
    help="html, pdf; xlsx too of review, docx of scrutiny and panel.",
)
@STREETS
@progress_option
@pass_desk
def pack(
    desk: Desk,
    month: str,
    folder: Path,
    kind: str,
    area: str,
    formats: str,
    streets: Path | None,
    progress_form: str,
) -> None:
    """Write the pack of MONTH, such as 2024-09, for those who meet on it.

    review and district look at the month, scrutiny and panel at the three months that end with
    it, forum at six.
    """
    asked, of = PACK_KINDS[kind], Month.parse(month)
    wanted = tuple(dict.fromkeys(part.strip() for part in formats.split(",") if part.strip()))
    asked.check_formats(wanted)
    if asked.needs_area and not area:
        raise BadValue(f"A {kind} pack is of one district: name it with --area.")
    if streets is not None and not asked.draws:
        raise BadValue(f"A {kind} pack has no map to draw streets on: leave --streets out.")
    refuse_no_folder(folder)
    book = desk.open()
    refuse_early(book, Window(of, of), streets)
    place = _area(book, asked, area) if area else ""
    for form in wanted:
        path = _pack_file(folder, kind, of, place, form)
        for each in (path, *_parts_of(path)):
            refuse_unwritable(each)
    with showing(progress_form) as progress:
        write_pack(book, of, folder, kind, wanted, streets, progress, place)


def _area(book: Book, kind: PackKind, given: str) -> str:
    """The ref of the area meant; raises for none, or one that the kind isn't for."""
    from casebook.places.areas import area_called

    with book.store.reading() as tx:
        found = area_called(tx, given)
    if kind.needs_area and found.kind != "district":
        raise BadValue(
            f"{found.ref} {found.name} is {a_or_an(found.kind)}: a {kind.word} pack is of a "
            "district."
        )
    return found.ref


def _pack_file(folder: Path, kind: str, month: Month, place: str, form: str) -> Path:
    """The file of a pack: ``district-2024-11-Harbour.pdf``, without signs a name can't have."""
    area = "".join(f"-{part}" for part in re.findall(r"\w+", place))
    return folder / f"{kind}-{month}{area}.{form}"


def _part(path: Path, number: int) -> Path:
    """The file of one of the parts that a pack too long for one file is in; 1 is ``path``."""
    return path if number == 1 else path.with_stem(f"{path.stem}-part-{number}")


def _parts_of(path: Path) -> list[Path]:
    """The further parts of a pack that are there."""
    if not path.parent.is_dir():
        return []
    named = re.compile(rf"{re.escape(path.stem)}-part-\d+{re.escape(path.suffix)}")
    return sorted(each for each in path.parent.iterdir() if named.fullmatch(each.name))


def refuse_early(book: Book, window: Window, streets: Path | None) -> None:
    """Raise before the work what would be raised after it."""
    from casebook.figures.loaded import refuse_unloaded

    book.require("export")
    if streets is not None and not streets.exists():
        raise BadFile(f"There is no file {streets}.")
    refuse_unloaded(book, window)


def write_pack(
    book: Book,
    month: Month,
    folder: Path,
    kind: str,
    formats: tuple[str, ...],
    streets: Path | None,
    progress: Progress,
    place: str = "",
) -> tuple[Path, ...]:
    """Write the pack of a kind in each format into ``folder`` and give the files, in order.

    ``place`` is the ref of the area it is narrowed to.
    """
    from casebook.packs.chapters.parts import PackScope

    asked = PACK_KINDS[kind]
    steps = len(formats) + 1
    progress(0, steps, "working out the figures")
    scope = PackScope(book, asked.window(month), place)
    made = asked.make(scope, streets) if asked.draws else asked.make(scope)
    files = {form: _pack_file(folder, kind, month, place, form) for form in formats}
    renders = {form: asked.renderer(form) for form in formats}
    written: list[Path] = []
    with ThreadPoolExecutor(len(files)) as pool:
        # Typst sets the pages beside the others' Python
        laid_out = {form: pool.submit(render, made) for form, render in renders.items()}
        for number, (form, path) in enumerate(files.items(), start=1):
            progress(number, steps, f"writing {path.name}")
            written += _write(path, laid_out[form].result())
    return tuple(written)


def _write(path: Path, laid_out: str | bytes | Iterator[bytes]) -> Iterator[Path]:
    """Write a pack in one format: one file, or its parts."""
    every = [laid_out] if isinstance(laid_out, (str, bytes)) else laid_out
    old = set(_parts_of(path))
    for number, content in enumerate(every, start=1):
        part = _part(path, number)
        write_file(part, content)
        wrote(part, f"Wrote {part}.")
        old.discard(part)
        yield part
    for part in sorted(old):
        say(f"{part} is a part of an earlier pack: this one has no such part.")
