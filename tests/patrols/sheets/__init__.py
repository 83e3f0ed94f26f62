"""Tests of casebook.patrols.sheets."""
