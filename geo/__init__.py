"""Geometry and maps: polygons, points, coordinate systems, Leaflet pages. Knows no cases."""
