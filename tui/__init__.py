"""The terminal: what a neighbourhood sergeant works in, keyboard only."""
