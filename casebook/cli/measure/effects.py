"""Measures of what a response did: ``wdd``, ``wdq``, ``irr`` and those built on them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from casebook.cli.measure.group import CSV_FILE, confidence, pair, phi_option
from casebook.cli.measure.results import plainly, print_result, read_columns
from casebook.cli.output import format_option, print_rows
from casebook.core.errors import BadValue
from casebook.measures import difference, displacement, ratio

Pair = tuple[float, float]


class _WithAreaWeights(click.Command):
    """A command whose ``--area-weights`` takes two numbers, or four."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Gather the numbers after ``--area-weights`` into one value."""
        gathered: list[str] = []
        rest = list(args)
        while rest:
            gathered.append(rest.pop(0))
            if gathered[-1] == "--area-weights":
                numbers = []
                while rest and not rest[0].startswith("-"):
                    numbers.append(rest.pop(0))
                gathered.append(",".join(numbers))
        return super().parse_args(ctx, gathered)


def _area_weights(text: str | None, displaced: bool) -> tuple[float, ...]:
    if text is None:
        return (1.0, 1.0, 1.0, 1.0)
    try:
        sizes = tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise BadValue(f"Area weights are numbers, not '{text}'.") from error
    if len(sizes) != (4 if displaced else 2):
        raise BadValue(
            "Area weights are those of the treated and the control area, and where there is a "
            "displacement area of that and its control too: two numbers, or four."
        )
    return sizes if displaced else (*sizes, 1.0, 1.0)


@click.command(cls=_WithAreaWeights)
@pair("--treated", "Incidents where the response was.", required=True)
@pair("--control", "Incidents where it wasn't.", required=True)
@pair("--displaced", "Incidents where they may have moved to.")
@pair("--displaced-control", "Incidents in the control of that area.")
@click.option(
    "--time-weights", nargs=2, type=float, default=(1.0, 1.0), metavar="PRE POST",
    help="The lengths of the periods, where they differ.",
)  # fmt: skip
@click.option(
    "--area-weights",
    metavar="TREATED CONTROL [DISPLACED DISPLACED_CONTROL]",
    help="The sizes of the areas, where they differ.",
)
@phi_option
@confidence
@format_option
def wdd(
    treated: Pair,
    control: Pair,
    displaced: Pair | None,
    displaced_control: Pair | None,
    time_weights: Pair,
    area_weights: str | None,
    phi: float,
    confidence: float,
    form: str,
) -> None:
    """Incidents prevented, negative for fewer: the treated area's change less the control's.

    Source: Wheeler and Ratcliffe, Crime Science 7(11), 2018.
    """
    sizes = _area_weights(area_weights, displaced is not None)
    with plainly():
        areas = difference.AreaCounts(
            treated, control, displaced, displaced_control, time_weights, sizes
        )
        found = difference.wdd(areas, phi=phi, confidence=confidence)
    print_result(asdict(found), form)


@click.command("harm-wdd")
@CSV_FILE
@phi_option
@confidence
@format_option
def harm_wdd(file: str, phi: float, confidence: float, form: str) -> None:
    """The WDD of several types of incident, each weighted by its harm.

    FILE has columns type, weight, treated_pre, treated_post, control_pre, control_post.
    """
    columns = read_columns(file)
    numbers = [
        columns.numbers(name)
        for name in ("weight", "treated_pre", "treated_post", "control_pre", "control_post")
    ]
    with plainly():
        types = [
            difference.HarmType(name, weight, difference.AreaCounts((t0, t1), (c0, c1)))
            for name, weight, t0, t1, c0, c1 in zip(columns.text("type"), *numbers, strict=True)
        ]
        found = difference.harm_wdd(types, phi=phi, confidence=confidence)
    by_type = {name: asdict(part) for name, part in found.by_type.items()}
    print_result(asdict(found.total) | {"by_type": by_type}, form)


@click.command("running-wdd")
@CSV_FILE
@click.option("--before", type=int, required=True, help="How many first months come before.")
@phi_option
@confidence
@format_option
def running_wdd(file: str, before: int, phi: float, confidence: float, form: str) -> None:
    """The WDD since the response began, at the end of each month after it.

    FILE has columns month, treated, control, in order of time.
    """
    columns = read_columns(file)
    months = zip(
        columns.text("month"), columns.numbers("treated"), columns.numbers("control"), strict=True
    )
    with plainly():
        counts = [difference.MonthCounts(*row) for row in months]
        found = difference.running_wdd(counts, before, phi=phi, confidence=confidence)
    print_rows([asdict(each) for each in found], form)


@click.command()
@pair("--treated", "Incidents where the response was.", required=True)
@pair("--buffer", "Incidents around it.", required=True)
@pair("--control", "Incidents elsewhere.", required=True)
@format_option
def wdq(treated: Pair, buffer: Pair, control: Pair, form: str) -> None:
    """Did crime move into the buffer, or fall there too? Only where it fell in the target.

    Source: Bowers and Johnson, Journal of Quantitative Criminology 19(3), 2003.
    """
    with plainly():
        found = displacement.wdq(treated, buffer, control)
    print_result(asdict(found), form)


@click.command()
@pair("--treated", "Incidents where the response was.", required=True)
@pair("--control", "Incidents where it wasn't.", required=True)
@click.option(
    "--overdispersion", is_flag=False, flag_value=2.0, type=float, default=1.0,
    help="Multiply the variance: by 2 when no number is given.",
)  # fmt: skip
@confidence
@format_option
def irr(treated: Pair, control: Pair, overdispersion: float, confidence: float, form: str) -> None:
    """The relative change of the treated area against the control, under 1 for fewer.

    Source: Farrington et al., Journal of Experimental Criminology 3, 2007 (RES is 1 ÷ IRR).
    """
    with plainly():
        found = ratio.irr(treated, control, overdispersion=overdispersion, confidence=confidence)
    print_result(asdict(found), form)


@click.command()
@CSV_FILE
@confidence
@format_option
def pool(file: str, confidence: float, form: str) -> None:
    """Several relative changes pooled: fixed effect, DerSimonian and Laird, and REML.

    FILE has columns a1, n1, a2, n2 (group 1 is the treated one), or log_irr, se.
    """
    columns = read_columns(file)
    with plainly():
        if columns.find("log_irr"):
            rows: list[Any] = list(
                zip(columns.numbers("log_irr"), columns.numbers("se"), strict=True)
            )
            studies = [ratio.Study(*row) for row in rows]
        else:
            counts = [columns.numbers(name) for name in ("a1", "n1", "a2", "n2")]
            studies = [ratio.Study.of_counts(*row) for row in zip(*counts, strict=True)]
        found = ratio.pool(studies, confidence=confidence)
    print_result(asdict(found), form)
