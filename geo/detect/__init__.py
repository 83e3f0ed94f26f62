"""Where points lie closer together than chance would put them: cells, densities, clusters.

grid.py      * square cells over an area, and what points add up to in each
gi_star.py   * Getis and Ord's Gi* of cells, and which of them are hot
density.py   * how dense points are around each cell: the quartic kernel
dbscan.py    * groups of points that lie close together
outlines.py  * cells and points drawn together as polygons

* decides from plain values alone.
"""
