"""The monthly review pack.

pack.py           what it says, as plain values
pdf.py            the pack as a tagged PDF
all_hotspots.py   the page of all hotspots: its tables
front_page.py     what needs a decision, ranked
force_matters.py  what of the whole force needs a decision
late_data.py      what late data changed since signing
headlines.py      the page of all hotspots: its sentences
hotspot/          a hotspot's own page in the review pack
numbers.py        every figure of a review pack as rows for a spreadsheet
overview.py       the page of all hotspots: a row each
xlsx.py           the review pack's figures as a workbook
gathered.py       what a review pack is made from
volumes.py        a long review in volumes: what is decided from and every table
"""
