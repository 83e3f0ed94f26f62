"""The monthly review of a profile."""
