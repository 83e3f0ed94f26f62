"""What goes on paper and on maps: review packs and which layers a map has.

marking.py      * the highest marking of several records
facts.py        * a record of any kind in words
tables.py       * a table of words, for HTML and PDF
map/              the web map: its layers, its figures
html.py           a pack as one HTML file
drawing/          charts and insets as SVG
review/           the monthly review pack
profile/          a profile printed whole
assessment/       an assessment as one page
chapters/         chapters of packs: what each register adds up to
typesetting.py    pages set by Typst: tagged PDF (PDF/UA-1)
district/         the district pack: a unit's own meeting
forum/            the forum's pack: half a year of problem solving
kinds.py        * the kinds of pack there are: how many months each looks at
panel/            the panel's pack: at most four pages
report/           packs in paragraphs and tables
scrutiny/         the scrutiny pack: question, evidence with the figures it names
returns/          the quarterly return, from a template that is data
bulletin/         a ward's bulletin: one page for the public
public/           what goes out to the public, whichever page it stands on
briefing/         a shift's briefing: one page, what matters most first
row_heads.py    * row headings in a tagged PDF: the first cell of each row of a table names the row
workbook.py     * a workbook of plain sheets: text stays text
detection/        candidate hotspots as a map
mapsheet/         the web map on paper: the map as wide as the sheet
one_page.py       a page of one kind as HTML and as PDF
set_apart.py      pages set by Typst in a process of its own
sheets.py       * a sheet of a workbook as plain values

* decides from plain values alone.
"""
