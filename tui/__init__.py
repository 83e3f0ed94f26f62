"""The terminal: one folder for each of its nouns, on parts that all screens share."""

from pathlib import Path

STYLES = Path(__file__).parent / "styles"
"""Where the style sheets lie; absolute, because a screen's subclass may stand in another folder."""
