"""``casebook review``: the month, from opening to the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.edits import both_shown, json_options, say_merged, typed_over
from casebook.cli.files.figures import COLUMNS as COUNTED
from casebook.cli.output import format_option, plain_line, print_json, print_rows, say
from casebook.cli.records import field_options, given, plain, read_json
from casebook.core.english import counted
from casebook.core.errors import BadValue
from casebook.core.fields import fields_of, parse, to_text
from casebook.core.months import Month, day_label
from casebook.core.wording import MISSING, day, group_title
from casebook.profiles.profile import Action
from casebook.reviews.flips import NOT_RECORDED, Flip, recorded_verdicts
from casebook.reviews.review import Review

if TYPE_CHECKING:
    from casebook.profiles.profile import Action
    from casebook.reviews.months import ReviewFile

COLUMNS = {
    "profile": "profile",
    "month": "month",
    "state": "state",
    "due": "due",
    "overdue": "overdue",
    "updated_by": "updated by",
    "endorsed_by": "endorsed by",
    "signed_by": "signed by",
    "signed_on": "signed on",
    "decisions": "decisions",
    "days_late": "days late",
    "flipped": "flipped",
}
FIGURES = {"hotspot": "hotspot", **COUNTED}
BEFORE_VERDICTS = {"z_baseline": "expected", "poisson_z": "z", "variation": "reads"}
"""What figures frozen before verdicts were kept hold in their place."""
FLIPPED = {
    "hotspot": "hotspot",
    "count": "count",
    "over": "over",
    "as_signed": "as signed",
    "as_now": "as now",
}
CHANGED = {"hotspot": "hotspot", "figure": "figure", "as_signed": "as signed", "as_now": "as now"}
_SIGNING = frozenset({"decisions", "reason", "comments"})
_LINES = frozenset({"did", "hindered", "asks", "decisions"})
_SHOWN_BESIDE = (
    "overdue",
    "days_late",
    "figures",
    "figures_intact",
    "changed",
    "verdicts_recorded",
    "flipped",
    "actions",
    "follow_ups",
    "handovers",
)
"""What 'show' prints of a review beside its fields."""
_HEAD = ("profile", "month", "state", "due")
_FORM = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
_JSON = click.option(
    "--json", "json_file", metavar="FILE", help="The same as a JSON object; - for stdin."
)


@click.group()
def review() -> None:
    """Open a month and update, endorse, return, sign, list and show its reviews."""


@review.command("open")
@click.argument("month")
@click.option("--cut-off", "cut_off", metavar="DATE", help="Data to this day; today when left out.")
@_FORM
@pass_desk
def open_(desk: Desk, month: str, cut_off: str | None, form: str) -> None:
    """Open MONTH, such as 2024-11, for every open profile.

    Its figures are frozen as they stand, to be signed.
    """
    from casebook.reviews.months import open_month

    book, spec = desk.open(), fields_of(Review)["cut_off"]
    day: date | None = parse(spec, cut_off, book.today) if cut_off else None
    done = open_month(book, Month.parse(month), cut_off=day)
    if form == "json":
        print_json(
            {
                "month": str(done.month),
                "cut_off": str(done.cut_off),
                "opened": [one.profile for one in done.opened],
                "already_open": list(done.already),
                "opened_later": list(done.later),
            }
        )
    say(f"Opened {done.month.label} for {counted(len(done.opened), 'profile')}.")
    if done.already:
        say(f"{counted(len(done.already), 'profile')} had it open already.")
    if done.later:
        later = counted(len(done.later), "profile")
        say(f"{later} opened after {done.month.label}: no review is due.")


@review.command()
@click.argument("ref")
@click.argument("month")
@field_options(Review, leave_out=_SIGNING)
@json_options("'show --format json'")
@pass_desk
def update(
    desk: Desk, ref: str, month: str, json_file: str | None, overwrite: bool, **options: Any
) -> None:
    """Write the owner's three lines on the review of REF for MONTH."""
    from casebook.reviews.months import update as update_review

    lines = _object(json_file)
    book, of = desk.open(), Month.parse(month)
    lines |= given(Review, options, book.today)
    if json_file:
        lines, typed = typed_over(lines, overwrite=overwrite, beside=_SHOWN_BESIDE)
        with both_shown(book):
            done = update_review(book, ref, of, lines, version=typed)
        say_merged(typed.merged, book)
    else:
        done = update_review(book, ref, of, lines)
    say(f"The {done.month.label} review of {ref} is {done.state}.")


@review.command()
@click.argument("ref")
@click.argument("month")
@pass_desk
def endorse(desk: Desk, ref: str, month: str) -> None:
    """Endorse the updated review of REF for MONTH, as its inspector."""
    from casebook.reviews.months import endorse as endorse_review

    done = endorse_review(desk.open(), ref, Month.parse(month))
    say(f"The {done.month.label} review of {ref} is {done.state}.")


@review.command("return")
@click.argument("ref")
@click.argument("month")
@click.option("--why", required=True, help="What is missing; the owner reads it.")
@pass_desk
def return_(desk: Desk, ref: str, month: str, why: str) -> None:
    """Return the review of REF for MONTH to its owner."""
    from casebook.reviews.months import send_back

    done = send_back(desk.open(), ref, Month.parse(month), why)
    say(f"The {done.month.label} review of {ref} is {done.state}.")


@review.command()
@click.argument("ref")
@click.argument("month")
@click.option("--decision", "decisions", multiple=True, metavar="CODE", help="May be repeated.")
@field_options(Review, leave_out=_LINES)
@click.option(
    "--action",
    "actions",
    multiple=True,
    metavar="'TITLE; DUE; OWNER'",
    help="A follow-up action; due date and owner may be left out. May be repeated.",
)
@_JSON
@pass_desk
def sign(
    desk: Desk,
    ref: str,
    month: str,
    decisions: tuple[str, ...],
    actions: tuple[str, ...],
    json_file: str | None,
    **options: Any,
) -> None:
    """Sign the review of REF for MONTH; once signed it never changes.

    For example: casebook review sign PMP-2024-001 2024-11 --decision continue
    --reason "On course" --action "Meet the landlord; 2025-01-10; sgt.harbour".
    """
    from casebook.book.edits import version_of
    from casebook.reviews.months import sign as sign_review

    book = desk.open()
    values = _object(json_file) | given(Review, options, book.today)
    version = version_of(values)
    values.pop("version", None)
    unknown = set(values) - {"decisions", "reason", "comments", "actions"}
    if unknown:
        raise BadValue(
            f"A signature has no field '{sorted(unknown)[0]}'; it has decisions, reason, "
            "comments, actions."
        )
    done = sign_review(
        book,
        ref,
        Month.parse(month),
        decisions=(*_texts(values, "decisions"), *decisions),
        reason=_text(values, "reason"),
        comments=_text(values, "comments"),
        actions=(*_rows(values), *(_action(text, book.today) for text in actions)),
        version=version,
    )
    late = done.days_late(done.signed_on) if done.signed_on else None
    lateness = f", {counted(late, 'day')} late" if late else ""
    say(f"The {done.month.label} review of {ref} is signed{lateness}.")


def _object(json_file: str | None) -> dict[str, Any]:
    values = read_json(json_file) if json_file else {}
    if not isinstance(values, dict):
        raise BadValue("The JSON of a review is an object of its fields.")
    return values


def _text(values: dict[str, Any], name: str) -> str:
    text = values.get(name) or ""
    if not isinstance(text, str):
        raise BadValue(f"'{name}' takes text.")
    return text


def _texts(values: dict[str, Any], name: str) -> list[str]:
    found = values.get(name) or []
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise BadValue(f"'{name}' takes a list of codes.")
    return found


def _rows(values: dict[str, Any]) -> list[dict[str, Any]]:
    found = values.get("actions") or []
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise BadValue("'actions' takes a list of objects, each with a title.")
    return found


def _action(text: str, today: date) -> dict[str, Any]:
    parts = [part.strip() for part in text.split(";")]
    if len(parts) > 3:
        raise BadValue(f"'{text}' has too many parts: an action is 'title; due; owner'.")
    title, due, owner = (*parts, "", "")[:3]
    day = parse(fields_of(Action)["due"], due, today)
    return {"title": title, "due": plain(day), "owner": owner}


@review.command("list")
@click.option("--month", metavar="MONTH", help="Only this month, such as 2024-11.")
@click.option("--overdue", is_flag=True, help="Only those past their due date and not signed.")
@format_option
@pass_desk
def list_(desk: Desk, month: str | None, overdue: bool, form: str) -> None:
    """Print every review with its state, and how many signed verdicts have flipped since."""
    from casebook.reviews.figures import flip_counts
    from casebook.reviews.months import list_heads

    book = desk.open()
    chosen = Month.parse(month) if month else None
    found = list_heads(book, month=chosen, overdue=overdue)
    flips = flip_counts(book, (one for one in found if one.state == "signed"), month=chosen)
    rows = [
        {
            "profile": it.profile,
            "month": str(it.month),
            "state": it.state,
            "due": _iso(it.due),
            "overdue": it.overdue(book.today),
            "updated_by": it.updated_by,
            "endorsed_by": it.endorsed_by,
            "signed_by": it.signed_by,
            "signed_on": _iso(it.signed_on),
            "decisions": list(it.decisions),
            "days_late": it.days_late(book.today),
            "flipped": flips.get(it.id),
        }
        for it in found
    ]
    print_rows(rows, form, COLUMNS)


def _iso(day: date | None) -> str | None:
    return str(day) if day else None


@review.command()
@click.argument("ref")
@click.argument("month")
@_FORM
@pass_desk
def show(desk: Desk, ref: str, month: str, form: str) -> None:
    """Print the review of REF for MONTH.

    Where later data changes a figure, as signed and as now are both shown.
    """
    from casebook.reviews.months import read_review

    book = desk.open()
    file = read_review(book, ref, Month.parse(month))
    if form == "json":
        print_json(file.encode(book.today))
    else:
        _print_review(file, book.today)


def _print_review(file: ReviewFile, today: date) -> None:
    it = file.review
    frozen = "AS SIGNED" if it.state == "signed" else "AS FROZEN"
    late = it.days_late(today)
    lateness = f", {counted(late, 'day')} late" if late else ""
    click.echo(f"{file.profile.marking}\n\n{it.profile}  {plain_line(file.profile.title)}")
    click.echo(f"Review of {it.month.label}: {it.state}, due {day(it.due)}{lateness}")
    for spec in fields_of(Review).values():
        value = getattr(it, spec.name)
        if spec.name not in _HEAD and not spec.blank(value):
            shown = day(value) if spec.type is date else plain_line(to_text(spec, value))
            click.echo(f"  {spec.label}: {shown}")
    click.echo(f"\nFIGURES {frozen}")
    print_rows(it.figures, "table", _columns(file))
    if not file.verdicts_recorded:
        click.echo(NOT_RECORDED)
    for one in recorded_verdicts(it.figures):
        for said in (one.month[1], one.since[1]):
            if said:
                click.echo(f"  {one.hotspot}  {said}")
    if not file.intact:
        click.echo("These aren't the figures that were frozen: their hash doesn't match.")
    if file.changed:
        click.echo(f"\nFIGURES {frozen} AND AS NOW")
        rows = [asdict(one) | {"figure": one.figure.replace("_", " ")} for one in file.changed]
        print_rows(rows, "table", CHANGED)
    if file.flips:
        click.echo(f"\nVERDICTS {frozen} THAT HAVE FLIPPED SINCE")
        print_rows([_flip(one) for one in file.flips], "table", FLIPPED)
        for flip in file.flips:
            click.echo(f"  {flip.hotspot} as now  {flip.says}")
    _print_handovers(file)
    _print_actions("ACTIONS FROM EARLIER REVIEWS", file.follow_ups)
    _print_actions("ACTIONS RAISED", file.actions)
    click.echo(f"\n{file.profile.marking}")


def _columns(file: ReviewFile) -> dict[str, str]:
    """The columns of frozen figures: those that were kept when they were frozen."""
    if file.verdicts_recorded:
        return FIGURES
    kept = {key: head for key, head in FIGURES.items() if key not in ("expected", "verdict")}
    return kept | BEFORE_VERDICTS


def _flip(one: Flip) -> dict[str, str | None]:
    over = {"month": "the month", "since": "since the response began"}[one.over]
    now = one.as_now or None
    return asdict(one) | {"count": group_title(one.count_group), "over": over, "as_now": now}


def _print_handovers(file: ReviewFile) -> None:
    if file.handovers:
        click.echo("\nCHANGED HANDS")
    for handover in file.handovers:
        click.echo(f"  {plain_line(handover.says())}")


def _print_actions(title: str, actions: Sequence[Action]) -> None:
    if not actions:
        return
    click.echo(f"\n{title}")
    for action in actions:
        done = f"done {day_label(action.done)}" if action.done else "not done"
        owner = plain_line(action.owner) or MISSING
        said = f"{plain_line(action.title)} ({owner}; due {day(action.due)}; {done})"
        click.echo(f"  {action.id}. {said}")
