"""Making, checking and upgrading a casebook."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.share import say_once_about_share
from casebook.core.errors import BadValue


@click.command()
@click.option("--force-name", default="", help="The force's name, printed on packs.")
@click.option("--crs", default="EPSG:27700", show_default=True, help="In metres.")
@click.option("--timezone", default="Europe/London", show_default=True)
@click.option("--label", default="PMP", show_default=True, help="What a profile is called.")
@pass_desk
def init(desk: Desk, force_name: str, crs: str, timezone: str, label: str) -> None:
    """Make an empty casebook; whoever makes it is its administrator."""
    from casebook.core.settings import Settings
    from casebook.upkeep.setup import make_casebook

    kept = Settings(force_name=force_name, crs=crs, timezone=timezone, label=label)
    book = make_casebook(desk.name, desk.login, kept, personal_because=desk.personal_because)
    say(f"Made {desk.name}; {desk.login} is its administrator.")
    if "://" not in desk.name:
        say(
            "In a file, who did what is attribution, not protection: whoever can write the file "
            "can write anything into it."
        )
    say("Next: casebook import hotspots FILE, then casebook import incidents FILE.")
    say_once_about_share(book)


@click.command()
@click.option("--head", help="A history hash printed in a pack, or its first 8 digits.")
@format_option
@pass_desk
def check(desk: Desk, head: str | None, form: str) -> int:
    """Check the store, the history chain and overdue reviews; exit 1 when the first two fail."""
    from casebook.upkeep.setup import check as check_book
    from casebook.upkeep.setup import unsound

    findings = check_book(desk.open(), head)
    print_rows(
        [{"about": f.about, "sound": f.sound, "says": f.says} for f in findings],
        form,
        widest=1000,  # a hash must be read whole
    )
    return int(bool(unsound(findings)))


@click.command()
@click.option("--backed-up", is_flag=True, help="A database's own backup was made just now.")
@pass_desk
def upgrade(desk: Desk, *, backed_up: bool) -> None:
    """Bring an older casebook up to date, with a backup of a file first; for an administrator."""
    from casebook.store.history import Author
    from casebook.store.schema import upgrade as bring_up_to_date

    if desk.acting_as:
        raise BadValue("An upgrade is done as yourself: leave out --as and CASEBOOK_USER.")
    author = Author(desk.login, datetime.now(UTC))
    done = bring_up_to_date(desk.name, author, backed_up=backed_up)
    if done.before == done.after:
        say(f"{desk.name} is up to date (schema {done.after}).")
    else:
        backup = f"; the backup is {done.backup}" if done.backup else ""
        say(f"{desk.name} went from schema {done.before} to {done.after}{backup}.")
