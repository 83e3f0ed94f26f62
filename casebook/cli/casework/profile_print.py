"""What ``casebook profile show`` prints of a profile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.output import plain_line
from casebook.core.fields import fields_of, to_text
from casebook.core.months import day_label
from casebook.core.wording import MISSING, day
from casebook.profiles.profile import OVER, Profile
from casebook.profiles.stages import MODELS

if TYPE_CHECKING:
    from casebook.profiles.casefile import ProfileFile
    from casebook.registers.leads import Leading


def print_file(file: ProfileFile, lead: Leading, beside: Sequence[str] = ()) -> None:
    """Print what a profile's file says, and the lines of what is kept beside it."""
    from casebook.profiles.objective_power import can_it_show

    it = file.profile
    click.echo(f"{it.marking}\n\n{it.ref}  {plain_line(it.title)}")
    track = " > ".join(f"[{s}]" if s == it.stage else s for s in MODELS[it.model])
    click.echo(f"{it.model} {track}, cycle {it.cycle}, {it.status}")
    click.echo(f"Hotspots: {', '.join(file.hotspots) or MISSING}")
    click.echo(f"Owner: {it.owner or MISSING}. Area: {it.area or MISSING}.")
    click.echo(f"Lead agency: {plain_line(lead.says())}.")
    click.echo(f"Next review: {day(it.next_review)}.")
    _print_decision(it)
    for name in MODELS[it.model]:
        body = file.stage(name).body
        click.echo(f"\n{name.upper()}")
        for spec in fields_of(type(body)).values():
            value = getattr(body, spec.name)
            if spec.of_rows:
                for number, row in enumerate(value, 1):
                    click.echo(f"  {spec.label} {number}: {plain_line(_row_in_words(row))}")
            elif not spec.blank(value):
                click.echo(f"  {spec.label}: {plain_line(to_text(spec, value))}")
        if name == "objective" and can_it_show(body):
            click.echo(f"  {can_it_show(body)}")
    click.echo("\nACTIONS")
    for action in file.actions:
        done = f"done {day_label(action.done)}" if action.done else "not done"
        due = f"due {day_label(action.due)}" if action.due else "no due date"
        click.echo(f"  {action.id}. {plain_line(action.title)} ({action.agency}; {due}; {done})")
    for words in beside:
        click.echo(words)
    click.echo(f"\n{it.marking}")


def _print_decision(profile: Profile) -> None:
    """Print of a profile that isn't open what was asked, and why it was refused or closed."""
    specs = fields_of(Profile)
    if profile.status in ("proposed", "refused"):
        for spec in (specs["asked_by"], specs["harm"]):
            said = to_text(spec, getattr(profile, spec.name)) or "not said"
            click.echo(f"{spec.label}: {plain_line(said)}")
    if profile.status in OVER and profile.reason:
        head = f"{profile.status.capitalize()} {day(profile.closed)}"
        click.echo(f"{head}: {plain_line(profile.reason)}")


def _row_in_words(row: Any) -> str:
    """The fields of a row that say something: the first as it stands, the others by label."""
    said = []
    for at, spec in enumerate(fields_of(type(row)).values()):
        value = getattr(row, spec.name)
        if at == 0:
            said.append(to_text(spec, value))
        elif value and not spec.blank(value):
            said.append(f"{spec.label}: {to_text(spec, value)}")
    return "; ".join(said)
