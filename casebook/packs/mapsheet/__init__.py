"""The web map on paper: the map as wide as the sheet, its legend, and the whole table.

drawing.py    a layer of a map as one drawing
sheet.py      the web map as PDF: the same layer
view.py     * the ground that a sheet shows, and the way from degrees to places on it
parts.py      the whole table in parts that fit a sheet
layout.py     what stands on the sheets of the map
month.py      the month that a map on paper shows

* decides from plain values alone.
"""
