"""Coverage: what is loaded of which months, and where nothing means that nothing is loaded.

gaps.py         districts with nothing where something was due
gap_queries.py  those districts, read
import_gaps.py  where none of a kind is a gap and not a zero
"""
