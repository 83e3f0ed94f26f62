"""A kind of record that the terminal has never heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casebook.core.fields import field


@dataclass(frozen=True)
class Lamp:
    """A street lamp, with a field of every plain kind."""

    place: str = field("Where it stands", example="by the steps", default="")
    lit: bool = field("Lit", default=False)
    fitted: date | None = field("Fitted", default=None)
    watts: int | None = field("Power", unit="W", default=None)
    colours: tuple[str, ...] = field("Colours", default=())
    notes: str = field("Notes", free_text=True, default="")
    theme: str = field("Theme", codes="theme", default="")
