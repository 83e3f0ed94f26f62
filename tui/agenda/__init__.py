"""What is due, tasking and search.

due_screen.py  everything somebody owes
tasking.py     the tasking list
searching.py   words in, profiles out
"""
