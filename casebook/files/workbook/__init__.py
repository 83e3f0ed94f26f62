"""Spreadsheets: XLSX, XLSB, XLS and ODS.

plain.py      * a cell as text
far_cells.py  * cells so far off that reading them would fill memory
apart.py        the reader in a process of its own
tabs.py         the tabs as tables

* decides from plain values alone.
"""
