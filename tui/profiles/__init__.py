"""The list of profiles and one profile."""
