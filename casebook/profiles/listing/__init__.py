"""The list of profiles, however many there are: filtered, ordered, read a page at a time.

asked.py    * what is asked of the list of profiles
pages.py      pages of the list of profiles
queries.py    which profiles a list holds, and in which order

* decides from plain values alone.
"""
