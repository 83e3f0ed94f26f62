"""A month's reviews: ``section`` is those of a profile, ``month_opening`` begins a month."""
