"""The monthly review of a profile.

review.py   * what a review holds, and its states
access.py     who may take it a step further
figures.py    the figures frozen in it, and as they are now
flips.py    * verdicts that were signed and read otherwise now
months.py     open a month, update, endorse, return, sign
due.py        what is owed on reviews
proof.py      whether reviews hold the figures they were given

* decides from plain values alone.
"""
