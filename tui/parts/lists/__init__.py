"""Screens of one list: filtered by words, read a page at a time.

filtering.py    a screen of rows with a line to type words into that a row must hold
paging.py       a screen whose rows are read a page at a time
whose.py      * whose things a list holds: mine

* decides from plain values alone.
"""
