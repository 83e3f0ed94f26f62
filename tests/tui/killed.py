"""Type into a stage's form and be killed, as a closed window or a power cut would do it.

Run as a program: ``python -m tests.tui.killed CASEBOOK``.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.tui.terminal import terminal


async def type_and_die(casebook: Path) -> None:
    """Type a sentence into the analysis, wait until the screen says it is kept, and be killed."""
    async with terminal(casebook, drafts_after=0.001) as t:
        await t.keys("enter", "3", "e")
        await t.type("Shouting at night")
        t.has("draft kept 12:05")
        os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(type_and_die(Path(sys.argv[1])))
