"""A terminal that is killed half-way through a sheet loses no line it said was saved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from casebook.core.access import Account
from casebook.core.settings import Settings
from casebook.upkeep.setup import make_casebook
from tests.patrols.patrol_files import counting
from tests.patrols.sheets.harbour import holds, morning, states, town
from tests.patrols.sheets.harbour import sergeant as in_hands


def test_what_was_said_to_be_saved_is_there_after_a_kill(tmp_path: Path) -> None:
    """Killed after two lines were acknowledged: both are there, whole, and seals hold."""
    made = make_casebook(str(tmp_path / "killed.db"), "admin", Settings(), clock=morning)
    there = town(made)
    with there.store.writing() as tx:
        account = Account("sgt.harbour", roles=("sergeant",), place="Harbour")
        tx.save(None, account, there.author)
    command = [sys.executable, "-m", "tests.patrols.sheets.killed", there.store.book]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        said = [child.stdout.readline(), child.stdout.readline()]
        child.kill()
    assert [line.strip() for line in said] == [b"0", b"1"]
    mine = in_hands(there)
    known = [state for state in states(mine) if state == "done"]
    assert len(known) >= 2
    assert states(mine)[:2] == ["done", "done"]
    assert len(counting(mine)) == len(known)
    assert holds(mine)
    there.store.close()
