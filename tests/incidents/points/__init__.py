"""Counting points without a casebook."""
