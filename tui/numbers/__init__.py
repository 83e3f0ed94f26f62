"""Enter on a number: every number of a screen can be gone to, and lists what it was made from.

figures.py      the numbers of a row of figures as screens show them
marked.py       numbers in what a screen shows
rows_screen.py  the rows a number was made from
walking.py      going from number to number on a screen with Tab
reading.py      a text to read whose numbers can be gone to
"""
