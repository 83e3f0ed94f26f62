"""Dosage: how long and how often devices were in places, from their pings. Knows no cases.

:func:`geo.dosage.meter.measure` takes arrays of pings and gives visits;
:class:`geo.dosage.meter.Meter` takes them as they come, in memory that doesn't grow with them.
A ping stands for the time nearest to it: half the interval at each end of a visit. What that is
better than, ``python -m tests.geo.dosage.estimators`` measures.

rule.py      * the rule by which pings become time
outlines.py  * the polygons that dosage is measured in
growing.py   * columns that grow
block.py     * pings in order of device and time
devices.py   * how often each device tells, what of that was lost, and when
doubles.py   * devices that tell of two places at once
standing.py  * which place each ping of a block is in
stints.py    * unbroken time in one place, out of a block of pings
passings.py  * what a device crossed between two pings outside
visits.py    * visits out of stints, once the interval of every device is known
lane.py      * some of the devices, worked through beside the others
meter.py     * pings in, visits with what can be said for them out
waiting.py   * pings that wait for others, which may be of an earlier moment or of the same

* decides from plain values alone.
"""
