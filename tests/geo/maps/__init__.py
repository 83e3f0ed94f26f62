"""Tests of the map page."""
