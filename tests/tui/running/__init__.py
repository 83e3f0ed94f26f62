"""Commands that run beside the terminal."""
