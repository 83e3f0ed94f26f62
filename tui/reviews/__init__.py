"""A month's reviews.

month_opening.py   opening a month for every profile
section.py         the reviews of a profile
decision_box.py    the decision on a review: which
reading.py         a review as it is read: its state
returning.py       returning a review to its owner
sitting_screen.py  a month's reviews in one sitting
sitting_view.py    what is read of one review in a sitting
endorsing.py       endorsing a review, after a look at what its owner wrote
deciding.py        deciding on a review that is read
"""
