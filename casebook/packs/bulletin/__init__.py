"""A ward's bulletin: one page for the public.

gathered.py  what a casebook holds for a ward's people
page.py      a ward's bulletin as one page: in plain values that HTML and PDF both lay out
"""
