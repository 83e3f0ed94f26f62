"""Casebook: hotspots, problem profiles, patrol time and what crime and ASB did, in one record.

core/           what everybody uses: fields and kinds, months, money, errors
store/          the database: tables, history, search
files/          table files of any sane kind, read into columns of text
book/           an open casebook in somebody's hands
places/         areas, hotspots, boundaries, patrol plans
incidents/      recorded crime and ASB
patrols/        rotas, sheets, claims, GPS visits, and hours
profiles/       problem profiles: stages, gates, actions, designs
figures/        the one table of figures, and the measures of change
reviews/        a month's look at one profile
registers/      what is kept beside profiles, and what it adds up to
agenda/         what is due, what to do first, search
upkeep/         a casebook as a whole: making, checking, undo, disposal
packs/          what goes on paper and on maps
cli/            the command line
kinds.py      * the modules that define kinds of record
__main__.py     starts the command line
measures/       the statistics alone: functions of plain numbers
assessments/    did it work: the assessment that a profile's design declares
detection/      candidate hotspots: where incidents lie closer together
workers/        work that adds up, cut into shards
basemap/        the ground that maps are drawn on
sharing/        partner agencies in the case: what is shared with one

* decides from plain values alone.
"""

__version__ = "0.1.0"
