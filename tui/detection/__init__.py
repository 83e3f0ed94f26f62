"""Candidate hotspots, looked for by the command line beside the terminal.

candidates.py         what the command found, as a statement
candidates_screen.py  looking for candidates, and reading why each is one
"""
