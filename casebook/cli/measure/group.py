"""``casebook measure``: the statistics alone, for a sceptic to check."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

MEASURES = {
    "wdd": ("effects:wdd", "Incidents prevented: weighted displacement difference."),
    "harm-wdd": ("effects:harm_wdd", "The WDD of several types, weighted by harm."),
    "running-wdd": ("effects:running_wdd", "The WDD so far, month by month."),
    "wdq": ("effects:wdq", "Displacement or diffusion into a buffer."),
    "irr": ("effects:irr", "The relative change against a control."),
    "pool": ("effects:pool", "Several relative changes pooled."),
    "phi": ("counts:phi", "How much counts vary beyond chance."),
    "verdict": ("counts:verdict", "More, fewer, as expected or too few to tell."),
    "poisson-z": ("counts:poisson_z", "Two counts in standard deviations."),
    "e-test": ("counts:e_test", "Two counts or rates: the E-test."),
    "sign-test": ("counts:sign_test", "How surprising 'n of N fell' is."),
    "chart": ("counts:chart", "A control chart of counts or rates."),
    "power": ("counts:power", "The smallest drop that would be noticed."),
    "scan": ("counts:scan", "How surprising the busiest window is."),
    "pai": ("places:pai", "How well a choice of places holds crime."),
    "gini": ("places:gini", "How concentrated crime is."),
    "gistar": ("places:gistar", "Where high values stand beside high ones."),
    "aoristic": ("places:aoristic", "Uncertain times shared over the hours."),
}
"""Every measure: where it lives and its line of help."""


class Measures(click.Group):
    """The measures, each imported when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The measures, effects first."""
        return list(MEASURES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The measure ``cmd_name``, imported now."""
        if cmd_name not in MEASURES:
            return None
        module, name = MEASURES[cmd_name][0].split(":")
        command: click.Command = getattr(
            importlib.import_module(f"casebook.cli.measure.{module}"), name
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, from the lines of help alone."""
        with formatter.section("Measures"):
            formatter.write_dl([(name, line) for name, (_, line) in MEASURES.items()])


@click.command(cls=Measures)
def measure() -> None:
    """Work out one statistic from numbers, or from a small CSV, without a casebook."""


def pair(name: str, what: str, *, required: bool = False) -> Callable[[F], F]:
    """An option that takes a count before and a count after."""
    return click.option(name, nargs=2, type=float, metavar="PRE POST", required=required, help=what)


def confidence(function: F) -> F:
    """The option for how wide an interval is."""
    return click.option(
        "--confidence", type=float, default=0.95, show_default=True, help="Of the interval."
    )(function)


def phi_option(function: F) -> F:
    """The option for how much counts vary beyond chance."""
    return click.option(
        "--phi",
        type=float,
        default=1.0,
        show_default=True,
        help="Overdispersion: the variance of counts as a multiple of their mean.",
    )(function)


CSV_FILE = click.argument("file", type=click.Path())
