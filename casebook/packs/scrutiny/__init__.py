"""The scrutiny pack: question, evidence with the figures it names, decision, actions.

pack.py           what it says
named_figures.py  the casebook's figures that a text names
"""
