"""What stands in a text: the characters that are kept of it, and whose data it looks like.

characters.py  * which characters of a text are kept
scanning.py    * finding what looks like somebody's data in a text
cells.py       * the cells of files cleaned one by one
csv_text.py    * rows as the text of a CSV, alike wherever one is written
days.py        * days as people say them: ``today``
numbers.py     * numbers as people write them, with commas between the thousands

* decides from plain values alone.
"""
