"""The database: tables, migrations, records, history, the search index.

engine.py        opening and making a casebook
file.py          whether a file is a casebook this version opens
share.py         whether it lies on a network share
tables.py        the tables
transaction.py   a casebook as it stands in one open transaction: loading, saving, removing
records.py       records as rows, and as the values that history keeps
history.py       the chain of changes
search_index.py  the index over everything written
settings.py      the settings, and lists that grow with what files bring
replay.py        whether records stand as history says
loads.py         the files a casebook was made from
bulk.py          many rows at once
drafts.py        what is typed and not saved yet
schema.py        making and upgrading the tables
migrations/      the steps from each schema to the next
report.py        what an import did, said in the same words for every kind of file
keys.py          the keys of entries from before there were keys
server.py        a casebook in PostgreSQL: reaching it
turn.py          waiting for one's turn to write
copies.py        copies of a casebook's file: made while it is in use
failures/        what a person is told when the database fails
sealing/         what entries of the history seal of rows that have no entry each
pages/           lists that may be very long: read a page at a time
"""
