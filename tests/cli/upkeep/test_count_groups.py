"""A force's own count groups, from making one to the figures that name its version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import lomea
from tests.cli.conftest import Casebook, Ran

ADD = ("codes", "group", "add")
NIGHT = (*ADD, "night-out", "--kind", "crime", "--title", "A night out")
HOMES, SHOPS = "Residential burglary", "Business burglary"


def own(run: Casebook) -> list[dict[str, Any]]:
    """The groups the force has made, as listed."""
    rows = run("codes", "group", "list", "--format", "json").json
    return [row for row in rows if row["from"] == "this force"]


def counted(run: Casebook, group: str, month: str = "2024-07") -> Any:
    """HS-01's count of a group in a month."""
    asked = ("--from", month, "--hotspot", "HS-01", "--count", group, "--format", "json")
    (row,) = run("figures", *asked).json
    return row["count"]


@pytest.fixture
def town(made: Casebook, tmp_path: Path) -> Casebook:
    """HS-01's July: 3 burglaries of homes, 2 of shops, 4 robberies and 1 call of ASB."""
    spot = lomea.square(1.50, "HS-01", "asb")
    (tmp_path / "spots.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [spot]})
    )
    rows = ["Ref,Date,Crime type,Offence,Longitude,Latitude"]
    for label, offence, number in (
        ("Burglary", HOMES, 3),
        ("Burglary", SHOPS, 2),
        ("Robbery", "Personal robbery", 4),
        ("Anti-social behaviour", "Noise", 1),
    ):
        rows += [f"{offence}{n},2024-07-07,{label},{offence},1.505,51.255" for n in range(number)]
    (tmp_path / "extract.csv").write_text("\n".join(rows) + "\n")
    assert made("import", "hotspots", "spots.geojson").code == 0
    assert made("import", "incidents", "extract.csv", "--source", "niche").code == 0
    return made


def test_a_group_is_made_counted_and_named_with_its_version(town: Casebook) -> None:
    """Its types can be parted by a semicolon or given one at a time."""
    ran = town(*NIGHT, "--types", "Robbery;Drugs", "--types", "public order")
    assert (ran.code, ran.err) == (
        0,
        "night-out counts Robbery, Drugs, public order (version 1).\n",
    )
    assert counted(town, "night-out") == 4
    said = town("figures", "--from", "2024-07", "--count", "night-out").err
    assert "A night out (1): Robbery, Drugs, public order." in said


def test_made_again_it_is_the_next_version_and_the_older_still_counts(town: Casebook) -> None:
    """History has who and why; the same again changes nothing."""
    town(*NIGHT, "--types", "Robbery")
    ran = town(*NIGHT, "--types", "Robbery;Burglary", "--why", "the new strategy")
    assert "(version 2)" in ran.err
    assert town(*NIGHT, "--types", "Robbery;Burglary").err == (
        "night-out counts already Robbery, Burglary (version 2).\n"
    )
    assert [(row["version"], row["current"], row["types"]) for row in own(town)] == [
        ("1", False, ["Robbery"]),
        ("2", True, ["Robbery", "Burglary"]),
    ]
    assert [counted(town, name) for name in ("night-out", "night-out@1", "night-out@2")] == [
        9, 4, 9
    ]  # fmt: skip
    assert counted(town, "crime") == 9
    assert town("check").code == 0


def test_sub_types_narrow_the_type_they_belong_to(town: Casebook) -> None:
    """Which type that is is known from what is loaded; the other types count whole."""
    ran = town(*NIGHT, "--types", "Burglary;Robbery", "--subtypes", HOMES)
    assert ran.code == 0, ran.err
    (row,) = own(town)
    assert (row["types"], row["subtypes"]) == (["Robbery"], [f"Burglary: {HOMES}"])
    assert counted(town, "night-out") == 7


def test_a_month_without_sub_types_is_missing_for_a_group_of_them(
    town: Casebook, tmp_path: Path
) -> None:
    """Burglary alone may be residential, so the count isn't known and isn't zero."""
    lines = ["Ref,Date,Crime type,Longitude,Latitude", "A1,2024-08-07,Burglary,1.505,51.255"]
    (tmp_path / "august.csv").write_text("\n".join(lines) + "\n")
    assert town("import", "incidents", "august.csv", "--source", "niche").code == 0
    town(*NIGHT, "--types", "Burglary;Robbery", "--subtypes", HOMES)
    assert counted(town, "night-out", "2024-08") is None
    assert counted(town, "crime", "2024-08") == 1


def test_a_group_may_be_made_before_its_data_comes(made: Casebook) -> None:
    """An unknown label is taken and said, with the ones that read like it."""
    ran = made(*NIGHT, "--types", "Shoplifing;Begging")
    assert ran.code == 0
    assert (
        "Nothing that is loaded is called 'Shoplifing' (did you mean Shoplifting?): it counts "
        "nothing until it is.\n" in ran.err
    )
    assert "Nothing that is loaded is called 'Begging': it counts nothing" in ran.err
    assert own(made)[0]["not_loaded"] == ["Shoplifing", "Begging"]
    ran = made(*ADD, "homes", "--kind", "crime", "--title", "Homes", "--types", "Burglary;Arson",
               "--subtypes", f"Burglary: {HOMES}")  # fmt: skip
    assert ran.code == 0, ran.err
    assert own(made)[0]["subtypes"] == [f"Burglary: {HOMES}"]


def test_what_was_declared_by_a_group_keeps_its_version(town: Casebook) -> None:
    """A design and an objective's measure don't move when the group is made anew."""
    town(*NIGHT, "--types", "Robbery")
    town("profile", "new", "--ref", "P-1", "--title", "Bikes", "--hotspot", "HS-01")
    assert town("design", "P-1", "propose").code == 0
    windows = ("--before", "2024-06:2024-06", "--after", "2024-07:2024-07")
    ran = town("design", "P-1", "set", "--code", "night-out", *windows)
    assert ran.code == 0, ran.err
    ran = town("profile", "edit", "P-1", "--stage", "objective", "--set", "measure=night-out",
               "--set", "baseline_from=2024-07", "--set", "baseline_to=2024-07")  # fmt: skip
    assert ran.code == 0, ran.err
    town(*NIGHT, "--types", "Robbery;Burglary")
    body = town("profile", "show", "P-1", "--format", "json").out
    assert '"measure": "night-out@1"' in body
    assert json.dumps(json.loads(body)).count('"baseline_value": 4') == 1
    assert '"night-out@1"' in town("design", "P-1", "show", "--format", "json").out


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("crime", ("--types", "Robbery"), "'crime' ships with Casebook, and printed figures"),
        ("Night out", ("--types", "Robbery"), "at most 40 small letters and digits"),
        ("night-out", ("--types", "anti social behaviour"), "'anti social behaviour' is ASB"),
        ("night-out", ("--types", "Robbery", "--subtypes", "Noise"), "'Noise' is ASB"),
        ("night-out", ("--types", " ; "), "Say which types the group counts"),
        ("night-out", ("--types", "Robbery", "--subtypes", HOMES), "is a sub-type of Burglary"),
        ("night-out", ("--types", "Burglary;Drugs", "--subtypes", "Sheds"),
         "write it as 'Burglary: Sheds'"),
        ("night-out", ("--types", "a\nb"), "A title or label is one line of text"),
        ("night-out", ("--types", "x" * 121), "at most 120 characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_group_is_one_sentence(
    town: Casebook, name: str, options: tuple[str, ...], sentence: str
) -> None:
    """And nothing is kept."""
    ran = town(*ADD, name, "--kind", "crime", "--title", "T", *options)
    assert (ran.code, ran.err.count("\n")) == (1, 1), ran.err
    assert sentence in ran.err
    assert own(town) == []


def test_only_an_administrator_makes_one_and_anybody_lists_them(made: Casebook) -> None:
    """As with other codes; the refusal says who can."""
    made("user", "add", "ana", "--role", "analyst")

    def as_analyst(*arguments: object) -> Ran:
        return made("--as", "ana", *arguments)

    ran = as_analyst(*NIGHT, "--types", "Robbery")
    assert ran.code == 1
    assert "administrator" in ran.err
    table = as_analyst("codes", "group", "list")
    assert table.code == 0
    assert "Neighbourhood crime" in table.out


def test_a_group_needs_a_kind_a_title_and_types(made: Casebook) -> None:
    """A usage error each, and crime and ASB can't both be asked for."""
    for arguments in (
        ("--kind", "crime", "--title", "T"),
        ("--kind", "crime", "--types", "Robbery"),
        ("--title", "T", "--types", "Robbery"),
        ("--kind", "both", "--title", "T", "--types", "Robbery"),
    ):
        assert made(*ADD, "night-out", *arguments).code == 2, arguments
