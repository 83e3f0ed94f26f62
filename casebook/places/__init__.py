"""Areas, hotspots, their boundaries and patrol plans.

place.py            * places: hotspots and the areas they lie in
plan.py             * a hotspot's dated patrol plan
queries.py            places and their boundaries, read
tree.py               every place and what it lies in
areas.py              areas kept by hand
hotspots.py           listing, drawing and retiring hotspots
plans.py              setting a plan, and which are to be renewed
import_rows.py        what the features of a file say they are
import_tree.py        which area a place lies in
import_changes.py     what a file of places would change
import_notes.py       what to know of an import of places
import_polygons.py    places in from any file of polygons
import_table.py       areas in from a table without shapes
ref_columns.py      * which column of a file of places holds the refs
named_polygons.py     the polygons of a file by their refs

* decides from plain values alone.
"""
