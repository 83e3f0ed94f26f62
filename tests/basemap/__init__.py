"""Tests of what maps are drawn on."""
