"""The list of profiles and one profile.

rows.py            profiles joined with a month's figures
listing.py         the list's order, columns, lines
list_screen.py     the first screen
intake.py          proposed, accepted, refused from the list
profile_screen.py  one profile
sections.py        a stage, actions, places, history
figures_view.py    a month's figures in words
history_view.py    the changes in words
advance.py         to the next stage, and what its gate lacks
moves.py           back a stage, closing, undo
"""
