"""The monthly review pack.

pack.py                  what it says, as plain values
sections.py              a hotspot's own page
case_text.py             what is written on a profile, in brief
chapters.py              what the registers add up to
statement_notes.py       what a chapter is told from
statement_table.py     * a statement as a pack's table
money_chapter.py         the funds of the month
programmes_chapter.py    the programmes near its day
pdf.py                   the pack as a tagged PDF
all_hotspots.py          the command page: every hotspot on one table

* decides from plain values alone.
"""
