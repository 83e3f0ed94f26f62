"""``casebook import register KIND``, and an import for every register under its own name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casebook.cli.desk import Desk, pass_desk
from casebook.cli.files.import_report import bring, taking
from casebook.cli.files.row_options import map_option

if TYPE_CHECKING:
    from casebook.files.mapping import ColumnMapping


class Imports(click.Group):
    """The imports, with one for every register: ``import activities`` is that of its title."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The import called ``cmd_name``, or the register's whose kind or title it is."""
        return super().get_command(ctx, cmd_name) or _register_import(cmd_name)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The registers that can be imported by name."""
        names = ", ".join(sorted(_by_title()))
        formatter.write_paragraph()
        formatter.write_text(
            "Every register can be imported by its name as well, or by its kind, as spends or "
            f"duty-hours: {names}."
        )


@click.command("register")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@map_option
@taking
@pass_desk
def register_(desk: Desk, kind: str, file: Path, mapping: ColumnMapping | None, **how: Any) -> None:
    """Import entries of the register KIND: requests, notes, the sharing log and so on.

    One row an entry, in columns called after its fields. For example: casebook import register
    sharing log.xlsx.
    """
    from casebook.registers.import_files import import_register

    bring(desk, import_register, kind, file, how=how, mapping=mapping)


def _by_title() -> dict[str, str]:
    """The kind of every register that files may bring, by its title as a command's name."""
    from casebook.core.entry import registers

    return {
        kind.TITLE.lower().replace(",", "").replace(" ", "-"): kind.KIND
        for kind in registers().values()
        if not kind.KEPT_BY
    }


def _forms(kind: str) -> tuple[str, str]:
    """A register's kind, and what many of it are called: ``spend`` and ``spends``."""
    if kind.endswith("s"):
        return kind, kind
    return kind, f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _register_import(name: str) -> click.Command | None:
    """The import of the register called ``name``: its title, or its kind, one or many."""
    titles = _by_title()
    called = {**{form: kind for kind in titles.values() for form in _forms(kind)}, **titles}
    kind = called.get(name)
    if kind is None:
        return None

    def run(**options: Any) -> Any:
        assert register_.callback is not None
        return click.get_current_context().invoke(register_.callback, kind=kind, **options)

    return click.Command(
        name,
        params=[param for param in register_.params if param.name != "kind"],
        callback=run,
        help=f"Import the register {kind}: one row an entry, in columns called after its fields.",
    )
