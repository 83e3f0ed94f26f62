"""The ground that maps are drawn on: streets, water, parks and borders, kept in the casebook.

background.py   * what lies beneath the places of a map
features.py     * what a feature of a file of streets
from_file.py      a background from a file, in any format GDAL reads and any coordinate system
import_base.py    ``casebook import base``: streets
kept.py           the base layers a casebook keeps
small.py        * a background made small enough to be kept

* decides from plain values alone.
"""
