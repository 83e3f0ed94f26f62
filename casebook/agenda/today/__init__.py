"""Today: what one person has before them this morning.

today.py     the whole of it, by role and area
page.py      it as plain values that a screen shows
parts.py     its parts: what is mine to do, and what waits for others
lines.py     what is owed as a line a person reads
told.py      what came of what one asked for, or endorsed
partners.py  what a partner's account has before it
behind.py    what stands behind it: the month of one's hotspots
counted.py   the rows behind its counts
"""
