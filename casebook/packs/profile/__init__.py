"""A profile printed whole.

page.py  all that is on one profile, as one page
"""
