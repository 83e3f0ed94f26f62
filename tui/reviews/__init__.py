"""A month's reviews."""
