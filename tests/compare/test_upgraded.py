"""A casebook made by version 0.1.0, upgraded: what users see stays, command by command.

``python -m tests.compare.make_fixture`` makes the casebook and its answers again.
"""

from __future__ import annotations

import html
import json
import lzma
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from casebook.book.opening import Book
from tests.compare import commands, differences, play
from tests.compare.make_fixture import BOOK, LOGIN, kept_answers, kept_files

HEAD, KEPT = kept_answers()


@pytest.fixture(scope="module")
def made_by_0_1_0(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the kept casebook in it, upgraded by the public command."""
    folder = tmp_path_factory.mktemp("upgraded")
    (folder / "casebook.db").write_bytes(lzma.decompress(BOOK.read_bytes()))
    before = Path.cwd()
    os.chdir(folder)
    try:
        with patch("casebook.cli.desk.system_login", return_value=LOGIN):
            ran = play.play(["upgrade"])
    finally:
        os.chdir(before)
    assert ran["code"] == 0, ran["err"]
    return folder


@pytest.fixture
def desk(made_by_0_1_0: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The administrator's machine, where every casebook's head reads the same."""
    monkeypatch.chdir(made_by_0_1_0)
    monkeypatch.setattr("casebook.cli.desk.system_login", lambda: LOGIN)
    monkeypatch.setenv("COLUMNS", "100")
    return made_by_0_1_0


def checked(*more: str) -> dict[str, Any]:
    """What ``casebook check`` says."""
    return play.play(["check", "--format", "json", *more])


def test_its_history_verifies_and_holds_the_head_0_1_0_printed(desk: Path) -> None:
    """Store, chain and replayed records are sound, and a printed page can be tested against it."""
    ran = checked("--head", HEAD)
    assert ran["code"] == 0, ran["out"] + ran["err"]
    unsound = [found for found in json.loads(ran["out"]) if not found["sound"]]
    assert {found["about"] for found in unsound} <= {"reviews"}


def test_a_head_it_never_had_is_not_found(desk: Path) -> None:
    """Else the test above couldn't fail."""
    assert checked("--head", HEAD[::-1])["code"] == 1


def test_every_group_that_runs_each_time_is_kept() -> None:
    """A group added to commands.toml takes a new fixture."""
    assert list(KEPT) == [group.about for group in commands.groups() if group.each_run]


@pytest.mark.parametrize("group", KEPT)
def test_commands_answer_as_they_did(
    desk: Path, monkeypatch: pytest.MonkeyPatch, group: str
) -> None:
    """Exit code, stdout, stderr and files, but for the differences that are meant."""
    monkeypatch.setattr(Book, "head", lambda _: play.MASKED_HEAD)
    masked = dict.fromkeys((HEAD, _head_now(), play.MASKED_HEAD), differences.HEAD)
    expected = differences.read_expected()
    amiss = []
    for command, before in KEPT[group].items():
        now = play.play(shlex.split(command))
        now["files"] = kept_files(now["files"])
        for found in differences.differences(command, before, now, masked):
            if differences.reasons(found, expected) is None:
                amiss += differences.shown(found)
    assert not amiss, "\n".join(amiss)


def test_the_pack_has_the_figures_0_1_0_printed_of_each_hotspot(desk: Path) -> None:
    """Its pages are laid out anew, and say the same counts, and hours to the tenth they had."""
    (before,) = (files["review-2024-11.html"] for files in _packs())
    ran = play.play(["pack", "2024-11", "--out", "out", "--formats", "html", "--progress", "none"])
    now = _by_hotspot(ran["files"]["review-2024-11.html"].decode())
    told = [row for row in _rows(before) if len(row) == 22 and row[0].startswith("HS-")]
    assert len(told) == len(now) > 2
    for name, *cells in told:
        rows = {row[0]: row[1:] for row in now[name.split()[0]]}
        assert rows["Crimes"][:3] == cells[:3]
        assert rows["ASB"][:3] == cells[3:6]
        planned, delivered, core, overtime, partner = (cells[at] for at in (11, 12, 14, 15, 16))
        hours = [*rows["All"][:2], *(rows[of][1] for of in ("Core", "Funded overtime", "Partner"))]
        assert [float(said) for said in hours] == pytest.approx(
            [float(said) for said in (planned, delivered, core, overtime, partner)], abs=0.051
        )


def _packs() -> Iterator[dict[str, str]]:
    """The files of each pack that was kept."""
    for answers in KEPT.values():
        for command, answer in answers.items():
            if command.startswith("pack ") and answer["files"]:
                yield answer["files"]


def _by_hotspot(page: str) -> dict[str, list[list[str]]]:
    """The rows of the tables on each hotspot's part of a pack, by ref."""
    parts = re.split(r'(?=<section [^>]*id="hotspot-)', page)[1:]
    parts[-1] = parts[-1].partition("</section>")[0]
    return {re.search(r"HS-\d+", part)[0]: _rows(part) for part in parts}  # type: ignore[index]


def _rows(page: str) -> list[list[str]]:
    """The words of each cell of each row of a page's tables."""
    return [
        [
            html.unescape(re.sub(r"<[^>]+>", " ", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    ]


def _head_now() -> str:
    """The head of the upgraded casebook's history, as ``check`` prints it."""
    says = [found["says"] for found in json.loads(checked()["out"]) if "head " in found["says"]]
    return says[0].rpartition("head ")[2]
