"""What falls due, what to do first, and search.

due.py      what is owed, in every register
tasking.py  what needs somebody sent or something decided
search.py   everything written, and what worked
mine.py     whose a thing owed is, and whether that person may do it now
"""
