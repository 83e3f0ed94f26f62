"""The web map: its layers, its figures, its outlines.

gathered.py  the figures of every month, as the map takes them
columns.py   what is said of each hotspot
layers.py    how hotspots are coloured
ground.py    districts and streets beneath
outlines.py  comparison areas, buffers and older boundaries
page.py      the whole map
slices.py    figures of every hotspot over several windows at once
months.py    the months of a map side by side
"""
