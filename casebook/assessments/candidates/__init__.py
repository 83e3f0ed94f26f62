"""Looking for comparison areas: contiguous sets of small areas that are like the target.

finding.py        proposing a design with the comparison areas that could judge it
growing.py      * growing contiguous sets of small areas until they hold as much as the target
small_areas.py  * the small areas that comparison areas are made of

* decides from plain values alone.
"""
