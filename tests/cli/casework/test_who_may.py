"""Every cell of the matrix, asked of the command that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from casebook.core.access import MATRIX, RULES, Account, WhoMay
from tests import quick_store  # noqa: F401 - the casebook is made as other tests' are
from tests.core import who_may
from tests.reliability.matrix import (
    COMMANDS,
    UNCOMMANDED,
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
    if rule.verb in UNCOMMANDED:
        return
    for cell in cells(rule):
        assert not wrong(cell, ask(cell))


def test_the_row_that_waits_for_its_command() -> None:
    """A sergeant records patrols in the own area and nowhere else."""
    from casebook.core.access import Target, may

    sergeant = Account("s", roles=("sergeant",), place="Harbour")
    assert may(sergeant, "record patrols", Target("HS-H", places=(("HS-H", "Harbour"),))) is None
    for places in ((("HS-S", "Strand"),), ()):
        assert may(sergeant, "record patrols", Target("x", places=places)) is not None
    assert {"record patrols"} == UNCOMMANDED
    assert set(RULES) - UNCOMMANDED == {
        *COMMANDS, *WHOLE, "open", "scrutinise", "ask for money", "keep money"
    }  # fmt: skip


def test_the_matrix_is_printed_and_the_page_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    """``docs/who-may.md`` is what ``python -m tests.core.who_may`` writes."""
    shown = who_may.page()
    with capsys.disabled():
        print(f"\n{shown.partition('| verb')[1]}{shown.partition('| verb')[2]}")
    assert who_may.PAGE.read_text(encoding="utf-8") == shown
