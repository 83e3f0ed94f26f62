"""The list of profiles, a page at a time."""
