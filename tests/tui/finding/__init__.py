"""The terminal's one box for everything."""
