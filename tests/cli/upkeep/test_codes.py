"""Code lists from the command line."""

from __future__ import annotations

from tests.cli.conftest import Casebook


def test_a_list_is_extended_relabelled_and_retired(made: Casebook) -> None:
    """Each change is said with the list's new version, and the list shows all three."""
    ran = made("codes", "add", "tactic", "pastors", "Street pastors")
    assert (ran.code, ran.err) == (0, "tactic has 'pastors' now (version 2024.1+1).\n")
    ran = made("codes", "relabel", "tactic", "cpn", "CPN", "--why", "shorter")
    assert (ran.code, ran.err) == (0, "'cpn' of tactic reads 'CPN' now (version 2024.1+2).\n")
    ran = made("codes", "retire", "tactic", "pspo")
    assert ran.err == "'pspo' of tactic can't be chosen any more (version 2024.1+3).\n"
    rows = {row["code"]: row for row in made("codes", "list", "tactic", "--format", "json").json}
    assert rows["pastors"] == {
        "list": "tactic", "version": "2024.1+3", "code": "pastors", "label": "Street pastors",
        "from": "this force", "retired": False,
    }  # fmt: skip
    assert (rows["cpn"]["label"], rows["cpn"]["from"]) == ("CPN", "shipped")
    assert rows["pspo"]["retired"] is True
    assert {row["list"] for row in made("codes", "list", "--format", "json").json} >= {
        "tactic", "theme", "verdict"
    }  # fmt: skip


def test_a_retired_code_is_refused_and_an_old_record_keeps_it(made: Casebook) -> None:
    """From the command line as from any service."""
    ref = made("profile", "new", "--title", "x").out.strip()
    made("action", "add", ref, "--title", "t", "--tactic", "pspo")
    made("codes", "retire", "tactic", "pspo")
    ran = made("action", "add", ref, "--title", "t", "--tactic", "pspo")
    assert ran.code == 1
    assert "Tactic can't be given 'pspo', which is retired" in ran.err
    assert made("action", "edit", ref, 1, "--title", "u").code == 0
    assert made("action", "list", ref, "--format", "json").json[0]["tactic"] == "pspo"


def test_what_cannot_be_done_is_one_sentence(made: Casebook) -> None:
    """Unknown list, code taken, no reason, a list that is fixed."""
    for arguments, sentence in (
        (("list", "tactics"), "There is no code list 'tactics' in this casebook. Did you mean"),
        (("add", "tactic", "cpn", "x"), "There is already a code in tactic 'cpn'"),
        (("relabel", "tactic", "cpn", "x"), "Say why 'cpn' is relabelled: --why REASON."),
        (("retire", "stage", "scan"), "Casebook itself acts on the codes of stage"),
    ):
        ran = made("codes", *arguments)
        assert ran.code == 1, arguments
        assert sentence in ran.err
        assert ran.err.count("\n") == 1
