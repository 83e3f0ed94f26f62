"""Commands for a casebook as a whole, its accounts, areas and settings."""
