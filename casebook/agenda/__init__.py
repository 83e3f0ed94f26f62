"""What falls due, what to do first, and search.

due.py      what is owed, in every register
tasking.py  what needs somebody sent or something decided
search.py   everything written, and what worked
"""
