"""Coverage: what is loaded of which months, and where nothing means that nothing is loaded.

gaps.py             districts with nothing where something was due
gap_queries.py      those districts, read
import_gaps.py      where none of a kind is a gap and not a zero
forces.py         * what forces are called: one name for each
queries.py          whose data is loaded, read and kept
force_queries.py    where the forces' rows lie, read
loaded.py           whose data each source has loaded
other_forces.py     months that are loaded for another force only
territory.py      * whose a place is: the force whose data its counts need
thin.py           * months that look incomplete: far fewer rows than the months around them
incomplete.py       months that look incomplete, of each force and district

* decides from plain values alone.
"""
