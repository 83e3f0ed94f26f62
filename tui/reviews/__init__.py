"""A month's reviews.

month_opening.py  opening a month for every profile
section.py        the reviews of a profile
"""
