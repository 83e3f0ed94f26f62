"""``casebook search``: over everything written, and what worked before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows

if TYPE_CHECKING:
    from casebook.agenda.finding.search import SearchResult, Worked

SHOWN_HITS = 3
WIDEST = 300
_FOUND = {"ref": "ref", "title": "title", "status": "status", "stage": "stage", "found": "found"}
_WORKED = {
    "ref": "ref",
    "title": "title",
    "hotspots": "hotspots",
    "tactics": "tactics",
    "verdict": "impact",
    "effect": "effect",
    "lessons": "lessons",
}


@click.command()
@click.argument("words", nargs=-1)
@click.option("--worked", "only_worked", is_flag=True, help="Closed profiles that worked.")
@click.option("--stage", default="", help="Profiles at this stage.")
@click.option("--theme", default="", help="Of this theme.")
@click.option("--area", default="", help="In this area: its ref or its name.")
@click.option("--verdict", "impact", default="", help="Impact judged so, such as effective.")
@click.option("--tactic", default="", help="With an action of this tactic.")
@click.option("--kind", default="", help="Found in this kind of record, such as action or note.")
@format_option
@pass_desk
def search(
    desk: Desk, words: tuple[str, ...], only_worked: bool, form: str, **narrowed: str
) -> None:
    """Search everything written for all of WORDS, or list profiles by the filters alone.

    For example: casebook search dispersal --worked.
    """
    from casebook.agenda.finding.search import Narrowed, worked
    from casebook.agenda.finding.search import search as search_everything

    text, only = " ".join(words), Narrowed(**narrowed)
    book = desk.open()
    if only_worked:
        rows = [_worked(each, form) for each in worked(book, text, only)]
        print_rows(rows, form, _WORKED, widest=WIDEST)
    else:
        rows = [_found(each, form) for each in search_everything(book, text, only)]
        print_rows(rows, form, _FOUND, widest=WIDEST)


def _found(found: SearchResult, form: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "ref": found.ref,
        "title": found.title,
        "status": found.status,
        "stage": found.stage,
    }
    if form == "json":
        hits = [{"kind": h.kind, "ref": h.ref, "excerpt": h.excerpt} for h in found.hits]
        return row | {"found": hits}
    excerpts = [
        f"{hit.ref.removeprefix(found.ref).strip() or hit.kind}: {hit.excerpt}"
        for hit in found.hits
    ]
    if form == "table" and len(excerpts) > SHOWN_HITS:
        excerpts = [*excerpts[:SHOWN_HITS], f"and {len(excerpts) - SHOWN_HITS} more"]
    return row | {"found": " | ".join(excerpts)}


def _worked(worked: Worked, form: str) -> dict[str, Any]:
    effect = worked.effect_says or None if form == "table" else worked.effect
    return {
        "ref": worked.ref,
        "title": worked.title,
        "hotspots": list(worked.hotspots),
        "tactics": list(worked.tactics),
        "verdict": worked.impact,
        "lessons": worked.lessons,
        "effect": effect,
        "interval": list(worked.interval) if worked.interval else None,
    }
