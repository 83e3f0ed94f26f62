"""What a person is told when the database fails: what it is to them, and what to do next.

plainly.py     failures of the database as sentences
of_files.py    what an SQLite file says
of_servers.py  what a PostgreSQL server says, and its driver where it isn't reached
"""
