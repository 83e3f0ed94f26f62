"""A profile printed whole."""
