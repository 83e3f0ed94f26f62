"""Visits from GPS pings: read, found, stored and merged with what people wrote."""
