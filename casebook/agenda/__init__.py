"""What falls due, what to do first, and search.

due.py            what is owed, in every register
tasking.py        what needs somebody sent or something decided
search.py         everything written, and what worked
behind.py         what stands behind Today: the month of one's hotspots
lines.py          what is owed as a line a person reads
mine.py           whose a thing owed is, and whether that person may do it now
today.py          today: what one person has before them this morning
find.py           find: whatever in the casebook goes by the words being typed
queries.py        who and what goes by a name that is being typed
around.py         a place or a person, as far as the casebook knows it
counted.py        the rows behind the counts of Today
partners.py       what a partner's account has before it
owed.py           what is owed on records of any kind
owed_queries.py   what is owed by the rules of the kinds
owing_queries.py  the rules of every kind made into one question
parts.py          the parts of Today: what is mine to do
page.py           what one person has before them
told.py           what came of what one asked for
due_pages.py      what is due as its list shows it
"""
