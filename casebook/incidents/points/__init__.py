"""A file's points counted in a file's polygons, with no casebook.

count_points.py  what is counted, and what must be said beside it
counting.py      adding up incidents by polygon, month and type
placing.py       how a file's points lie to the polygons they are counted in
giving.py        giving the rows of a shard's tables
shards.py        the rows of files of incidents
zones.py         the polygons that points are counted in
facts.py         what is read of files of incidents
"""
