"""What the comparison counts as a difference, and as one that is meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.compare.commands import filled_in
from tests.compare.differences import (
    Difference,
    Expected,
    but_for_wording,
    differences,
    reasons,
    shown,
)
from tests.compare.older import ROOT, Desk, NoOlderCode, bring_out

HEAD = "ab" * 32


def answer(code: int = 0, out: str = "", err: str = "", **files: bytes) -> dict[str, Any]:
    """A command's answer."""
    return {"code": code, "out": out, "err": err, "files": files}


def found(before: dict[str, Any], now: dict[str, Any], **masked: str) -> list[tuple[str, Any]]:
    """Where two answers differ, and by which lines."""
    return [(d.where, d.lines) for d in differences("fund list", before, now, masked)]


def test_the_same_answer_differs_in_nothing() -> None:
    """Nor does one whose head is masked."""
    same = answer(out="hours 12.5\n", page=b"<p>x</p>")
    assert found(same, same) == []
    assert found(answer(out=f"head {HEAD}"), answer(out="head <head>"), **{HEAD: "<head>"}) == []


@pytest.mark.parametrize(
    ("before", "now", "where", "lines"),
    [
        (answer(0), answer(1), "exit code", ("-0", "+1")),
        (answer(out="a\nb\n"), answer(out="a\nc\n"), "stdout", ("-b", "+c")),
        (answer(out="a\n"), answer(out="a"), "stdout", ("-the same lines", "+ended otherwise")),
        (answer(out="-- a\n"), answer(), "stdout", ("--- a",)),
        (answer(err="No."), answer(err="No!"), "stderr", ("-No.", "+No!")),
        (answer(page=b"x"), answer(), "page", ("-written",)),
        (answer(page=b"<b>1</b><i>2</i>"), answer(page=b"<b>1</b><i>3</i>"), "page",
         ("-<i>2</i>", "+<i>3</i>")),
        (answer(pdf=b"\xff1"), answer(pdf=b"\xff2"), "pdf",
         ("-2 bytes", "+2 bytes, others from byte 1 on")),
    ],
)  # fmt: skip
def test_whatever_a_person_can_see_is_a_difference(
    before: dict[str, Any], now: dict[str, Any], where: str, lines: tuple[str, ...]
) -> None:
    """Exit codes, both streams, files, and even how a last line ends."""
    assert found(before, now) == [(where, lines)]


def test_a_difference_is_meant_when_every_line_of_it_is() -> None:
    """One line more than was foreseen, or another command, and it isn't."""
    hours = Expected(
        re.compile("fund .*"), re.compile("stdout"), re.compile(r"[-+]\d\.\d+ h"), "counted anew"
    )
    meant = Difference("fund list", "stdout", ("-0.2 h", "+0.9 h"))
    assert reasons(meant, [hours]) == ("counted anew",)
    for other in (
        Difference("fund list", "stdout", ("-0.2 h", "+0.9 h", "+x")),
        Difference("spend list", "stdout", ("-0.2 h", "+0.9 h")),
        Difference("fund list", "stderr", ("-0.2 h", "+0.9 h")),
    ):
        assert reasons(other, [hours]) is None


@pytest.mark.parametrize(
    ("went", "came", "alike"),
    [
        ("-8.0  0.2 h  no", "+8.00  0.25 h  No", True),
        ("-2.2 expected", "+2.3 expected", True),
        ("-1,234.6", "+1,234.56", True),
        ("-89 to 89 (+0%) p 1.000", "+89 to 89 p 1.000", True),
        ("-132%", "+133%", True),
        ("-<dd>Officers&#39; eyes; Calls</dd>", "+<dd>Officers&#39; eyes, Calls</dd>", True),
        ("-133%", "+132%", False),
        ("-132%", "+134%", False),
        ("-132%", "+132", False),
        ("-12 crimes", "+13 crimes", False),
        ("-0.2 h", "+0.4 h", False),
        ("-2 crimes", "+2 calls", False),
        ("-2", "+2 3", False),
    ],
)
def test_a_value_may_be_said_otherwise_and_not_be_another(
    went: str, came: str, alike: bool
) -> None:
    """Hundredths, halves rounded up, capitals; never another number or word."""
    assert (but_for_wording([went, came]) == []) is alike


def test_lines_of_one_wording_are_paired_as_they_stand() -> None:
    """10.2 might be 10.15 or 10.25: each goes with the one in its place."""
    assert but_for_wording(["-10.2", "-10.1", "+10.15", "+10.05"]) == []


def test_a_page_is_cut_between_values_and_never_within_a_number() -> None:
    """Else 2,080.7 would be another number than 2,080.67; the head is masked in pages too."""
    page = "<p>{h}, 2,080.{n} hours</p><p>x</p>"
    before, now = (
        answer(**{"map.html": page.format(h=h, n=n).encode()})
        for h, n in ((HEAD, "7"), ("<head>", "67"))
    )
    (only,) = found(before, now, **{HEAD: "<head>"})
    assert only == ("map.html", ("-<head>, 2,080.7 hours</p>", "+<head>, 2,080.67 hours</p>"))


def test_what_is_printed_is_cut_and_never_silently() -> None:
    """Long lines and many lines say that there is more."""
    lines = list(shown(Difference("map", "map.html", ("+" + "x" * 500, *["-y"] * 20)), most=3))
    assert lines[0] == "map  [map.html]"
    assert lines[1].endswith("…")
    assert lines[-1].strip() == "… and 18 lines more"


def test_a_placeholder_stands_for_each_of_its_values() -> None:
    """Every combination, and one that is written twice stands for the same both times."""
    known = {"a": ("1", "2"), "b": ("x", "y")}
    assert list(filled_in("p {a} {b} {a}", known)) == [
        "p 1 x 1", "p 1 y 1", "p 2 x 2", "p 2 y 2",
    ]  # fmt: skip
    assert list(filled_in("p", known)) == ["p"]
    assert list(filled_in("{c}", {**known, "c": ("q {b}",)})) == ["q x", "q y"]


def test_code_that_is_not_there_is_never_taken_for_this(tmp_path: Path) -> None:
    """Else this code would be compared with itself."""
    assert Desk(ROOT, tmp_path, "admin").code == ROOT
    with pytest.raises(NoOlderCode, match="is no checkout of Casebook"):
        Desk(tmp_path, tmp_path, "admin")
    with pytest.raises(NoOlderCode, match="can't bring out no-such-revision"):
        bring_out("no-such-revision", tmp_path)


def test_when_a_calendar_was_made_is_no_difference() -> None:
    """All else in it is."""
    before, now = (answer(out=f"DTSTAMP:{at}\nSUMMARY:x\n") for at in ("20241218T0800Z", "2"))
    assert found(before, now) == []
