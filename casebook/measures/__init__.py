"""The statistics alone: functions of plain numbers, each with its source. Knows no casebook.

aoristic.py        * aoristic weights: incidents known only to lie between two times
clustering.py      * getis and Ord's Gi*: where high values stand beside high values
concentration.py   * how concentrated incidents are
control_chart.py   * control charts: which counts of a run lie outside what a steady process gives
difference.py      * the weighted displacement difference (WDD)
displacement.py    * the weighted displacement quotient (WDQ)
overdispersion.py  * how much more counts vary than Poisson counts would
power.py           * can it ever show: the smallest drop that would be noticed
ratio.py           * relative effects: the incidence rate ratio of one response
scan.py            * the scan statistic: how surprising the busiest window of a long run is
two_counts.py      * two counts side by side: the Poisson z
verdict.py         * the verdict: whether a count is more or fewer than chance explains
likeness.py        * how like a comparison area is to the target before a response
on_course.py       * whether a measure moves to its target as fast as it must
together.py        * many places together against the rest: a rate ratio

* decides from plain values alone.
"""
