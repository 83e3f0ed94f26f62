"""Charts and insets as SVG.

svg.py                * small drawings as SVG text
charts.py             * the monthly charts of a hotspot
streets.py              streets for the background of maps
inset.py                the small map at the head of a page
assessment_charts.py  * the charts of an assessment: counts by month on both sides

* decides from plain values alone.
"""
