"""Registers as they are listed: a page at a time, in order, by the words looked for.

fields.py   * what of an entry stands apart in its list: its days, its amount
queries.py    the order of a register and the texts of an entry, as the database has them
pages.py      a page of a register, with what its entries name

* decides from plain values alone.
"""
