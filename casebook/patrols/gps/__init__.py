"""GPS pings in: they become visits.

columns.py            which column of a file of pings says what
rows.py               its rows: units, instants, points
outlines.py           which hotspots pings lie in
stays.py            * from pings inside hotspots to visits
import_pings.py       pings in: they become visits
dosage_of_files.py    visits from files alone, nothing stored

* decides from plain values alone.
"""
