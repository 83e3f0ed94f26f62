"""A hotspot's own page in the review pack.

actions.py    * the actions of a hotspot's profiles
case_text.py    what is written on a profile, in brief
delivery.py     what was delivered at a hotspot
gathered.py     what the hotspots' pages are made from beside the figures
section.py      a hotspot's own page: what its owner did and asks
standing.py     where a hotspot stands: its profile's measure
update.py       what the owner wrote for the month

* decides from plain values alone.
"""
