"""``casebook codes``: the code lists and count groups as this force uses them."""

from __future__ import annotations

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say

GROUP_COLUMNS = {
    "name": "name",
    "version": "version",
    "current": "current",
    "from": "from",
    "kind": "kind",
    "title": "title",
    "counts": "counts",
}
COLUMNS = {"list": "list", "code": "code", "label": "label", "from": "from", "retired": "retired"}


@click.group()
def codes() -> None:
    """List the code lists, add, relabel or retire a code, and say what is counted together."""


@codes.command("list")
@click.argument("name", metavar="[LIST]", required=False)
@format_option
@pass_desk
def list_(desk: Desk, name: str | None, form: str) -> None:
    """Print the codes of LIST, or of every list, retired ones too."""
    from casebook.book.code_lists import code_list, code_lists

    book = desk.open()
    rows = [
        {
            "list": each.name,
            "version": each.version,
            "code": one.code,
            "label": one.label,
            "from": "shipped" if one.shipped else "this force",
            "retired": one.retired,
            **({"group": one.group, "of": one.of or None} if one.group else {}),
        }
        for each in ((code_list(book, name),) if name else code_lists(book))
        for one in each.codes
    ]
    grouped = {"group": "group", "of": "part of"} if name == "activity" else {}
    print_rows(rows, form, COLUMNS | grouped | ({"version": "version"} if name else {}))


@codes.command()
@click.argument("name", metavar="LIST")
@click.argument("code")
@click.argument("label")
@click.option("--group", default="", help="Of an activity: the group it is counted under.")
@click.option(
    "--of", metavar="CODE", default="", help="Of an activity: the code it is 'of which' of."
)
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def add(desk: Desk, name: str, code: str, label: str, group: str, of: str, why: str) -> None:
    """Put CODE on LIST under LABEL, or bring a retired code back."""
    from casebook.book.code_lists import add_code

    after = add_code(desk.open(), name, code, label, why, group=group, of=of)
    added = next(one for one in after.codes if one.code == code.strip())
    part = f", part of '{added.of}'" if added.of else ""
    under = f" under {added.group}{part}" if added.group else ""
    say(f"{name} has '{added.code}' now{under} (version {after.version}).")


@codes.command()
@click.argument("name", metavar="LIST")
@click.argument("code")
@click.argument("label")
@click.option("--why", default="", help="Kept in the history; asked for.")
@pass_desk
def relabel(desk: Desk, name: str, code: str, label: str, why: str) -> None:
    """Call CODE of LIST by a new LABEL; records keep the label they were given."""
    from casebook.book.code_lists import relabel_code

    after = relabel_code(desk.open(), name, code, label, why)
    say(f"'{code}' of {name} reads '{label}' now (version {after.version}).")


@codes.command()
@click.argument("name", metavar="LIST")
@click.argument("code")
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def retire(desk: Desk, name: str, code: str, why: str) -> None:
    """Take CODE of LIST out of what can be chosen; records that hold it keep it."""
    from casebook.book.code_lists import retire_code

    after = retire_code(desk.open(), name, code, why)
    say(f"'{code}' of {name} can't be chosen any more (version {after.version}).")


@codes.group("group")
def group_() -> None:
    """List the count groups, and make one of the force's own.

    A group is a named list of types that are counted together; each figure names its version.
    """


@group_.command("list")
@format_option
@pass_desk
def list_groups(desk: Desk, form: str) -> None:
    """Print every count group, older versions of the force's own too.

    NAME means the newest; NAME@VERSION counts by an older one.
    """
    from casebook.incidents.count_groups import count_groups

    rows = [
        {
            "name": each.group.name,
            "version": each.group.version,
            "current": each.current,
            "from": "shipped" if each.shipped else "this force",
            "kind": each.group.kind,
            "title": each.group.title,
            "counts": each.group.counts,
            "types": list(each.group.types),
            "subtypes": [
                f"{part.within}: {label}" for part in each.group.subtypes for label in part.labels
            ],
            "not_loaded": list(each.not_loaded),
            "proxy": each.group.proxy or None,
        }
        for each in count_groups(desk.open())
    ]
    print_rows(rows, form, GROUP_COLUMNS)


@group_.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(["crime", "asb"]), required=True, help="Never both.")
@click.option("--title", required=True, help="What stands beside its figures.")
@click.option(
    "--types",
    multiple=True,
    required=True,
    metavar="TYPE[;TYPE]",
    help="The types it counts, as files call them; may be repeated.",
)
@click.option(
    "--subtypes",
    multiple=True,
    metavar="SUB-TYPE[;SUB-TYPE]",
    help="Of their types count only these; 'Burglary: Residential burglary' says which type.",
)
@click.option("--why", default="", help="Kept in the history.")
@pass_desk
def add_group(
    desk: Desk,
    name: str,
    kind: str,
    title: str,
    types: tuple[str, ...],
    subtypes: tuple[str, ...],
    why: str,
) -> None:
    """Make the count group NAME, or its next version; then 'casebook figures --count NAME'.

    An older version stays, and what was declared by it (a design, an objective's measure) keeps
    counting by it.
    """
    from casebook.incidents.count_groups import add_count_group

    added = add_count_group(desk.open(), name, title, kind, _parted(types), _parted(subtypes), why)
    for note in added.notes:
        say(note)
    is_now = "counts" if added.changed else "counts already"
    group = added.group
    say(f"{group.name} {is_now} {group.counts} (version {group.version}).")


def _parted(given: tuple[str, ...]) -> list[str]:
    return [part for text in given for part in text.split(";") if part.strip()]
