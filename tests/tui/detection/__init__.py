"""Candidate hotspots on a screen."""
