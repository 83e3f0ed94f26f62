"""The ``casebook`` command: finds the command asked for, runs it, and says plainly what failed."""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import os
import sys
import threading
import time
from typing import NoReturn

import click

from casebook import __version__
from casebook.cli.desk import FOR_OWNER, Desk
from casebook.cli.light_imports import LightImports
from casebook.cli.person import person_settings
from casebook.cli.streams import print_no_more, said_of_no_room, speak_whole
from casebook.core.english import cut_lines, plain_lines
from casebook.core.errors import CasebookError

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before numpy is imported: its threads for linear algebra, of which there is little here, keep a
processor busy while they wait for their first work."""
COMMANDS = {
    "demo": (
        "casebook.cli.upkeep.demo:demo",
        "Build and explain a demonstration on invented data.",
    ),
    "init": ("casebook.cli.upkeep.whole:init", "Make an empty casebook."),
    "open": ("casebook.cli.upkeep.terminal:open_terminal", "Open the terminal."),
    "import": (
        "casebook.cli.files.imports:imports",
        "Import hotspots, areas, incidents, patrols, registers.",
    ),
    "profile": (
        "casebook.cli.casework.profile:profile",
        "List, show, open, edit and advance profiles.",
    ),
    "action": (
        "casebook.cli.casework.action:action",
        "Add, list and edit the actions of a profile.",
    ),
    "review": (
        "casebook.cli.casework.review:review",
        "Open a month's reviews, update, endorse, sign.",
    ),
    "design": ("casebook.cli.casework.design:design", "Declare how a response is to be judged."),
    "assess": ("casebook.cli.casework.assess:assess", "Run the assessment a design declares."),
    "evidence": (
        "casebook.cli.casework.evidence:evidence",
        "Pool what worked; share it with other forces.",
    ),
    "search": (
        "casebook.cli.casework.search:search",
        "Search everything written; --worked: what worked.",
    ),
    "due": ("casebook.cli.casework.due:due", "List what falls due, for whom."),
    "tasking": ("casebook.cli.casework.tasking:tasking", "List what to task, and why."),
    "patrol": (
        "casebook.cli.casework.patrol:patrol",
        "Account for a shift's patrols; add one.",
    ),
    "hotspot": ("casebook.cli.upkeep.hotspot:hotspot", "List, show, plan and retire hotspots."),
    "area": (
        "casebook.cli.upkeep.area:area",
        "Add, list and edit districts, wards and other areas.",
    ),
    "base": (
        "casebook.cli.upkeep.base:base",
        "List and remove what maps are drawn on.",
    ),
    "figures": (
        "casebook.cli.files.figures:figures",
        "Print the figures behind screens, maps, packs.",
    ),
    "map": ("casebook.cli.files.map:map_", "Write a web map that opens with no network."),
    "pack": (
        "casebook.cli.files.outputs:pack",
        "Write a pack: review, district, forum, panel, …",
    ),
    "briefing": (
        "casebook.cli.files.briefing:briefing",
        "Print what a shift needs: where, when, why.",
    ),
    "bulletin": (
        "casebook.cli.files.bulletin:bulletin",
        "Write a ward's page for the public.",
    ),
    "return": (
        "casebook.cli.files.quarterly_return:return_",
        "Write the quarterly return.",
    ),
    "dosage": ("casebook.cli.files.dosage:dosage", "List visits by GPS pings; needs no casebook."),
    "count": ("casebook.cli.files.count:count", "Count points in polygons; needs no casebook."),
    "detect": (
        "casebook.cli.files.detect:detect",
        "Find candidate hotspots; hold places to the year after.",
    ),
    "measure": (
        "casebook.cli.measure.group:measure",
        "Work out one statistic; needs no casebook.",
    ),
    "undo": ("casebook.cli.casework.undo:undo", "Take back your own last change."),
    "user": ("casebook.cli.upkeep.user:user", "Add, list, grant, bind and end accounts."),
    "codes": ("casebook.cli.upkeep.codes:codes", "Change code lists and count groups."),
    "setting": ("casebook.cli.upkeep.setting:setting", "List and set the casebook's settings."),
    "check": ("casebook.cli.upkeep.whole:check", "Check the store, its history and its data."),
    "backup": ("casebook.cli.upkeep.copies:backup", "Copy the casebook whole, while it is in use."),
    "restore": ("casebook.cli.upkeep.copies:restore", "Put a backup in the casebook's place."),
    "export": ("casebook.cli.upkeep.copies:export", "Write everything as CSV and GeoPackage."),
    "upgrade": ("casebook.cli.upkeep.whole:upgrade", "Bring an older casebook up to date."),
    "completion": ("casebook.cli.completion:completion", "Print a script that completes commands."),
}
"""Every command but the registers': where it lives and its line of help."""

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Loading modules makes far more than Python's 700, and leaves no garbage in cycles."""


def commands() -> dict[str, tuple[str, str]]:
    """Every command, those of the registers too, which are all made by one module."""
    from casebook.core.entry import register_titles

    made = {
        kind: (
            f"casebook.cli.casework.register:{kind.replace('-', '_')}",
            f"{title}: add, list, edit.",
        )
        for kind, title in register_titles().items()
    }
    before = list(COMMANDS).index("design") + 1
    listed = list(COMMANDS.items())
    return dict([*listed[:before], *made.items(), *listed[before:]])


class Commands(click.Group):
    """A group whose commands are imported when they are run and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a newcomer needs them."""
        return list(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command ``cmd_name``, imported now."""
        found = COMMANDS.get(cmd_name) or commands().get(cmd_name)
        if found is None:
            return None
        where, name = found[0].split(":")
        command: click.Command = getattr(importlib.import_module(where), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in ``--help``, from their lines of help alone."""
        listed = commands()
        registers = {name: line for name, (_, line) in listed.items() if name not in COMMANDS}
        with formatter.section("Commands"):
            formatter.write_dl([(n, line) for n, (_, line) in listed.items() if n in COMMANDS])
        with formatter.section("Registers"):
            formatter.write_dl(list(registers.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--book",
    metavar="FILE|URL",
    envvar="CASEBOOK_BOOK",
    default="casebook.db",
    show_default=True,
    help="The casebook: a file, or a postgresql:// database.",
)
@click.option(
    "--as",
    "acting_as",
    metavar="USER",
    envvar="CASEBOOK_USER",
    help="Act as this account; for a casebook's administrator, and history shows both.",
)
@click.option(
    "--allow-personal",
    metavar="REASON",
    default="",
    help="Save text that looks like personal data all the same; the reason is kept.",
)
@click.version_option(__version__, prog_name="casebook")
@click.pass_context
def cli(ctx: click.Context, book: str, acting_as: str | None, allow_personal: str) -> None:
    """Hotspots, problem profiles, patrol time and what crime and ASB did."""
    ctx.obj = Desk(book, acting_as or None, allow_personal)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 refused or failed, 2 usage, 130 interrupted.

    Given ``arguments`` it raises SystemExit, as Python has it; else the process ends.
    """
    speak_whole()
    # what is made is the person's own, until a casebook says that it shares with the group
    os.umask(FOR_OWNER)
    sys.meta_path.insert(0, LightImports())
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    if arguments is not None:
        sys.exit(run(arguments))
    _leave(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; every failure is one line on stderr."""
    started = time.monotonic()
    code, said, cause = 0, "", ""
    try:
        result = cli.main(
            args=arguments,
            prog_name="casebook",
            standalone_mode=False,
            default_map=person_settings(),
        )
        code = result if isinstance(result, int) else 0
        sys.stdout.flush()
    except click.UsageError as error:
        usage = io.StringIO()
        error.show(usage)
        # names of files may hold anything
        sys.stderr.write(cut_lines(plain_lines(usage.getvalue())))
        code = 2
    except click.exceptions.Abort:
        code, said = 130, "Stopped: nothing was changed."
    except KeyboardInterrupt:
        code, said = 130, "Stopped: nothing was changed."
    except (BrokenPipeError, SystemExit):
        # whoever read our output has gone, where Click leaves by itself
        print_no_more()
    except OSError as error:
        code, said = 1, said_of_no_room(error) or _fault(error)
        print_no_more()
    except CasebookError as error:
        code, said, cause = 1, str(error), getattr(error, "cause", "")
    except click.ClickException as error:
        code, said = 1, error.format_message()
    except Exception as error:  # noqa: BLE001 - the edge: a person never sees a traceback
        code, said = 1, _fault(error)
    if said:
        line = plain_lines(said).replace("\n", " ")
        print(f"casebook: {cut_lines(line)}", file=sys.stderr)  # noqa: T201
    from casebook.cli.log import log_command

    log_command(_command_of(arguments), code, said, time.monotonic() - started, cause)
    return code


def _fault(error: Exception) -> str:
    from casebook.cli.fault import report_fault

    return report_fault(error)


def _leave(code: int) -> NoReturn:
    """Exit at once: to take every library apart takes a tenth of a short command's time.

    Where a thread is still at work, or what was printed can't be written, Python exits as ever.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - what must be done before leaving, and no more
    os._exit(code)


def _command_of(arguments: list[str]) -> str:
    """The command among the arguments, the only one of them that may be kept; else a dash."""
    plain = next((word for word in arguments if word in COMMANDS), None)
    if plain is not None:
        return plain
    of_registers = commands()
    return next((word for word in arguments if word in of_registers), "-")
