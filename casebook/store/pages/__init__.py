"""Lists that may be very long: read a page at a time, and searched by the database.

page.py   rows read a page at a time, in an order the database keeps
words.py  words looked for in texts, capitals or not
days.py   days and months as the database works them out and says them
"""
