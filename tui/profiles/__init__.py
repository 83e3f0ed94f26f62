"""The list of profiles and one profile.

rows.py            profiles joined with a month's figures
listing.py         the list's order, columns, lines
list_screen.py     the first screen
intake.py          proposed, accepted, refused from the list
profile_screen.py  one profile
sections.py        a stage, actions, places, history
forms.py           what is typed on a profile
figures_view.py    a month's figures in words
history_view.py    the changes in words
moves.py           back a stage, closing, undo
"""
