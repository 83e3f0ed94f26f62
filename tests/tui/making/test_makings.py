"""What is asked becomes the command it stands for, whatever is typed."""

from __future__ import annotations

import dataclasses
import os
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cli.main import cli
from casebook.core.months import Month
from tui.making import makings
from tui.making.makings import MAKINGS, Context, EntriesMaking, Making, path_of

CONTEXT = Context(date(2024, 12, 18), Month(2024, 11), "D1", "W01", "PMP-2024-001")
FILE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


def _parsed(arguments: list[str]) -> dict[str, Any]:
    """The values the command line takes from ``arguments``; raises for what it can't."""
    command: click.Command = cli
    with click.Context(cli) as context:
        while isinstance(command, click.Group):
            name, *arguments = arguments
            found = command.get_command(context, name)
            assert found is not None, name
            command = found
        return command.make_context(None, arguments).params


def _filled(kind: type[Making]) -> Making:
    """What its form asks for, with whatever has to be chosen chosen."""
    asked = kind.start(CONTEXT)
    if isinstance(asked, EntriesMaking):
        return dataclasses.replace(asked, file="x.csv", register="fund")
    return dataclasses.replace(asked, file="x.csv") if kind.VERB == "import" else asked  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", MAKINGS, ids=lambda kind: kind.__name__)
def test_each_is_a_command_as_it_is_offered(kind: type[Making]) -> None:
    """What the form is filled in with is taken by the command line, with the progress asked for."""
    asked = _filled(kind)
    params = _parsed([*asked.arguments()])
    assert params
    if asked.out:
        assert str(path_of(asked.out)) in {str(value) for value in params.values()}


def test_what_is_looked_at_fills_the_forms() -> None:
    """The month, the area, the profile; the return is the last whole quarter's."""
    start = {kind.__name__: kind.start(CONTEXT) for kind in MAKINGS}
    assert _parsed(start["MapMaking"].arguments())["last"] == "2024-11"
    pack = _parsed(start["PackMaking"].arguments())
    assert (pack["month"], pack["kind"], pack["formats"]) == ("2024-11", "review", "html,pdf")
    assert _parsed(start["BriefingMaking"].arguments())["area"] == "D1"
    bulletin = _parsed(start["BulletinMaking"].arguments())
    assert (bulletin["area"], bulletin["month"]) == ("W01", "2024-11")
    assert _parsed(start["ReturnMaking"].arguments())["quarter"] == "2024-25-Q2"
    assert _parsed(start["PrintMaking"].arguments())["ref"] == "PMP-2024-001"


@given(file=FILE, area=FILE)
def test_nothing_typed_is_taken_for_an_option(file: str, area: str) -> None:
    """A file may begin with a dash, hold line ends, spaces, quotes, or what a shell obeys."""
    params = _parsed(makings.MapMaking(file=file).arguments())
    assert params["out"] == path_of(file)
    params = _parsed(makings.BriefingMaking(area, date(2024, 12, 18), file).arguments())
    assert (params["area"], params["out"]) == (area, path_of(file))
    params = _parsed(makings.HotspotsMaking(file, themes=area).arguments())
    assert (params["themes"], params["file"]) == (area, path_of(file))


def test_a_path_may_be_pasted_as_computers_give_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In quotes, or from the home folder; a file whose name has quotes is itself."""
    monkeypatch.chdir(tmp_path)
    home = Path.home()
    assert path_of(' "two words.csv" ') == tmp_path / "two words.csv"
    assert path_of("~/x.csv") == home / "x.csv"
    assert path_of("~nobody-here/x.csv") == tmp_path / "~nobody-here" / "x.csv"
    if os.name == "posix":
        (tmp_path / "'odd'").touch()
        assert path_of("'odd'") == tmp_path / "'odd'"
