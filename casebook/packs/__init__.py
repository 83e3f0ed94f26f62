"""What goes on paper and on maps: review packs and which layers a map has.

marking.py      * the highest marking of several records
facts.py        * a record of any kind in words
tables.py       * a table of words, for HTML and PDF
map.py            the web map: its layers, its facts
html.py           a pack as one HTML file
drawing/          charts and insets as SVG
review/           the monthly review pack
profile/          a profile printed whole
assessment/       an assessment as one page
chapters/         chapters of packs: what each register adds up to
typesetting.py    pages set by Typst: tagged PDF (PDF/UA-1)

* decides from plain values alone.
"""
