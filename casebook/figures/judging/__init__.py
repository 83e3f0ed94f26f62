"""The verdict on a count in the casebook: what was to be expected of it, and what is said.

judge.py         the verdict on a count: from which months it is worked out
judged_place.py  a place whose counts are judged
variation.py     how much more than by chance the counts of one group vary
weighed.py       a count held against what was to be expected of it
"""
