"""The terminal: a folder for each of its nouns, on parts that all screens share.

``app`` opens the casebook and goes between screens; ``commands`` is the palette, ``help`` is F1,
``themes`` are the looks. Imports run one way: ``parts``, then ``registers`` and ``reviews``, then
``profiles``, ``agenda``, and the app on top. What a screen needs of the app is
``parts.session.Session``.
"""

from pathlib import Path

STYLES = Path(__file__).parent / "styles"
"""Where the style sheets lie; absolute, because a screen's subclass may stand in another folder."""
