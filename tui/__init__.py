"""The terminal: one folder for each of its nouns, on parts that all screens share.

Imports run one way: ``parts``, then ``registers`` and ``reviews``, then ``profiles``, ``agenda``,
and the app on top. What a screen needs of the app is ``parts.session.Session``.

app.py       the terminal behind 'casebook open'
start.py     its start: the first screen painted, then the casebook opened
backup.py    a backup, made where one says
help.py      F1: what a screen is for, and its keys
themes.py    light, dark, high contrast
parts/       what every screen is made of
profiles/    the list of profiles, and one profile
reviews/     a month's reviews
registers/   registers and what they add up to
agenda/      what is due, tasking, search
finding/     one box for everything
detection/   candidate hotspots, looked for beside the terminal
keys.py      every key of every screen, each with its one meaning
in_turn.py   keys in turn: each is handed on once the one before it has had its whole effect
numbers/     enter on a number: every number of a screen can be gone to
making/      maps, packs, imports and the like
running/     commands of the command line that run beside the terminal
sharing/     what a partner's account is shown
keyboard.py  what is typed, read from a terminal of Linux or macOS
"""

import os
from pathlib import Path

# how long Textual waits for what may follow Esc; its own tenth of a second is felt at every Esc
os.environ.setdefault("ESCDELAY", "25")

STYLES = Path(__file__).parent / "styles"
"""Where the style sheets lie; absolute, because a screen's subclass may stand in another folder."""
