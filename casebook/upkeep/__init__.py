"""What is done to a casebook as a whole: making, checking, undo, disposal, accounts.

setup.py     making a casebook, and whether one is sound
accounts.py  who may open it, in which roles
undo.py      taking back one's own last change
disposal.py  a profile's words go, its figures stay
backup.py    a casebook copied whole while it is in use
export.py    everything in a casebook as plain files
moves.py     taking back a move of a profile
"""
