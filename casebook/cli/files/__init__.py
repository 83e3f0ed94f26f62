"""Commands that read files and write figures, maps and packs."""
