"""Dosage: visits from pings, against a slow and obvious way, walks of known length, and by hand."""
