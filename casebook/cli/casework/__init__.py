"""Commands of the case file and its registers.

profile.py        the case file, JSON in and out
profile_json.py   a profile edited by its JSON
action.py         the pieces of a response
design.py         how a response is to be judged
review.py         the month, opening to signature
register.py       one group of commands for every register
statement.py      what a register adds up to
due.py            what falls due, for whom
tasking.py        what to do first
search.py         everything written, and what worked
undo.py           taking back one's own last change
assess.py         ``casebook assess``: did it work
evidence.py       ``casebook evidence``: what assessed profiles add up to
patrol.py         ``casebook patrol``: what a shift did
sharing.py        sharing a profile with a partner agency
profile_print.py  what ``casebook profile show`` prints of a profile
"""
