"""An assessment as one page.

page.py  an assessment as one HTML page that opens without a network and runs no script
"""
