"""What goes out to the public, whichever page it stands on.

release.py        a file made for the public: an open downgrade of the casebook's marking
suppression.py  * small counts kept from the public
grid.py         * an area as the squares of a fixed grid that it touches
map.py            the map for the public: counts of at least 5 in squares of a grid

* decides from plain values alone.
"""
