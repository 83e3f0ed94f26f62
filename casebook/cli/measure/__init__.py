"""Commands that work out one statistic from numbers or a small CSV, without a casebook.

counts.py   measures of counts: the verdict
effects.py  measures of what a response did
group.py    ``casebook measure``: the statistics alone
places.py   measures of places and hours: ``pai``
results.py  what measures print, and the small CSV files some of them read
"""
