"""SQL over incidents.

stored.py        incidents as stored, and which source counts
tallies.py       sums over the incidents in hotspots
area_tallies.py  sums over the incidents in areas
located.py       incidents with coordinates inside a box of ground
behind.py        the incidents behind one count
"""
