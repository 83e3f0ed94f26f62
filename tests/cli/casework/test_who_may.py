"""Every cell of the matrix, asked of the command that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from casebook.core.access import MATRIX, PARTNER, RULES, WhoMay
from tests import quick_store  # noqa: F401 - the casebook is made as other tests' are
from tests.core import who_may
from tests.reliability.matrix import (
    COMMANDS,
    WHOLE,
    Answer,
    Cell,
    asking,
    cells,
    wrong,
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Cell], Answer]]:
    """Asks the command of a cell; nothing it does is kept."""
    with asking(tmp_path_factory.mktemp("cells")) as asked:
        yield asked


@pytest.mark.parametrize("rule", MATRIX, ids=lambda rule: rule.verb)
def test_every_cell_is_what_its_command_does(ask: Callable[[Cell], Answer], rule: WhoMay) -> None:
    """Allowed where the matrix says so; else one line that says who can."""
    for cell in cells(rule):
        assert not wrong(cell, ask(cell))


def test_a_partner_is_refused_by_each_verb_itself(
    ask: Callable[[Cell], Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands are closed to partners as they open the casebook; were one not, its verb would."""
    monkeypatch.setattr("casebook.book.opening.closed_to_partners", lambda _: None)
    asked = [cell for rule in MATRIX for cell in cells(rule) if cell.role == PARTNER]
    assert len(asked) > len(MATRIX)
    for cell in asked:
        assert not wrong(cell, ask(cell))


def test_every_row_has_its_command() -> None:
    """No row of the matrix is without a command that asks it."""
    assert set(RULES) == {
        *COMMANDS, *WHOLE, "open", "scrutinise", "ask for money", "keep money", "record patrols"
    }  # fmt: skip


def test_the_matrix_is_printed_and_the_page_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    """``docs/who-may.md`` is what ``python -m tests.core.who_may`` writes."""
    shown = who_may.page()
    with capsys.disabled():
        print(f"\n{shown.partition('| verb')[1]}{shown.partition('| verb')[2]}")
    assert who_may.PAGE.read_text(encoding="utf-8") == shown
