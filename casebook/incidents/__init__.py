"""Recorded crime and ASB: types, imports, gaps, counts."""
