"""One place says a value: nothing else rounds a number or spells a time for people."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAYS = {"casebook/core/wording.py", "casebook/core/english.py"}
NOT_FOR_READERS = {
    "casebook/cli/log.py": "seconds in a log line",
    "casebook/cli/fault.py": "a file's name",
    "casebook/packs/drawing/svg.py": "coordinates in SVG",
}
COORDINATES = {"casebook/files/faults.py", "casebook/patrols/gps/rows.py"}
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for top in ("casebook", "tui")
    for path in (ROOT / top).rglob("*.py")
)


def _formats(module: str) -> Iterator[tuple[int, str]]:
    """The format specifications that a module's f-strings write out, and their lines."""
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            for part in node.format_spec.values:
                if isinstance(part, ast.Constant):
                    yield node.lineno, str(part.value)


def _plurals(module: str) -> Iterator[int]:
    """Lines that put an s, or none, by a comparison with 1."""
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.IfExp) and {"s", ""} == {
            getattr(node.body, "value", None),
            getattr(node.orelse, "value", None),
        }:
            yield node.lineno


@pytest.mark.parametrize("module", [m for m in MODULES if m not in SAYS | NOT_FOR_READERS.keys()])
def test_no_module_has_a_wording_of_its_own(module: str) -> None:
    """Decimals, per cent and clock times go through ``casebook.core.wording``."""
    allowed = "g" if module in COORDINATES else ""
    found = [
        (line, spec)
        for line, spec in _formats(module)
        if spec != allowed and (spec[-1:] in ("f", "g", "e", "%") or "%" in spec)
    ]
    assert found == []
    assert list(_plurals(module)) == []


def test_the_exceptions_are_still_needed() -> None:
    """A module that no longer formats anything is named no longer."""
    assert [m for m in (*NOT_FOR_READERS, *COORDINATES) if not list(_formats(m))] == []
