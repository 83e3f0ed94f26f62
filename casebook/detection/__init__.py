"""Candidate hotspots: where incidents lie closer together, why, and whether that lasts.

rules.py         * how candidates are looked for, and what a hotspot is expected to be
gathering.py       the points, and how files give them
own.py             what the casebook itself gives: incidents, ground, hotspots
harm.py            weights from a force's own index file
times.py           hours asked for, and the busiest of them
searches.py        Gi*, density and clusters: from points to outlines
candidate.py     * a candidate with its evidence
cautions.py        warnings about points, settings and candidates
finding.py         from points and rules to candidates in order
written.py         candidates as a file of features
redraw.py          a choice of places held against the year after
surface.py       * what every cell came to, in a few classes that a map can show
own_rows.py        the casebook's own incidents as columns
file_formats.py  * the formats that candidates can be written in

* decides from plain values alone.
"""
