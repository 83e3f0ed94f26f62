"""Table files of any sane kind, read into columns of text. Knows no casebook.

sheet.py          * one table: every value text, every row numbered
sources.py          finding the tables among files, folders, archives
contents.py         what a file holds, on the disk or in an archive
formats.py          bytes into a table, by what they are
delimited.py      * CSV as people's programs write it
gpx.py            * a row for each point of a GPX file's tracks
parquet.py        * Parquet and GeoParquet
layers.py           the layers of a map's file as tables
placed.py         * a table of features with their points
arrow_columns.py  * between Arrow's columns and Python's values
mapping.py        * what a user says of a file's columns
dates.py          * dates, times and months as people write them
date_orders.py    * whether a column's dates are day first or month first
tabular.py          the one way in for every import of rows
workbook/           spreadsheets, tab by tab
account.py        * what became of every table, said
faults.py           what is wrong with rows, kept by row
rejects.py          rows that weren't taken, whole
progress.py       * how far a long job is, for whoever watches it
cleaned_cells.py  * the cells of a table without the characters that aren't kept of any text

* decides from plain values alone.
"""
