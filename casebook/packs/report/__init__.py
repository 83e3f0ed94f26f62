"""Packs in paragraphs and tables: one set of plain values, laid out as HTML, PDF and Word.

report.py      * what such a pack says
html.py          as one HTML file
pdf.py           as a tagged PDF
docx.py        * as a Word document
assembling.py    what packs in paragraphs and tables are put together from

* decides from plain values alone.
"""
