"""Rotas, claims, sheets and GPS visits: which source counts, and hours.

patrol.py          * one unit's time in one hotspot
merging.py         * one patrol from the rows of several sources
certificate.py     * what can be said for the time of a GPS visit
dosage.py          * how long and how often anybody was there
rhythm.py          * how long visits last and how far apart they are
queries.py           the patrols that count, read
hours.py             hours of hotspots over a window
planned.py         * what patrol plans ask for, day by day
import_columns.py    which column of a file of patrols says what
import_rows.py       its rows: each a patrol, or why not
import_window.py   * what the file would do to a casebook
merge_stored.py      stored patrols merged anew
import_store.py      writing the patrols a file brings
import_files.py      rotas, claims, sheets and visits in
gps/                 GPS pings in: they become visits
demand.py            when patrols were in a place beside when its incidents were
week.py            * when in the week something happens
sheets/              shift sheets: what a team's shift was to patrol
until.py             by when what was delivered must have ended
covered.py           the days that what is loaded speaks for

* decides from plain values alone.
"""
