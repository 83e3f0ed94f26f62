"""Casebook: hotspots, problem profiles, patrol time and what crime and ASB did, in one record."""

__version__ = "0.1.0"
