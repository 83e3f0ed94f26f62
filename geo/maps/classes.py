"""Classes of a layer of numbers: round limits, each class with places in it, none a sliver.

Limits are those of quantiles, moved to the nearest round number; where the highest values lie far
above the rest they get a class of their own, so that one busy place doesn't push the others into
a single colour. Whoever draws the layer, in a browser or on paper, takes classes and bands from
here.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from casebook.core import wording
from geo.maps.columns import in_units
from geo.maps.legend import Band
from geo.maps.paint import NONE, SEQUENTIAL, UNKNOWN

NOT_KNOWN = Band("Not known", UNKNOWN, pattern="cross", edge="dotted", opacity=0.4)
"""What isn't known: neither none nor left out."""

QUANTILES = 4
"""Classes of about as many places each."""
FAR = 4
"""So many times the least of the top class, and the highest values stand apart."""

_MANTISSAS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
_LOOKS: tuple[dict[str, Any], ...] = (
    {"pattern": "dots", "edge": "dashed"},
    {"edge": "dashed"},
    {"pattern": "hatch"},
    {},
    {"mark": "▲"},
)


@dataclass(frozen=True)
class Classes:
    """Classes from few to many, then *Not known*."""

    lower: tuple[float, ...]
    """The least value of each class but the one for none; the first holds all that lies below."""
    has_none: bool
    """Whether the first class is that of 0 alone."""
    bands: tuple[Band, ...]
    """A band a class, from few to many; the last is :data:`NOT_KNOWN`."""
    places: int = 0
    """Decimals to which values are rounded before they are sorted into classes."""

    def number(self, value: float | None) -> int:
        """Which of the bands a value lies in."""
        if value is None:
            return len(self.bands) - 1
        read = _read(value, self.places)
        if self.has_none and read == 0:
            return 0
        return max(0, bisect_right(self.lower, read) - 1) + self.has_none


def classes(
    values: Iterable[float | None],
    *,
    places: int = 0,
    unit: str = "",
) -> Classes:
    """Classes for ``values``, those of every month of a slider together.

    ``places`` are the decimals values read with, ``unit`` what stands behind a range (``%`` or
    ``minutes``). No class is empty. Without a known value there is one class for none, and *Not
    known*.

    >>> [band.text for band in classes([0, 3, 9, 4, 1, 7, 2, 12, 2, None]).bands]
    ['None', '1', '2 to 3', '4 to 7', '8 to 12', 'Not known']
    """
    known = sorted(_read(value, places) for value in values if value is not None)
    above = [value for value in known if value > 0]
    has_none = len(above) < len(known) or not known
    lower = _limits(above, places)
    ranges = [_range(low, high, places, unit) for low, high in _ends(lower, above, places)]
    shades = _shades(len(ranges))
    looks = _LOOKS[: len(ranges) - 1] + _LOOKS[3:4] if 0 < len(ranges) < 4 else _LOOKS
    bands = [
        Band(text, shade, **look) for text, shade, look in zip(ranges, shades, looks, strict=False)
    ]
    if has_none:
        bands.insert(0, Band("None", NONE, edge="dotted", opacity=0.9, weight=1.5))
    return Classes(lower, has_none, (*bands, NOT_KNOWN), places)


def _read(value: float, places: int) -> float:
    """A value as it is read, to so many decimals."""
    return value if isinstance(value, int) else in_units(value, places) / 10**places


def _limits(above: Sequence[float], places: int) -> tuple[float, ...]:
    """The least value of each class of sorted values above 0."""
    if not above:
        return ()
    if not places and len(distinct := dict.fromkeys(above)) <= QUANTILES:
        return tuple(distinct)
    finest = 10.0**-places
    limits = [_round(above[0], finest, down=True)]
    for part in range(1, QUANTILES):
        limit = _round(above[len(above) * part // QUANTILES], finest)
        if _parts(above, limits[-1], limit):
            limits.append(limit)
    top = limits[-1]
    if above[-1] >= FAR * max(top, finest):
        limit = _round(math.sqrt(top * above[-1]), finest)
        if limit > top and _parts(above, top, limit):
            limits.append(limit)
    return tuple(limits)


def _parts(above: Sequence[float], low: float, limit: float) -> bool:
    """Whether a limit leaves values on both sides of it, above ``low``."""
    return limit > low and bisect_left(above, low) < bisect_left(above, limit) < len(above)


def _round(value: float, finest: float, *, down: bool = False) -> float:
    """The round number nearest to a value, or next below it, and no finer than ``finest``."""
    power = 10.0 ** math.floor(math.log10(value))
    near: list[float] = [m * scale for scale in (power, power * 10) for m in _MANTISSAS]
    fit = [n for n in near if n >= finest and math.isclose(n / finest, round(n / finest))]
    if down:
        fit = [n for n in fit if n <= value or math.isclose(n, value)]
    best: float = min(fit, key=lambda n: abs(math.log(n / value)), default=finest)
    return round(best, 6)


def _ends(lower: Sequence[float], above: Sequence[float], places: int) -> list[tuple[float, float]]:
    """The least and the greatest value that each class names."""
    finest = 10.0**-places
    highs = [round(limit - finest, places) for limit in lower[1:]]
    return list(zip(lower, [*highs, above[-1] if above else 0], strict=False))


def _range(low: float, high: float, places: int, unit: str) -> str:
    say: Callable[[float], str] = lambda value: wording.number(value, places)  # noqa: E731
    low_said, high_said = say(low), say(high)
    said = low_said if low_said == high_said else f"{low_said} to {high_said}"
    return f"{said}{unit}" if unit == "%" or not unit else f"{said} {unit}"


def _shades(count: int) -> tuple[str, ...]:
    """So many of the greens, the darkest last, as far apart as they can be."""
    if count <= 1:
        return SEQUENTIAL[3:4]
    last = len(SEQUENTIAL) - 1
    return tuple(SEQUENTIAL[round(at * last / (count - 1))] for at in range(count))
