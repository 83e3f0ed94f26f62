"""What goes out to the public, whichever page it stands on.

release.py        a file made for the public: an open downgrade of the casebook's marking
suppression.py  * small counts kept from the public

* decides from plain values alone.
"""
