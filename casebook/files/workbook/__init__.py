"""Spreadsheets: XLSX, XLSB, XLS and ODS.

far_cells.py * cells so far off that reading them would fill memory

plain.py      * a cell as text
apart.py        the reader in a process of its own
tabs.py         the tabs as tables
far_cells.py  * cells of an XLSX so far from the others that the reader would need memory for all between

* decides from plain values alone.
"""
