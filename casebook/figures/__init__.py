"""The one table of figures, and the measures of change.

figure.py      * what a row of the table holds
change.py      * change in counts, said honestly
table.py         the one place that computes figures
compared.py    * two windows side by side: what a row holds
comparison.py    two windows side by side, counted
areas.py         what happened in areas
sentences.py   * figures in sentences, alike on screens

* decides from plain values alone.
"""
