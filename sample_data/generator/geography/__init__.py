"""The place: an island, its areas and streets, and where on it things are counted.

- `coast`, `wards`, `unit_names`: the land and its areas
- `roads`, `towns`, `street_names`, `network`: its streets
- `designations`, `hotspots`, `comparison`: hotspots, and the areas one of them is judged by
- `street_points`: the points that open data snaps to
- `projection`, `geojson`, `layers`: metres to degrees, and all of it as GeoJSON
"""
