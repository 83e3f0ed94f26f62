"""Crossovers: days on and off drawn at random for each hotspot, once.

crossover.py  * a crossover: the days on which each hotspot is patrolled
sealing.py      drawing the days of a crossover once

* decides from plain values alone.
"""
