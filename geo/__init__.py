"""Geometry and maps: polygons, points, coordinate systems, Leaflet pages. Knows no cases.

crs.py           * metres inside, WGS84 outside
gdal.py            GDAL, told which formats to open and to fetch nothing
recognise.py     * whether a file holds the features of a map
pointers.py      * files that only point at others
descriptions.py  * the table of attributes in a KML description
unpacking.py     * how far a packed file may grow
map_source.py      what GDAL is given to open for a path
points.py        * points out of a layer's geometries
geoparquet.py    * what a GeoParquet says of its geometries
layers.py          the one layer of polygons in a file
mend.py          * any geometry to a sound polygon, or why not
polygons.py        polygons out of any file GDAL reads
compare.py       * how polygons stand to each other
edges.py         * polygons as the edges of their rings
cells.py         * the plane in cells, each with what fills it or has edges near it
inside.py        * which points lie in which polygons
maps/              plain features on a Leaflet page
dosage/            how long and how often devices were in places
detect/            where points lie closer together than chance would put them
policy.py        * the Content-Security-Policy of every page that is handed over
shapes.py          lines and areas out of any file GDAL reads
loading.py       * loading the libraries of geometry whole

* decides from plain values alone.
"""
