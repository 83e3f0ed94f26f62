"""The monthly review pack.

pack.py           what it says, as plain values
sections.py       a hotspot's own page
case_text.py      what is written on a profile, in brief
pdf.py            the pack as a tagged PDF
all_hotspots.py   the page of all hotspots: its tables
front_page.py     what needs a decision, ranked
force_matters.py  what of the whole force needs a decision
late_data.py      what late data changed since signing
headlines.py      the page of all hotspots: its sentences
"""
