"""The quarterly return, from a template that is data.

quarterly.py    a quarter's return: a template's cells filled from the figures
template.py   * a return's template: which sheets
workbook.py     a return as a workbook: text stays text

* decides from plain values alone.
"""
