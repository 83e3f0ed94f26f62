"""Commands that read files and write figures, maps and packs.

imports.py           files in, and what was not taken
import_register.py   a register's entries in, under each name
row_options.py       which column is which, and what is covered
import_report.py     the options and report all imports share
figures.py           the one table of figures
outputs.py           maps and packs
count.py             points in polygons, without a casebook
dosage.py            visits from pings, without a casebook
quarterly_return.py  ``casebook return``: the quarter's figures in the shape that a funder asks for
bulletin.py          ``casebook bulletin``: one page for a ward's people
briefing.py          ``casebook briefing``: a shift's page
detect.py            ``casebook detect``: candidate hotspots from points
cluster_options.py   ``--jobs`` and ``--cluster``: options of commands whose work can be shared out
map.py               ``casebook map``: a web map, or one layer of it on paper
"""
