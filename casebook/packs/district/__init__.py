"""The district pack: a unit's own meeting, the month's improvement and the quarter's review.

pack.py      what it says
measures.py  each measure beside its target, and who answers for it
places.py    hotspots and impact areas
"""
