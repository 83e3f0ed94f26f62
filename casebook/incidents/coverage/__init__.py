"""Coverage: what is loaded of which months, and where nothing means that nothing is loaded.

gaps.py           districts with nothing where something was due
gap_queries.py    those districts, read
import_gaps.py    where none of a kind is a gap and not a zero
forces.py       * what forces are called: one name for each
queries.py        whose data is loaded, read and kept

* decides from plain values alone.
"""
