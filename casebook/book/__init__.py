"""An open casebook in somebody's hands: who acts, what a ref means, what may be written.

opening.py     the store, who acts, what day it is
references.py  what a ref, name or alias means here
code_lists.py  what ships, what a force adds or retires
edits.py       an edit typed over a version that may not stand
three_way.py   two edits of one record brought together
writing.py     the one way a person's change is written
importing.py   how every file comes in: read, compared, stored
drafts.py      what somebody has typed and not saved
lengths.py     how long a text may be: what is kept is searched
cleaning.py    what is left out of the texts of a record before they are stored
made_of.py     the rows a number was made from
"""
