"""Writes ``docs/who-may.md`` from the matrix: ``python -m tests.core.who_may``."""

from __future__ import annotations

from pathlib import Path

from casebook.core.access import BOUND_ROLES, MATRIX, ROLES, WhoMay
from casebook.core.english import listed

PAGE = Path(__file__).parents[2] / "docs" / "who-may.md"

HEAD = f"""\
# Who may do what

This page is made from the matrix in `casebook/core/access.py` by `python -m tests.core.who_may`,
and a test holds it to it. Every command, every screen of the terminal and every import asks that
matrix, in the same words; a refusal says who can.

- **anywhere**: in every area. **own area**: where the account is bound to an area
  (`casebook user add LOGIN --role sergeant --area Harbour`), only what lies in it; everywhere for
  an account added with `--force-wide`. {listed(r for r in ROLES if r in BOUND_ROLES).capitalize()}
  hold their roles in their area.
- **own profile**: on a profile that the account owns, wherever it lies. **shared**: on a profile
  that is shared with the partner's agency today (`casebook profile share REF --agency A --under
  AGREEMENT`, which the sharing log keeps by itself; an entry added to the log by hand says what was
  handed over and opens nothing).
- **partner**: works for an agency (`casebook user add LOGIN --role partner --agency A`) and holds
  no other role. Partners are shown the profiles shared with the agency without restricted text
  (which field is restricted stands in its definition: `casebook profile schema` says so of each),
  the requests put to them and what their own agency wrote. They reply, write notes and what they
  did, and say how their own agency's actions go. All else is closed: every command, screen and
  file that isn't made for them refuses in one sentence.
- What lies in several places, or belongs to several things, needs leave in all of them. What is
  moved or emptied is asked before and after. A place that an entry names doesn't outrank the place
  of the profile, programme, fund or indicator it is about.
- **The force's**: what has no place, such as a programme or a fund of the whole force, is written
  by accounts bound to no area. Where the table says so, accounts bound to an area may too.
- **Second person**: not for whoever owns the profile, nor for whoever owned or changed it since it
  was last decided on (opened, accepted, a gate waived, closed; for a review: since its last signed
  one). Whoever proposes a profile doesn't accept it.
- A person may hold several roles and may what any of them may, except that a second person stays
  one. On a file who you are is attribution, not protection: whoever can write the file can write
  anything into it, and whoever can read it can read all of it. A partner's account restricts the
  program there, not the file: never give a partner the file, a share it lies on, or a backup.
- On PostgreSQL the database's login is the identity, so that no partner passes for somebody else.
  What a partner is shown is still decided by the program: the login has the rights in the tables
  that every account has, and another program run with it reads all of them. Let partners reach
  Casebook, and not the database: on a terminal server, say, that offers nothing else.

"""


def page() -> str:
    """The page as it should be."""
    heads = ["verb", *ROLES, "notes"]
    rows = [heads, ["---"] * len(heads)]
    rows += [
        [f"{rule.verb}: {rule.doing}", *(reach(rule, role) for role in ROLES), _notes(rule)]
        for rule in MATRIX
    ]
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def reach(rule: WhoMay, role: str) -> str:
    """Where an account of one role alone may do a verb; a dash for nowhere."""
    found = []
    if role in rule.anywhere:
        found.append("anywhere" if rule.of_record else "yes")
    if role in rule.in_area:
        found.append("own area")
    if role in rule.own and role not in rule.anywhere:
        found.append("own profile")
    if role in rule.shared:
        found.append("shared")
    return ", ".join(found) or "–"


def _notes(rule: WhoMay) -> str:
    notes = ["second person"] if rule.second_person else []
    notes += ["the force's by all of them"] if rule.to_the_force else []
    return ", ".join(notes)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
