"""Commands of the case file and its registers."""
