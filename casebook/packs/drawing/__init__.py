"""Charts and insets as SVG.

svg.py                * small drawings as SVG text
charts.py             * the monthly charts of a hotspot
inset.py                the small map at the head of a page
assessment_charts.py  * the charts of an assessment: counts by month on both sides
axes.py               * the axes of a monthly chart: months along the foot
week_chart.py         * the hours of the week as small grids
background.py           what lies beneath the small maps of a pack

* decides from plain values alone.
"""
