"""Shift sheets: what a team's shift was to patrol, and what came of each visit.

shift_visit.py  * a visit as a supervisor accounts for it: a kind of record
asked.py        * the visits that a shift is asked for, by rota or patrol plan
sheet.py          the sheet of a team and day, read
accounting.py     the verbs: as planned, not done, at other times, one more
follow.py         the patrols and covered days that follow from what is accounted for
in_words.py       a line of a shift sheet as people and spreadsheets read it

* decides from plain values alone.
"""
