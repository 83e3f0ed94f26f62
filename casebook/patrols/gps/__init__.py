"""GPS pings in: they become visits, each with what can be said for its time.

columns.py            which column of a file of pings says what
rows.py               its rows: units, instants, points
outlines.py           the boundaries that pings are looked up in
visits.py             pings through the engine of geo: visits
said.py               what a person must know of the time that pings tell
running_on.py       * visits that run on from one file to another, made one
import_pings.py       pings into a casebook
duty.py               when units were on duty, and who paid
daily.py              visits by hotspot and day
dosage_of_files.py    visits from files alone, nothing stored
clocks_back.py      * the hour that comes twice as the clocks go back
shards.py             pings measured in shards of devices
crewed.py             GPS time with who was there and who paid
rule.py             * the rule by which pings become time

* decides from plain values alone.
"""
