"""Tests of the statistics alone, against published and hand-worked numbers."""
