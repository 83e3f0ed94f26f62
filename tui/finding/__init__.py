"""Find: one box for everything, and the way to whatever is found.

around_screen.py  a place or a person that was found
find_screen.py    one box for everything: words in
opening.py        enter in Find: the way to the very thing that was found
rows.py           what Find lists: keys of the screen it was opened from
"""
