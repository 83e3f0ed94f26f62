"""The monthly review pack.

pack.py                  what it says, as plain values
sections.py              a hotspot's own page
case_text.py             what is written on a profile, in brief
chapters.py              what the registers add up to
chapter_parts.py         what a chapter is made from
statement_table.py     * a statement as a pack's table
money_chapter.py         the funds of the month
programmes_chapter.py    the programmes near its day
pdf.py                   the pack as a tagged PDF
all_hotspots.py          the page of all hotspots: its tables
headlines.py             the page of all hotspots: its sentences

* decides from plain values alone.
"""
