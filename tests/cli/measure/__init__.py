"""Tests of ``casebook measure``."""
