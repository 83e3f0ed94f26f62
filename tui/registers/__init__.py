"""Registers and what they add up to.

entries.py           an entry read, added, edited
entry_view.py        what is done to the entry under the cursor
register_screen.py   one register of the whole casebook
section.py           a profile's registers in one list
narrowing.py         what a statement may be narrowed to
statement_screen.py  what a register adds up to
register_data.py     a register as its screen shows it
"""
