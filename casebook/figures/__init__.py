"""The one table of figures, and the measures of change.

figure.py          * what a row of the table holds
change.py          * change in counts, said honestly
table.py             the one place that computes figures
row.py               a row of the table
baselines.py       * what a window is judged against
compared.py        * two windows side by side: what a row holds
comparison.py        two windows side by side, counted
areas.py             what happened in areas
groupings.py         what a row stands for
type_lines.py        totals, types and sub-types, a line each
counted_places.py    where a table by type counts
beside.py          * what stands beside a row, for programs
notes.py             what must be said of counts
loaded.py            whether a window holds anything to show
sentences.py       * figures in sentences, alike on screens
progress.py          where profiles stand on their own measures
together.py          all hotspots together against the rest of the force
behind/              the rows behind the figures: what any number of the one table was made from
basis.py             what figures of a window are worked out from
judging/             the verdict on a count in the casebook
judged_rows.py       rows of very many hotspots with what was judged of them alone

* decides from plain values alone.
"""
