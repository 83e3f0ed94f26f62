"""The three looks of the terminal: light, dark and high contrast. State is never colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

LIGHT = Theme(
    name="casebook-light",
    primary="#1f4e79",
    secondary="#45617d",
    accent="#8a4b08",
    warning="#8a4b08",
    error="#a3202c",
    success="#1e6b3c",
    foreground="#1b232c",
    background="#f7f8fa",
    surface="#eceff3",
    panel="#dfe5ec",
    dark=False,
    variables={
        "quiet": "#55626f",
        "text-disabled": "#55626f",
        "block-cursor-background": "#cfdfef",
        "block-cursor-foreground": "#10202f",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#e2e9f0",
        "block-cursor-blurred-foreground": "#1b232c",
        "scrollbar": "#7c8a98",
        "scrollbar-background": "#eceff3",
        "scrollbar-corner-color": "#eceff3",
        "border": "#1f4e79",
        "border-blurred": "#7c8a98",
    },
)
DARK = Theme(
    name="casebook-dark",
    primary="#7fb2e5",
    secondary="#9db4cb",
    accent="#f0b95a",
    warning="#f0b95a",
    error="#ff8f8f",
    success="#86cf9b",
    foreground="#dde4ec",
    background="#12181f",
    surface="#1a222b",
    panel="#232d38",
    variables={
        "quiet": "#93a3b3",
        "text-disabled": "#93a3b3",
        "block-cursor-background": "#2c4560",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#22303e",
        "block-cursor-blurred-foreground": "#dde4ec",
        "scrollbar": "#6d7d8d",
        "scrollbar-background": "#1a222b",
        "scrollbar-corner-color": "#1a222b",
        "border": "#7fb2e5",
        "border-blurred": "#6d7d8d",
    },
)
HIGH_CONTRAST = Theme(
    name="casebook-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ffb0b0",
    success="#90ff90",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    text_alpha=1.0,
    variables={
        "quiet": "#e6e6e6",
        "text-disabled": "#e6e6e6",
        "text-warning": "#ffff00",
        "text-error": "#ffb0b0",
        "text-success": "#90ff90",
        "text-primary": "#ffffff",
        "text-accent": "#ffff00",
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#4d4d4d",
        "block-cursor-blurred-foreground": "#ffffff",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#1c1c1c",
        "scrollbar-corner-color": "#1c1c1c",
        "border": "#ffff00",
        "border-blurred": "#ffffff",
    },
)
THEMES = (DARK, LIGHT, HIGH_CONTRAST)
OWN_VARIABLES = {"quiet": DARK.variables["quiet"]}
"""The colour of Casebook's own, for text that stands back, where a theme of Textual's is in use."""


def first(remembered: str, environ: Mapping[str, str]) -> str:
    """The look to begin with: what ``TEXTUAL_THEME`` names, else the one remembered.

    Where none is, dark; under ``NO_COLOR`` high contrast, whose greys are the furthest apart.
    """
    named = environ.get("TEXTUAL_THEME")
    if named:
        return named
    if remembered in [theme.name for theme in THEMES]:
        return remembered
    return (HIGH_CONTRAST if environ.get("NO_COLOR") is not None else DARK).name


def after(name: str) -> str:
    """The theme that follows ``name`` when one cycles through them."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
