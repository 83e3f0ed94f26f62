"""One file for each schema number.

0001_first.py                 accounts, places, incidents, patrols, profiles, history
0002_case_file.py             the case file in full, reviews, search
0003_registers.py             programmes, activities, indicators, funds
0004_labels_of_places.py      places keep the labels of their themes
0005_history_by_key.py        an entry of the history names its record and its profile by their rows
0006_references.py            an incident keeps its source's own reference
0007_forces.py                an incident knows whose data it is
0008_extracts.py              an incident knows how new the extract is that said it
0009_gps_certificates.py      a GPS visit keeps what can be said for its time
0010_search_words.py          PostgreSQL finds by the words that SQLite finds by
0011_agencies_of_accounts.py  an account may belong to a partner agency
0012_what_is_owed.py          what somebody owes is found without reading all
0013_who_did_what.py          what somebody did is found without reading all of the history
0014_reviews_of_a_month.py    the reviews of a month are found without reading all
"""
