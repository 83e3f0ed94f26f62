"""The panel's pack: at most four pages, in numbered paragraphs, without a statistic's name.

pack.py         what it says, in order
money.py        the funds: spent, forecast, what will be left
hours.py        patrol time, and what changed against which baseline
community.py    engagement, abstraction, named officers and queries
promises.py     what was promised last time, and what came of it
cases.py        three cases, one of which failed
plain.py      * sentences without a statistic's name or symbol

* decides from plain values alone.
"""
