"""The rows behind the figures: what any number of the one table was made from.

frozen.py         a number that a review froze, beside the rows as they are now
incident_rows.py  the incidents behind the figures
numbers.py        what each number of a row of figures was made from
patrol_rows.py    the patrols, visits and planned hours behind the figures of hours
worked_out.py     what the numbers of figures were worked out from that are no counts
"""
