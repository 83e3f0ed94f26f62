"""Maps, packs, imports and the like: asked for in a form, made by the command line.

begin.py          beginning to make something: its form
leaving.py        leaving the terminal while something runs beside it
lists.py          what the fields of a making are chosen from
makings.py      * what can be made or taken in from the terminal
runs_screen.py    what runs beside the terminal and what it made

* decides from plain values alone.
"""
