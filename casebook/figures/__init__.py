"""The one table of figures, and the measures of change."""
