"""Enter on a number: every number of a screen can be gone to, and lists what it was made from.

x.py  x
"""
