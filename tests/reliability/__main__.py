"""Try many times over what must never be lost: ``python -m tests.reliability [TRIAL…]``.

Prints for each trial how often it was tried and what was lost, a line for each loss. Exits 1 when
anything was. On PostgreSQL (``--engine postgresql``) it works in databases of its own on the server
that CASEBOOK_TEST_POSTGRES names.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.reliability.asked import Asked
from tests.reliability.outcome import Outcome
from tests.reliability.trials import SERVED, TRIALS, tried


def main() -> int:
    """Run the trials asked for; 1 when one lost anything."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.reliability",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("trial", nargs="*", metavar="TRIAL", help=f"of {', '.join(TRIALS)}")
    parser.add_argument("--kills", type=int, default=50, help="how many processes are killed")
    parser.add_argument("--tries", type=int, default=0, help="writes of the crowd, or files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args()
    if unknown := [name for name in options.trial if name not in TRIALS]:
        parser.error(f"there is no trial {unknown[0]}: it is one of {', '.join(TRIALS)}")
    if options.engine == "postgresql" and "CASEBOOK_TEST_POSTGRES" not in os.environ:
        parser.error("CASEBOOK_TEST_POSTGRES names no server: set it to postgresql:///DATABASE")
    # what makes casebooks for tests asks for it when it is loaded
    os.environ["CASEBOOK_TEST_ENGINE"] = options.engine
    default = TRIALS if options.engine == "sqlite" else SERVED
    asked = Asked(options.kills, options.tries, options.seed, quiet=False)
    with tempfile.TemporaryDirectory() as home:
        _keep_apart(Path(home))
        found = [_told(name, asked) for name in options.trial or default]
    _print(found)
    return int(any(outcome.lost for outcome in found))


def _keep_apart(home: Path) -> None:
    """Keep the trials out of the settings, log and casebook of whoever runs them."""
    os.environ |= {"CASEBOOK_CONFIG": f"{home}/settings.toml", "CASEBOOK_LOG": f"{home}/log"}
    for name in ("CASEBOOK_BOOK", "CASEBOOK_USER"):
        os.environ.pop(name, None)


def _told(name: str, asked: Asked) -> Outcome:
    began = time.monotonic()
    outcome = tried(name, asked)
    asked.say(f"{name}: {time.monotonic() - began:.0f} s\n")
    return outcome


def _print(found: list[Outcome]) -> None:
    print(f"{'trial':<24}{'tried':>10}{'lost':>8}")
    for outcome in found:
        print(f"{outcome.name:<24}{outcome.tried:>10,}{len(outcome.lost):>8,}")
        for line in outcome.lost:
            print(f"  LOST {line}")
        for line in outcome.notes:
            print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
