"""The monthly review of a profile.

outcomes.py what was decided at the last review, and what came of it

review.py     * what a review holds, and its states
access.py       who may take it a step further
figures.py      the figures frozen in it, and as they are now
as_signed.py    the month's figures as they are shown: signed where signed
flips.py      * verdicts that were signed and read otherwise now
months.py       open a month, update, endorse, return, sign
matter.py     * what makes a matter for the meeting, and how much each kind of it weighs
matters.py      the matters of one profile in a month
need.py         the order of need: a month's matters and profiles, ranked
meeting.py      what the monthly meeting is given: profiles with what the month knows of them
proof.py        whether reviews hold the figures they were given
outcomes.py     what was decided at the last review of a profile
sitting.py      a month's reviews in one sitting
queries.py      reviews as lists need them: without what each froze

* decides from plain values alone.
"""
