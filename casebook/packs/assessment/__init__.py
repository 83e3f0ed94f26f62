"""An assessment as one page.

page.py            an assessment as one HTML page
candidates_map.py  a small map of a proposal
"""
