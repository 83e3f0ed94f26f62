"""The commands that copy a casebook, put a copy back and write everything as files."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Casebook


def test_a_casebook_goes_out_comes_back_and_is_exported(
    made: Casebook,
) -> None:
    """Each command says what it did and where; the check finds the printed head."""
    casebook = made
    copied = casebook("backup", "copy.db")
    assert (copied.code, copied.out) == (0, "")
    assert copied.err.startswith("Backed up to copy.db; head ")
    head = copied.err.split()[-1].rstrip(".")
    assert casebook("backup", "copy.db").err == (
        "casebook: copy.db is there already: name another file.\n"
    )

    casebook("area", "add", "D1", "--kind", "district", "--name", "Strand")
    back = casebook("restore", "copy.db")
    assert back.code == 0
    assert back.err.splitlines()[0].startswith("Restored casebook.db from copy.db; head")
    assert "is kept in casebook.db.replaced-" in back.err
    assert back.err.endswith("with 2 newer entries.\n")

    spaced = f"{head[:4]} {head[4:8]}".upper()
    found = casebook("check", "--head", spaced)
    assert found.code == 0
    assert f"head {head[:8]} is in the chain: entry 3, with 1 newer entry" in found.out

    gone = casebook("check", "--head", "0123 4567 89")
    assert gone.code == 1
    assert "head 0123456789 is not in the chain, which ends with entry 4, made at" in gone.out
    assert "what was saved after that is missing" in gone.out
    for typed in ("", "0123", "rewritten", "g" * 64, "0" * 65):
        assert casebook("check", "--head", typed).err.startswith(f"casebook: '{typed}' is no head")

    out = casebook("export", "out")
    assert out.code == 0
    assert f"{Path('out') / 'account.csv'}  1" in out.out
    assert out.err == "Exported everything to out: OFFICIAL-SENSITIVE.\n"
