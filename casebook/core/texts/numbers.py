"""Numbers as people write them, with commas between the thousands."""

from __future__ import annotations

import re

THOUSANDS = re.compile(r"[+-]?£?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
"""A number whose commas all part thousands."""


def without_commas(text: str) -> str:
    """A number's text without the commas that part its thousands.

    Raises :class:`ValueError` for a comma that doesn't: 12,5 is twelve and a half to whoever writes
    it so, and no 125.

    >>> without_commas("£1,234.50"), without_commas("1234.5")
    ('£1234.50', '1234.5')
    """
    if "," in text and not THOUSANDS.fullmatch(text.strip()):
        raise ValueError(text)
    return text.replace(",", "")
