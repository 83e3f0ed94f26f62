"""Tests of the Isle of Lomea."""
