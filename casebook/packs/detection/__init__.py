"""Candidate hotspots as a map.

evidence.py  what is said of each candidate, and how candidates are coloured
page.py      the whole map
"""
