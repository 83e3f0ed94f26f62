"""The monthly review pack."""
