"""``casebook profile``: the case file, JSON in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.casework.profile_json import edit_from_json, parts_of, with_typed
from casebook.cli.casework.profile_print import print_file
from casebook.cli.casework.sharing import print_shared, print_shared_list, share
from casebook.cli.desk import Desk, pass_desk
from casebook.cli.edits import json_options, read_object
from casebook.cli.output import (
    format_option,
    print_json,
    print_rows,
    refuse_unwritable,
    say,
    write_file,
)
from casebook.cli.progress import progress_option, showing, wrote
from casebook.cli.records import field_options, given, read_json, settings_of
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.fields import decode
from casebook.core.months import Month, day_label
from casebook.profiles.profile import PLACE_ROLES, Profile
from casebook.profiles.stages import BODIES, Objective

if TYPE_CHECKING:
    from casebook.profiles.casefile import ProfileFile

COLUMNS = {
    "ref": "ref",
    "title": "title",
    "model": "model",
    "stage": "stage",
    "hotspots": "hotspots",
    "owner": "owner",
    "next_review": "next review",
    "overdue": "overdue",
    "objective": "objective",
}
_STAGE = click.Choice(list(BODIES))


@click.group()
def profile() -> None:
    """List, show, open, edit and advance profiles."""


profile.add_command(share)


@profile.command("list")
@format_option
@pass_desk
def list_(desk: Desk, form: str) -> None:
    """Print every profile with its stage and next review, and where its objective stands."""
    from casebook.figures.progress import read_progress
    from casebook.profiles.casefile import list_profiles

    book = desk.open(partners=True)
    if book.account.partner:
        print_shared_list(book, form)
        return
    rows = []
    files = list_profiles(book, stages=(Objective.STAGE,), actions=False)
    live = (file for file in files if file.profile.live)
    progress = read_progress(book, live, Month.of(book.today) + -1)
    for file in files:
        it = file.profile
        stands = progress.get(it.ref)
        rows.append(
            {
                "ref": it.ref,
                "title": it.title,
                "model": it.model,
                "stage": it.stage,
                "status": it.status,
                "area": it.area,
                "owner": it.owner,
                "hotspots": list(file.hotspots),
                "next_review": str(it.next_review) if it.next_review else None,
                "overdue": it.overdue(book.today),
                "measure": stands.measure if stands else None,
                "baseline": stands.baseline if stands else None,
                "now": stands.now if stands else None,
                "target": stands.target if stands else None,
                "objective": stands.standing if stands else None,
                "objective_says": stands.says if stands else None,
            }
        )
    print_rows(rows, form, COLUMNS)


@profile.command()
@click.argument("ref")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@pass_desk
def show(desk: Desk, ref: str, form: str) -> None:
    """Print all that is written on one profile; its JSON is what 'edit --json' takes."""
    from casebook.profiles.casefile import read_profile
    from casebook.registers.leads import leading

    book = desk.open(partners=True)
    if book.account.partner:
        print_shared(book, ref, form)
        return
    file = read_profile(book, ref)
    if form == "json":
        print_json(file.encode())
    else:
        print_file(file, leading(book, file.profile))


@profile.command()
@click.argument("json_file", required=False)
@field_options(Profile)
@click.option("--hotspot", "hotspots", multiple=True, help="Ref of a hotspot; may be repeated.")
@pass_desk
def new(desk: Desk, json_file: str | None, hotspots: tuple[str, ...], **options: Any) -> None:
    """Open a profile, from options or from JSON_FILE (- for stdin) like 'show' prints it.

    Where you may not open one it is proposed. Its stage, status, cycle and days come from the
    casebook: a file that says one of them is refused.
    """
    from casebook.profiles.casefile import without
    from casebook.profiles.file_edit import check_shape
    from casebook.profiles.intake import check_own_words, new_profile

    whole = read_json(json_file) if json_file else {}
    if not isinstance(whole, dict):
        raise BadValue("A profile's JSON is an object, as 'casebook profile show' prints it.")
    check_shape(whole)
    heading = without(whole.get("profile", {}), "version")
    check_own_words(heading, named=True)
    book = desk.open()
    values = {"ref": ""} | heading | given(Profile, options, book.today)
    made = new_profile(
        book,
        decode(Profile, values),
        hotspots=(*whole.get("hotspots", ()), *hotspots),
        stages=whole.get("stages"),
        actions=whole.get("actions", ()),
    )
    click.echo(made.profile.ref)
    if made.profile.status == "proposed":
        _say_proposed(made.profile)
    else:
        say(f"Opened {made.profile.ref} at {made.profile.stage}.")


def _say_proposed(made: Profile) -> None:
    say(f"Proposed {made.ref}: a sergeant or inspector accepts or refuses it.")


@profile.command()
@click.argument("ref")
@field_options(Profile, leave_out=frozenset({"ref", "model"}))
@click.option("--stage", "stage", type=_STAGE, help="Write in this stage instead.")
@click.option("--set", "pairs", multiple=True, metavar="FIELD=VALUE", help="A field of the stage.")
@json_options("'show --format json'")
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def edit(
    desk: Desk,
    ref: str,
    stage: str | None,
    pairs: tuple[str, ...],
    json_file: str | None,
    overwrite: bool,
    why: str,
    **options: Any,
) -> None:
    """Change a profile's heading, or what is written in one of its stages.

    For example: casebook profile edit PMP-2024-001 --stage scan --set events="Fights at closing".
    A JSON holds the whole file, as 'show --format json' prints it, or some of its parts; with
    --stage it may hold that stage's fields alone.
    """
    from casebook.profiles.casefile import edit_profile, edit_stage

    if stage is None and pairs:
        raise BadValue("Say which stage to write in: --stage scan, for example.")
    book = desk.open()
    heading = given(Profile, options, book.today)
    body = settings_of(BODIES[stage], pairs, book.today) if stage is not None else {}
    if json_file:
        parts = parts_of(read_object(json_file, "a profile"), stage)
        typed: dict[str, Any] = {"profile": heading} if heading else {}
        typed |= {"stages": {stage: body}} if body else {}
        edit_from_json(book, ref, with_typed(parts, typed), overwrite=overwrite, why=why)
        return
    if not heading and not body:
        raise BadValue("Nothing to change: give a field, or --stage with --set FIELD=VALUE.")
    if heading:
        edit_profile(book, ref, heading, why=why)
    if stage is not None and body:
        _say_power(edit_stage(book, ref, stage, body, why=why), stage)
    say(f"Saved {ref}.")


def _say_power(file: ProfileFile, stage: str) -> None:
    """Of an objective that was written, whether its fall could ever be told from chance."""
    from casebook.profiles.objective_power import can_it_show

    if stage == "objective":
        said = can_it_show(file.stage(stage).body)
        if said:
            say(said)


@profile.command()
@click.argument("ref")
@click.option("--waiver", default="", help="Why a gate that blocks is passed all the same.")
@click.option(
    "--ask-waiver", "asked", help="Why it should be waived: asks the inspectors, moves nothing."
)
@click.option(
    "--refuse-waiver", "refused", help="Why the one asked for isn't given: moves nothing."
)
@pass_desk
def advance(desk: Desk, ref: str, waiver: str, asked: str | None, refused: str | None) -> None:
    """Move a profile to its next stage; says precisely what is missing."""
    from casebook.profiles.stage_moves import gate
    from casebook.registers.waivers import ask_waiver, move_on, refuse_waiver, waiting_waiver

    if sum((bool(waiver), asked is not None, refused is not None)) > 1:
        raise click.UsageError("Give one of --waiver, --ask-waiver and --refuse-waiver.")
    book = desk.open()
    if refused is not None:
        request = refuse_waiver(book, waiting_waiver(book, ref).id, refused)
        say(f"{request.asked_by} is told: the gate of {request.stage} of {ref} isn't waived.")
        return
    lacking = gate(book, ref)
    if asked is not None:
        request = ask_waiver(book, ref, asked)
        for item in lacking:
            say(f"Still to do: {item.says}")
        say(f"The inspectors are asked to waive the gate of {request.stage}.")
        return
    moved = move_on(book, ref, waiver=waiver)
    for item in lacking:
        say(f"Still to do: {item.says}")
    say(f"{ref} is now at {moved.profile.stage}.")


@profile.command()
@field_options(Profile, leave_out=frozenset({"model", "next_review", "retain_until"}))
@click.option("--hotspot", "hotspots", multiple=True, help="Ref of a hotspot; may be repeated.")
@pass_desk
def propose(desk: Desk, hotspots: tuple[str, ...], **options: Any) -> None:
    """Propose a profile: its title, where, who asked and the harm are enough."""
    from casebook.assessments.can_it_show import power_at
    from casebook.profiles.intake import propose as propose_profile

    book = desk.open()
    values = {"ref": ""} | given(Profile, options, book.today)
    made = propose_profile(book, decode(Profile, values), hotspots=hotspots)
    click.echo(made.profile.ref)
    for words in power_at(book, made.hotspots):
        say(words)
    _say_proposed(made.profile)


@profile.command()
@click.argument("ref")
@click.option("--owner", help="Login of the officer in the case.")
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def accept(desk: Desk, ref: str, owner: str | None, why: str) -> None:
    """Open a proposed profile; not for its owner."""
    from casebook.profiles.intake import accept as accept_profile

    file = accept_profile(desk.open(), ref, owner=owner, why=why)
    say(
        f"{ref} is open at {file.profile.stage}; its owner is {file.profile.owner or 'nobody yet'}."
    )


@profile.command()
@click.argument("ref")
@click.option("--why", required=True, help="Whoever asked will read it.")
@pass_desk
def refuse(desk: Desk, ref: str, why: str) -> None:
    """Refuse a proposed profile with a reason; it stays findable."""
    from casebook.profiles.intake import refuse as refuse_profile

    refuse_profile(desk.open(), ref, why)
    say(f"{ref} is refused.")


@profile.command()
@click.argument("ref")
@click.option("--to", "to", type=_STAGE, required=True, help="The stage to go back to.")
@click.option("--why", required=True, help="Kept in the history.")
@pass_desk
def back(desk: Desk, ref: str, to: str, why: str) -> None:
    """Take a profile back to an earlier stage in a new cycle; the old one stays readable."""
    from casebook.profiles.stage_moves import back as back_profile

    file = back_profile(desk.open(), ref, to, why)
    say(f"{ref} is back at {to}, in cycle {file.profile.cycle}.")


@profile.command()
@click.argument("ref")
@click.option("--why", required=True, help="Kept with the profile.")
@click.option("--waiver", default="", help="Why its gate is passed all the same.")
@click.option("--sustain", is_flag=True, help="Keep the response going and only watch it.")
@pass_desk
def close(desk: Desk, ref: str, why: str, waiver: str, sustain: bool) -> None:
    """Close an assessed profile; for an inspector who isn't its owner."""
    from casebook.profiles.stage_moves import close as close_profile
    from casebook.profiles.stage_moves import post_closure_checks

    file = close_profile(desk.open(), ref, why, waiver=waiver, sustain=sustain)
    days = " and ".join(day_label(day) for day in post_closure_checks(file.profile).values())
    ended = f"closed; look at it again on {days}" if days else "monitoring"
    say(f"{ref} is {ended}.")


@profile.command()
@click.argument("ref")
@click.argument("place")
@click.option("--role", type=click.Choice(PLACE_ROLES), default="target", show_default=True)
@pass_desk
def link(desk: Desk, ref: str, place: str, role: str) -> None:
    """Tie the profile REF to PLACE, a hotspot or an area."""
    from casebook.profiles.linked_places import link_place

    link_place(desk.open(), ref, place, role)
    say(f"{ref} is tied to {place} ({role}).")


@profile.command()
@click.argument("ref")
@click.argument("place")
@pass_desk
def unlink(desk: Desk, ref: str, place: str) -> None:
    """Take PLACE off the profile REF."""
    from casebook.profiles.linked_places import unlink_place

    unlink_place(desk.open(), ref, place)
    say(f"{ref} is no longer tied to {place}.")


@profile.command()
@click.argument("ref")
@format_option
@pass_desk
def history(desk: Desk, ref: str, form: str) -> None:
    """Print every change of the profile, field by field, oldest first."""
    from casebook.profiles.casefile import history_of

    rows = [
        {
            "seq": entry.seq,
            "at": entry.at,
            "who": entry.who if entry.via is None else f"{entry.who} (by {entry.via})",
            "record": entry.record,
            "field": name,
            "before": _value(before),
            "after": _value(after),
            "why": entry.why or None,
        }
        for entry in history_of(desk.open(), ref)
        for name, change in (entry.change or {}).items()
        # a disposal keeps counts, not the values before and after
        for before, after in ((change if _is_pair(change) else (None, change)),)
    ]
    print_rows(rows, form)


def _is_pair(change: Any) -> bool:
    return isinstance(change, list) and len(change) == 2


@profile.command("print")
@click.argument("ref")
@click.argument("out", type=click.Path(path_type=Path))
@progress_option
@pass_desk
def print_(desk: Desk, ref: str, out: Path, progress_form: str) -> None:
    """Write OUT, one HTML page of all that is on the profile REF; it opens with no network."""
    from casebook.packs.profile.page import profile_page, render_profile

    if out.suffix.lower() not in (".html", ".htm"):
        raise BadValue(f"A profile is printed as HTML: name it {out.stem or ref}.html.")
    refuse_unwritable(out)
    book = desk.open()
    with showing(progress_form) as progress:
        progress(0, 1, f"writing {out.name}")
        write_file(out, render_profile(profile_page(book, ref)))
    wrote(out, f"Wrote {out}: open it in a browser; it asks the network for nothing.")


@profile.command()
def schema() -> None:
    """Print the JSON Schema of what 'show --format json' prints and 'new' takes."""
    from casebook.profiles.schema import profile_schema

    print_json(profile_schema())


@profile.command()
@click.argument("ref")
@click.option("--why", required=True, help="Kept for good.")
@pass_desk
def dispose(desk: Desk, ref: str, why: str) -> None:
    """Blank all that is written on a closed profile, for good; its figures and places stay."""
    from casebook.upkeep.disposal import dispose as dispose_of

    gone = dispose_of(desk.open(), ref, why)
    records = counted(sum(gone.records.values()), "record")
    entries = counted(gone.entries, "history entry")
    say(f"Disposed of {ref}: {records} and {entries} are blank.")
    if not gone.wiped:
        say(
            "Somebody else is in the casebook: until the next disposal its file may hold old words."
        )
    say("Backups, exports and packs made before still hold what they held.")


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    return value
