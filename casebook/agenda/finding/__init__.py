"""Finding: by the words typed, by what is written, and all that is known around a thing.

find.py     whatever in the casebook goes by the words being typed
search.py   everything written, and what worked
around.py   a place or a person, as far as the casebook knows it
queries.py  who and what goes by a name that is being typed
"""
