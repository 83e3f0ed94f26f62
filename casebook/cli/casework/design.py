"""``casebook design``: how a response is to be judged, declared before it starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.edits import both_shown, json_options, say_merged, typed_over
from casebook.cli.files.outputs import STREETS
from casebook.cli.output import (
    plain_line,
    print_json,
    print_rows,
    refuse_unwritable,
    say,
    write_file,
)
from casebook.cli.records import read_json
from casebook.core.english import sentence
from casebook.core.errors import BadValue
from casebook.core.fields import encode, fields_of, parse
from casebook.core.months import Window, day_label
from casebook.core.wording import MISSING
from casebook.places.plan import WEEKDAYS

if TYPE_CHECKING:
    from casebook.profiles.crossovers.sealing import CrossoverSoFar
    from casebook.profiles.design import Design
    from casebook.profiles.designs import Declared


@click.group()
@click.argument("ref")
@click.pass_context
def design(ctx: click.Context, ref: str) -> None:
    """Propose, set and show the declared assessment of the profile REF.

    For example: casebook design PMP-2024-001 propose
    """
    ctx.meta["profile"] = ref


@design.command()
@click.option(
    "--areas",
    "made_of",
    default="grid",
    show_default=True,
    help="What comparison areas are made of: grid, or a kind that is loaded: ward, beat (LSOAs).",
)
@click.option("--cell", type=int, metavar="METRES", help="Side of a grid's cells.")
@click.option(
    "--within", type=float, default=5000, show_default=True, help="Metres round the target."
)
@click.option(
    "--gap", type=float, default=200, show_default=True, help="Metres that no control comes near."
)
@click.option("--buffer", type=float, metavar="METRES", help="Propose a buffer so wide as well.")
@click.option("--most", type=int, default=6, show_default=True, help="Controls to offer.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="An HTML map of what is offered."
)
@STREETS
@click.pass_context
@pass_desk
def propose(
    desk: Desk, ctx: click.Context, out: Path | None, streets: Path | None, **looking: Any
) -> None:
    """Print a suggestion as JSON, which 'set --json' takes; nothing is stored.

    Looks for comparison areas among contiguous sets of small areas: those whose months before the
    response differ from the target's by no more than noise allows, the nearest first. Take out of
    'candidates' what isn't wanted; 'set --json' draws the others and keeps them.
    """
    from casebook.assessments.candidates.finding import Looking
    from casebook.assessments.candidates.finding import propose as propose_areas
    from casebook.profiles.designs import SETTABLE, read_design

    if out is not None:
        if out.suffix.lower() not in (".html", ".htm"):
            raise BadValue(f"A map is an HTML file: name it {out.with_suffix('.html').name}.")
        refuse_unwritable(out)
    asked = Looking(**looking)
    book, ref = desk.open(), ctx.meta["profile"]
    found = propose_areas(book, ref, asked)
    if out is not None and found.shapes:
        from casebook.packs.assessment.candidates_map import candidates_map

        write_file(out, candidates_map(book, found, streets))
        say(f"Wrote {out}: open it in a browser; it asks the network for nothing.")
    for note in (*found.notes, found.power):
        if note:
            say(note)
    values = encode(found.design)
    now = read_design(book, ref).design
    over = {"number": now.number if now else 1, "version": now.version if now else 0}
    print_json(over | {name: values[name] for name in SETTABLE if name != "reason"})


@design.command("set")
@click.option("--code", help="The count group that is to move, such as asb.")
@click.option("--before", metavar="MONTHS", help="The window before, such as 2023-04..2023-11.")
@click.option("--after", metavar="MONTHS", help="The window after, such as 2024-04..2024-11.")
@click.option("--control", "controls", multiple=True, help="Ref of a control area; repeatable.")
@click.option("--buffer", "buffers", multiple=True, help="Ref of a buffer; repeatable.")
@click.option(
    "--buffer-control", "buffer_controls", multiple=True, help="Ref of a buffer's control."
)
@click.option("--text", help="Why this design.")
@click.option("--reason", help="Why it is changed; needed once the response has begun.")
@json_options("'propose'")
@click.pass_context
@pass_desk
def set_(
    desk: Desk,
    ctx: click.Context,
    before: str | None,
    after: str | None,
    json_file: str | None,
    overwrite: bool,
    **given: Any,
) -> None:
    """Declare the design, or change it; what isn't given stays as it is.

    Until the response begins a change replaces it; after that a change takes --reason and makes a
    further version. Comparison areas come from 'casebook import areas FILE --kind control' (or
    buffer); an empty --control "" takes them out.
    """
    from casebook.profiles.designs import read_design, set_design

    changes = read_json(json_file) if json_file else {}
    if not isinstance(changes, dict):
        raise BadValue("A design's JSON is an object, as 'casebook design REF propose' prints it.")
    whole = bool(changes)
    for name, text in (("before", before), ("after", after)):
        if text is not None:
            window = Window.parse(text)
            changes |= {f"{name}_from": str(window.first), f"{name}_to": str(window.last)}
    for name, value in given.items():
        if isinstance(value, tuple) and value:
            changes[name] = [part.strip() for text in value for part in text.split(";") if part]
        elif isinstance(value, str):
            changes[name] = value
    if not changes:
        raise BadValue("Nothing to set: give --code, --before, --after or a comparison area.")
    book, ref = desk.open(), ctx.meta["profile"]
    if whole:
        number, declared_now = changes.pop("number", None), read_design(book, ref).design
        if declared_now is not None and number not in (None, declared_now.number):
            changes.pop("version", None)  # it was made from an earlier design, of its own versions
        values, typed = typed_over(changes, overwrite=overwrite)
        with both_shown(book):
            declared = set_design(book, ref, values, version=typed)
        say_merged(typed.merged, book)
    else:
        declared = set_design(book, ref, changes)
    assert declared.design is not None
    for note in declared.notes:
        say(note)
    say(f"{declared.profile}, design version {declared.design.number}: {_when(declared)}.")


@design.command()
@click.option("--from", "first", metavar="DATE", help="The first day, after today.")
@click.option("--to", "last", metavar="DATE", help="The last day.")
@click.option("--seed", help="What the coins come from: any word or number, kept and stated.")
@click.option("--end", "reason", help="End it today, and why; it can't be drawn again.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
@pass_desk
def crossover(
    desk: Desk,
    ctx: click.Context,
    first: str | None,
    last: str | None,
    seed: str | None,
    reason: str | None,
    form: str,
) -> None:
    """Draw days on and off for each hotspot at random, once; without options show them so far.

    The list is sealed: its digest goes into the history at once, and days are shown as they come,
    up to tomorrow's. Who knows the seed can work the list out, so keep it from those who patrol
    until the end. For example: casebook design PMP-2024-001 crossover --from 2025-01-06 --to
    2025-03-30 --seed 4711
    """
    from casebook.profiles.crossovers.crossover import Crossover
    from casebook.profiles.crossovers.sealing import draw_crossover, end_crossover, read_crossover

    ref = ctx.meta["profile"]
    if (first is None) != (last is None) or (first is None and seed is not None):
        raise BadValue("A crossover is drawn with --from, --to and --seed together.")
    if reason is not None and first is not None:
        raise BadValue("Draw a crossover or end one, not both at once.")
    book = desk.open()
    if first is not None and last is not None:
        specs = fields_of(Crossover)
        days = [parse(specs[name], text, book.today) for name, text in _days(first, last)]
        found = draw_crossover(book, ref, days[0], days[1], seed or "")
        say(f"Drawn and sealed: {found.crossover.digest}")
    elif reason is not None:
        found = end_crossover(book, ref, reason)
        say(f"Ended: days up to {day_label(found.crossover.runs_to)} count.")
    else:
        so_far = read_crossover(book, ref)
        if so_far is None:
            raise BadValue(f"{ref} has no crossover: draw one with --from, --to and --seed.")
        found = so_far
    if form == "json":
        print_json(found.encode())
    else:
        _print_days(book.settings.marking, found)


def _days(first: str, last: str) -> list[tuple[str, str]]:
    return [("first_day", first), ("last_day", last)]


def _print_days(marking: str, found: CrossoverSoFar) -> None:
    it = found.crossover
    assert it.first_day is not None
    assert it.last_day is not None
    click.echo(f"{marking}\n\n{it.profile}: {day_label(it.first_day)} to {day_label(it.last_day)}")
    click.echo(f"Digest of the whole list: {it.digest}")
    if not found.intact:
        click.echo("The days drawn from the seed no longer have this digest.")
    if it.ended:
        click.echo(f"Ended on {day_label(it.ended)}: {plain_line(it.reason)}")
    click.echo()
    by_day: dict[Any, dict[str, str]] = {}
    weekdays = tuple(WEEKDAYS)
    for each in found.days:
        row = by_day.setdefault(
            each.day, {"day": f"{sentence(weekdays[each.day.weekday()])} {day_label(each.day)}"}
        )
        row[each.hotspot] = "on" if each.on else "off"
    titles = {"day": "day"} | {ref: ref for ref in it.hotspots}
    print_rows(list(by_day.values()), "table", titles)
    click.echo(f"\n{marking}")


@design.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
@pass_desk
def show(desk: Desk, ctx: click.Context, form: str) -> None:
    """Print every version of the design, when each was declared and what must be known of it."""
    from casebook.profiles.designs import read_design

    book = desk.open()
    declared = read_design(book, ctx.meta["profile"])
    if form == "json":
        print_json(declared.encode())
        return
    click.echo(f"{book.settings.marking}\n")
    _print(declared)
    click.echo(f"\n{book.settings.marking}")


def _print(declared: Declared) -> None:
    from casebook.profiles.designs import declared_in_words

    began = f"began on {day_label(declared.began)}" if declared.began else "hasn't begun"
    click.echo(f"{declared.profile}: the response {began}.")
    if declared.design is None:
        click.echo("No design is declared.")
    for version in declared.versions:
        stands = ", stands" if version == declared.design and version.number > 1 else ""
        click.echo(f"\nVERSION {version.number}{stands}")
        click.echo(f"  {declared_in_words(version, declared.began)}")
        for label, words in _lines(version):
            click.echo(f"  {label}: {plain_line(words)}")
    for note in declared.notes:
        click.echo(f"\n{note}")


def _lines(version: Design) -> list[tuple[str, str]]:
    lines = [("Counted", version.code)]
    for label, first, last in (
        ("Before", version.before_from, version.before_to),
        ("After", version.after_from, version.after_to),
    ):
        lines.append((label, Window(first, last).label if first and last else MISSING))
    for label, refs in (
        ("Controls", version.controls),
        ("Buffers", version.buffers),
        ("Buffers' controls", version.buffer_controls),
        ("Candidates", tuple(each.ref for each in version.candidates if each.part == "control")),
    ):
        lines.append((label, ", ".join(refs) or "none"))
    lines += [("Why this design", version.text)] if version.text else []
    return lines + ([("Why it was changed", version.reason)] if version.reason else [])


def _when(declared: Declared) -> str:
    from casebook.profiles.designs import declared_in_words

    assert declared.design is not None
    return declared_in_words(declared.design, declared.began)
