"""A shift's briefing: one page, what matters most first.

gathered.py  what a casebook holds for a shift in an area
page.py      a shift's briefing in words: where
text.py      a briefing as text for a terminal
"""
