"""Measures of counts: the verdict, tests of two counts, charts and what could show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict

import click

from casebook.cli.measure.group import CSV_FILE, phi_option
from casebook.cli.measure.results import CsvColumns, plainly, print_result, read_columns
from casebook.cli.output import format_option
from casebook.core.wording import number, signed
from casebook.measures import control_chart, overdispersion, two_counts
from casebook.measures import power as powers
from casebook.measures import scan as scans
from casebook.measures import verdict as verdicts

_COUNT = click.IntRange(min=0)


@click.command()
@click.argument("k", type=_COUNT)
@click.argument("b", type=_COUNT)
@click.option("--months", type=click.IntRange(min=1), required=True, help="Months of the window.")
@click.option("--of", type=click.IntRange(min=1), required=True, help="Months of the baseline.")
@click.option(
    "--rest", nargs=2, type=_COUNT, metavar="NOW BEFORE",
    help="The rest of the force's totals in the window and in the baseline.",
)  # fmt: skip
@phi_option
@format_option
def verdict(
    k: int, b: int, months: int, of: int, rest: tuple[int, int] | None, phi: float, form: str
) -> None:
    """Whether K incidents in a window are more or fewer than B in a baseline lead one to expect.

    Exact, given K + B: beta-binomial, mid-p, both sides alike.
    """
    with plainly():
        against = verdicts.Setting(b, months, of, rest, phi)
        found = verdicts.verdict(k, against)
    asked = ("expected", "p", "word", "sentence")
    print_result({key: getattr(found, key) for key in asked}, form)


@click.command("poisson-z")
@click.argument("previous", type=float)
@click.argument("current", type=float)
@format_option
def poisson_z(previous: float, current: float, form: str) -> None:
    """2(√CURRENT − √PREVIOUS): how far a count lies from another, in standard deviations."""
    with plainly():
        z = two_counts.poisson_z(current, previous)
    said = f"{number(current)} lies {signed(z, 1)} standard deviations from {number(previous)}."
    print_result({"z": z, "sentence": said}, form)


@click.command("e-test")
@click.argument("x1", type=_COUNT)
@click.argument("x2", type=_COUNT)
@click.option("--exposure", nargs=2, type=float, default=(1.0, 1.0), metavar="N1 N2")
@click.option("--one-sided", is_flag=True, help="Only as far as the first rate is the higher one.")
@format_option
def e_test(x1: int, x2: int, exposure: tuple[float, float], one_sided: bool, form: str) -> None:
    """How likely chance alone makes two counts, or rates, at least this different.

    Pooled statistic: Krishnamoorthy and Thomson, 2004.
    """
    with plainly():
        p = two_counts.e_test(x1, x2, *exposure, one_sided=one_sided)
    said = f"Were the rates the same, chance would part them this far {_how_often(p)}."
    print_result({"p": p, "sentence": said}, form)


def _how_often(p: float) -> str:
    return verdicts.how_often(p) if p < 0.2 else f"{number(p * 100, 0)} times in 100"


@click.command("sign-test")
@click.argument("fell", type=_COUNT)
@click.argument("total", type=_COUNT)
@format_option
def sign_test(fell: int, total: int, form: str) -> None:
    """How surprising it is that FELL of TOTAL places fell, were each as likely to rise."""
    with plainly():
        p = two_counts.sign_test(fell, total)
    said = f"{fell} of {total} fell: by chance alone so one-sided {_how_often(p)}."
    print_result({"p": p, "sentence": said}, form)


@click.command()
@CSV_FILE
@click.option(
    "--limits", type=click.Choice(["normal", "poisson"]), default="normal", show_default=True
)
@format_option
def chart(file: str, limits: str, form: str) -> None:
    """A control chart of the counts in FILE's first column; of rates where a second has exposures.

    Rows outside the limits are numbered from 1.
    """
    columns = read_columns(file, ("count", "exposure"))
    counts, exposures = _by_place(columns, 0), None
    if len(columns.headings) > 1:
        exposures = _by_place(columns, 1)
    with plainly():
        found = control_chart.control_chart(counts, exposures, poisson=limits == "poisson")
    outside = ", ".join(str(row) for row in found.outside) or "none"
    print_result(
        {
            **{key: _listed(getattr(found, key)) for key in ("center", "lower", "upper")},
            "outside": list(found.outside),
            "sentence": f"Rows outside the limits: {outside}.",
        },
        form,
    )


def _by_place(columns: CsvColumns, place: int) -> list[float]:
    return columns.numbers(columns.headings[place])


def _listed(value: float | tuple[float, ...]) -> float | list[float]:
    return list(value) if isinstance(value, tuple) else value


@click.command()
@CSV_FILE
@format_option
def phi(file: str, form: str) -> None:
    """How many times the variance of counts is their mean, over places and months.

    FILE has a column count, and may have place, month and rest (the rest of the force's count in
    that month, which takes season and trend out).
    """
    columns = read_columns(file, ("count",))
    counts = columns.numbers("count")
    places = columns.text("place") if columns.find("place") else [""] * len(counts)
    rest = columns.numbers("rest") if columns.find("rest") else None
    series: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for at, (place, count) in enumerate(zip(places, counts, strict=True)):
        series[place][0].append(int(count))
        series[place][1].append(int(rest[at]) if rest else 0)
    with plainly():
        found = overdispersion.overdispersion(
            [
                overdispersion.PlaceMonths(own, others if rest else None)
                for own, others in series.values()
            ]
        )
    print_result(
        {
            "phi": found.phi,
            "degrees_of_freedom": found.degrees,
            "measured": found.measured,
            "sentence": found.sentence,
        },
        form,
    )


@click.command()
@click.option("--mean", type=float, required=True, help="Incidents a year.")
@click.option("--months", type=float, default=12.0, show_default=True, help="Of the window.")
@click.option("--of", type=float, default=12.0, show_default=True, help="Months of the baseline.")
@phi_option
@format_option
def power(mean: float, months: float, of: float, phi: float, form: str) -> None:
    """The smallest drop that would be noticed at 1 in 20, four times in five."""
    with plainly():
        found = powers.smallest_drop(mean, months=months, of=of, phi=phi)
    print_result(asdict(found), form)


@click.command()
@click.option("--windows", type=float, required=True, help="How many windows were looked at.")
@click.option("--width", type=float, required=True, help="Of a window; 2 in Naus's own formula.")
@click.option("--mean", type=float, required=True, help="The mean count of a window.")
@click.option("--observed", type=click.IntRange(min=1), required=True, help="The busiest one.")
@format_option
def scan(windows: float, width: float, mean: float, observed: int, form: str) -> None:
    """How likely chance alone makes the busiest of many windows at least this busy.

    Source: Naus, Journal of the American Statistical Association 77, 1982.
    """
    with plainly():
        p = scans.scan(windows, width, mean, observed)
    said = f"By chance alone the busiest window holds {observed} or more {_how_often(p)}."
    print_result({"p": p, "sentence": said}, form)
