"""Alembic migrations of a casebook, from the first schema on.

env.py     the entry Alembic asks for
versions/  a step each
"""
