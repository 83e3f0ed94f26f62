"""Registers: a kind of entry each, its rules and what it adds up to."""
