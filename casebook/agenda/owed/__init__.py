"""What is owed: by whom, on what, by when, on records of every kind.

due.py           what is owed, in every register
due_pages.py     what is due as its list shows it
mine.py          whose a thing owed is, and whether that person may do it now
mine_queries.py  whose profiles are whose
owed.py          what is owed on records of any kind
queries.py       what is owed by the rules of the kinds
rule_queries.py  the rules of every kind made into one question
partners.py      what a partner's agency owes on the cases shared with it
"""
