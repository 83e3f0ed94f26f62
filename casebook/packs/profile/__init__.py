"""A profile printed whole.

page.py          all that is on one profile, as one page
design_parts.py  the parts of a printed profile that say how its response is judged
"""
