"""Money, indicators and abstractions from the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Casebook

FUNDS = """ref,name,parent,budget,at,until,resourcing
HRF,Hotspot response fund,,1568614,2024-04-01,2025-03-31,
HRF-PATROL,Patrols,HRF,600000,,,overtime
HRF-PROBLEM,Problem solving,HRF,500000,,,
HRF-STAFF,"Inspector, Sergeant, analysts, IT",HRF,468614,,,
"""


@pytest.fixture
def funded(made: Casebook) -> Casebook:
    """The command line beside a casebook with the hotspot fund, on 18 December 2024."""
    assert made("setting", "set", "today", "2024-12-18").code == 0
    Path("funds.csv").write_text(FUNDS, encoding="utf-8")
    ran = made("import", "funds", "funds.csv", "--format", "json")
    assert (ran.code, ran.json["added"]) == (0, 4), ran.err
    return made


def test_the_list_of_funds_is_a_contract(funded: Casebook) -> None:
    """ref, name, budget, bid, committed, spent, and lines of the same keys."""
    (fund,) = funded("fund", "list", "--format", "json").json
    keys = ("ref", "name", "budget", "bid", "committed", "spent")
    assert [fund[key] for key in keys] == ["HRF", "Hotspot response fund", 1_568_614, 0, 0, 0]
    assert [line["budget"] for line in fund["lines"]] == [600_000, 500_000, 468_614]
    assert all({*keys, "lines"} <= line.keys() for line in fund["lines"])
    ran = funded("fund", "list")
    assert "£1,568,614" in ran.out
    assert "HRF-PATROL, HRF-PROBLEM, HRF-STAFF" in ran.out


@pytest.mark.parametrize("name", ["spends", "spend", "bids-commitments-and-spends"])
def test_spends_are_imported_by_any_of_their_names(funded: Casebook, name: str) -> None:
    """And one over budget is taken, said on stderr and in the report."""
    Path("spends.csv").write_text(
        "fund,kind,on,amount\nHRF-PATROL,Spend,2024-08-01,600000.1\nHRF-PATROL,Spend,2024-08-01,-1\n",
        encoding="utf-8",
    )
    ran = funded("import", name, "spends.csv", "--dry-run")
    said = (
        "HRF-PATROL is over budget by £0.10, from row 2 on: £600,000.10 spent of a budget of "
        "£600,000.\n"
    )
    assert (ran.code, said in ran.err) == (0, True)
    assert "1 row: Amount can't be negative. (First: row 3 of spends.csv.)" in ran.err
    assert funded("spend", "list", "--format", "json").json == []
    ran = funded("import", name, "spends.csv", "--format", "json")
    loud, over = ran.json["notes"]
    assert (ran.json["added"], ran.json["rejected"], over) == (1, 1, said.strip())
    assert loud.startswith("NOT TAKEN: 1 of 2 rows (50%).")


@pytest.mark.parametrize(
    ("name", "lacks"),
    [
        ("funds", "Ref"),
        ("indicators", "Ref"),
        ("readings", "Indicator"),
        ("abstractions", "Team's area"),
        ("duty-hours", "Team's area"),
        ("neighbourhood-duty-hours", "Team's area"),
    ],
)
def test_registers_are_imported_by_what_many_are_called(
    made: Casebook, name: str, lacks: str
) -> None:
    """A file that has none of a register's columns is refused in a line that names the first."""
    Path("x.csv").write_text("colour\nred\n", encoding="utf-8")
    ran = made("import", name, "x.csv")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert f"x.csv has no column for '{lacks}'" in ran.err


def test_an_import_there_isnt_is_a_usage_error(made: Casebook) -> None:
    """Exit 2, as for any command."""
    ran = made("import", "monies", "x.csv")
    assert (ran.code, "No such command 'monies'" in ran.err) == (2, True)


def test_a_spend_is_added_and_flagged_when_over(funded: Casebook) -> None:
    """Its number on stdout, the flag on stderr; an edit that mends it says nothing."""
    ran = funded("spend", "add", "HRF-STAFF", "--amount", "468,614.50", "--on", "2024-12-01")
    assert (ran.code, ran.out) == (0, "1\n")
    assert ran.err == (
        "Added HRF-STAFF spend 1.\n"
        "HRF-STAFF is over budget by £0.50: £468,614.50 spent of a budget of £468,614.\n"
    )
    ran = funded("spend", "edit", "1", "--amount", "468614")
    assert (ran.code, ran.err) == (0, "Saved HRF-STAFF spend 1.\n")
    ran = funded("spend", "add", "HRF-STAFF", "--amount", "-1", "--on", "2024-12-01")
    assert (ran.code, ran.err) == (1, "casebook: Amount can't be negative.\n")


def test_spends_are_listed_by_what_they_are_for(funded: Casebook) -> None:
    """A profile among them."""
    ref = funded("profile", "new", "--title", "Fights").out.strip()
    funded("spend", "add", "HRF-PROBLEM", "--amount", "10", "--on", "2024-12-01", "--profile", ref)
    funded("spend", "add", "HRF-PROBLEM", "--amount", "20", "--on", "2024-12-01")
    (row,) = funded("spend", "list", "--profile", ref, "--format", "json").json
    assert (row["amount"], row["profile"]) == (10, ref)
    assert len(funded("spend", "list", "HRF-PROBLEM", "--format", "json").json) == 2


def test_position_forecast_and_cost_are_printed(funded: Casebook) -> None:
    """As tables with their sentences, and as JSON and CSV with every key."""
    funded("spend", "add", "HRF-PATROL", "--amount", "262000", "--on", "2024-12-01")
    ran = funded("fund", "position", "HRF", "--from", "2024-10", "--to", "2024-12")
    assert "In Oct to Dec 2024" in ran.out
    assert "Total" in ran.out
    assert "HRF: £262,000 of £1,568,614 spent, 17%." in ran.err
    (row, *_) = funded("fund", "forecast", "--format", "json").json
    assert (row["straight_line"], row["known"]) == (365_000, 262_000)
    (row, *_) = csv.DictReader(io.StringIO(funded("fund", "cost", "--format", "csv").out))
    assert (row["ref"], row["cost_per_hour"]) == ("HRF-PATROL", "")
    assert row["why"] == "no whole month of its period has patrol hours"
    ran = funded("fund", "position", "HFR")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "There is no fund 'HFR' in this casebook." in ran.err


def test_indicators_are_printed(made: Casebook) -> None:
    """A part-year has a dash for its change, and the reason on stderr."""
    made("indicator", "add", "protests", "--name", "Protests", "--unit", "protests",
         "--source", "Return")  # fmt: skip
    for value, at, until in ((72, 2022, "2022-12-31"), (109, 2023, "2023-12-31"),
                             (61, 2024, "2024-04-30")):  # fmt: skip
        made("reading", "add", "protests", "--value", value, "--at", f"{at}-01-01",
             "--until", until)  # fmt: skip
    ran = made("indicator", "standing")
    assert "Jan to Apr 2024" in ran.out
    assert "2024 is to April: 4 months, not set beside the 12 of 2023." in ran.err
    rows = made("indicator", "series", "protests", "--format", "json").json
    assert [(row["value"], row["percent"]) for row in rows] == [(72, None), (109, 51), (61, None)]


RULE = (
    '[{"key": "lomea", "name": "Lomea", "wording": "All but training counts.",'
    ' "source": "Policy 2024", "at_home": ["training"]}]'
)


def test_a_rule_set_of_its_own_is_a_setting(made: Casebook) -> None:
    """Given as JSON, listed as given, printed among the rules; what can't be one is refused."""
    ran = made("setting", "set", "abstraction-rule", "lomea")
    assert (ran.code, "There is no rule set 'lomea'" in ran.err) == (1, True)
    ran = made("setting", "set", "abstraction-rules", RULE, "--why", "our policy")
    assert ran.code == 0, ran.err
    assert made("setting", "set", "abstraction-rule", "lomea").code == 0
    rules = made("abstraction", "rules", "--format", "json").json
    assert [row["rule"] for row in rules if row["in_use"]] == ["lomea"]
    assert rules[3]["not_counted_at_home"] == ["Training"]
    listed = made("setting", "list", "--format", "json").json
    assert any(row["setting"] == "abstraction-rules" and "lomea" in row["value"] for row in listed)
    for given, says in (
        ("lomea", "Rule sets of its own for abstractions is a JSON list of rows"),
        ('[{"key": "x"}]', "RuleSet needs: Name, Rule, Source."),
        ("[1]", "Rule sets of its own for abstractions takes rows, each an object."),
        (RULE.replace('"source"', '"sauce"'), "ruleset has no field 'sauce'"),
        ("[]", "There is no rule set 'lomea'"),
    ):
        ran = made("setting", "set", "abstraction-rules", given)
        assert (ran.code, says in ran.err, ran.err.count("\n")) == (1, True, 1), ran.err


def test_the_rate_says_its_rule_and_its_gaps(made: Casebook) -> None:
    """Beside the figure, on stderr."""
    Path("areas.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ref":"D1"},'
        '"geometry":{"type":"Polygon","coordinates":[[[1.5,51.2],[1.6,51.2],[1.6,51.3],'
        "[1.5,51.3],[1.5,51.2]]]}}]}"
    )
    assert made("import", "areas", "areas.geojson", "--kind", "district").code == 0
    made("setting", "set", "today", "2024-12-18")
    made("abstraction", "add", "D1", "--on", "2024-10-07", "--code", "training", "--hours", "8")
    Path("a.csv").write_text("place,at,code,hours\nD1,2024-10-08,training,8\n")
    assert made("import", "abstractions", "a.csv").code == 0
    ran = made("abstraction", "rate", "--rule", "kent", "--from", "2024-10")
    assert ran.code == 0, ran.err
    assert "no duty hours for D1 (Oct 2024)" in ran.out
    assert "Rule: Kent. " in ran.err
    assert "Too early for a trend: 1 month recorded by Oct 2024, of 6." in ran.err
    made("duty-hours", "add", "D1", "--month", "2024-10", "--hours", "800")
    (row,) = made("abstraction", "rate", "--from", "2024-10", "--format", "json").json
    assert (row["counted_hours"], row["percent"]) == (16, 2)
