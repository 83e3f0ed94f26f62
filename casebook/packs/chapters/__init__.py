"""Chapters of packs: what each register adds up to, as tables and sentences.

registers.py          results, indicators, abstraction, queries, scrutiny
parts.py              what a chapter is made from
statement_table.py  * a statement as a pack's table
money.py              the funds of the month
programmes.py         the programmes near its day
phases.py             clear, Hold, Build by phase: who led

* decides from plain values alone.
"""
