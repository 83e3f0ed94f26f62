"""Drafts: what is typed and not saved, kept and offered again.

drafting.py  keeping what is typed in a form
keeping.py   writing drafts
"""
