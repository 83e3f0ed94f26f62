"""Registers and what they add up to."""
