"""Did it work: the assessment that a profile's design declares, run on the casebook's rows.

area_months.py        counts of a design's areas month by month
assess.py             running the assessment that a profile's design declares
assessment.py         what an assessment holds and how it reads
cautions.py           what must be known before an effect is believed
dose.py               what was delivered against what was planned
effect.py           * the effect of a response on counts
months_compared.py  * which months an assessment compares
candidates/           looking for comparison areas that are like the target
spread.py             the result by every comparison area that passes
can_it_show.py        can it ever show: the smallest fall that would be noticed at each hotspot
by_day.py             a crossover judged by day
evidence/             what assessed profiles add up to
counted_rows.py       the incidents behind the counts of an assessment

* decides from plain values alone.
"""
