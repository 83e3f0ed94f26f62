"""Geometry and maps: polygons, points, coordinate systems, Leaflet pages. Knows no cases.

crs.py       * metres inside, WGS84 outside
layers.py      the one layer of polygons in a file
mend.py      * any geometry to a sound polygon, or why not
polygons.py    polygons out of any file GDAL reads
compare.py   * how polygons stand to each other
edges.py     * polygons as the edges of their rings
cells.py     * the plane cut into cells, each with the polygons that fill it or have edges near it
inside.py    * which points lie in which polygons
maps/          plain features on a Leaflet page
dosage/        how long and how often devices were in places
gdal.py        GDAL through pyogrio, told to open files of certain formats only and to fetch nothing
pointers.py  * files that only point at others

* decides from plain values alone.
"""
