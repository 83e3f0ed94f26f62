"""Recorded crime and ASB: types, imports, gaps, counts.

types.py           * what belongs to a count group
outcomes.py        * how far on an investigation's outcome is
queries/             incidents as stored, and sums over them
counts.py            counts for places and windows
rows_behind.py       the incidents behind a count
coverage/            what is loaded, and where nothing means not loaded
in_boundaries.py     which places each incident lies in
points/              a file's points in a file's polygons
import_columns.py    whose layout a file has
import_dates.py    * the months and moments an incident may have
import_when.py       when each row of a sheet was
import_rows.py       rows of text to rows of incidents
import_merge.py      one incident from all that is said of it
import_update.py     stored incidents with what a file says
import_sources.py    what an import covers, and which source counts
import_store.py      writing incidents and the places they lie in
import_files.py      incidents in from any sane file
count_groups.py      a force's own count groups, in versions
row_facts.py         what every reading of incidents takes from a row
import_seal.py       sealing incidents as they are written
import_notes.py      what a person should know of an import of incidents

* decides from plain values alone.
"""
