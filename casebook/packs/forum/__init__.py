"""The forum's pack: half a year of problem solving, district by district, and what worked.

pack.py    what it says
worked.py  what worked, what didn't, and who can help
"""
