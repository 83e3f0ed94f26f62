"""Alembic migrations of a casebook, from the first schema on."""
