"""British National Grid to WGS84 longitude and latitude, in plain arithmetic.

Good to about 5 m, and the same digits on every machine, which a grid-shift file that may or
may not be installed is not. The formulas are Ordnance Survey's: "A guide to coordinate systems
in Great Britain", annexes B and C, and the seven-parameter transformation in its section 6.6.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, tan

_AIRY = (6377563.396, 6356256.909)  # semi-axes of the Airy 1830 ellipsoid, metres
_GRS80 = (6378137.0, 6356752.3141)
_SCALE = 0.9996012717
_ORIGIN = (radians(49.0), radians(-2.0))
_FALSE = (400000.0, -100000.0)
_SHIFT = (446.448, -125.157, 542.060)
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_GROW = -20.4894e-6


def lonlat(easting: float, northing: float) -> tuple[float, float]:
    """Longitude and latitude in degrees (EPSG:4326) of a point in metres (EPSG:27700).

    >>> [round(degree, 3) for degree in lonlat(645500.0, 157500.0)]
    [1.518, 51.264]
    """
    latitude, longitude = _unproject(easting, northing)
    x, y, z = _cartesian(latitude, longitude)
    (tx, ty, tz), (rx, ry, rz) = _SHIFT, _TURN
    grown = 1 + _GROW
    return _geographic(
        tx + grown * x - rz * y + ry * z,
        ty + rz * x + grown * y - rx * z,
        tz - ry * x + rx * y + grown * z,
    )


def _meridian(latitude: float) -> float:
    """Metres along the meridian from the grid's true origin."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    low, high = latitude - _ORIGIN[0], latitude + _ORIGIN[0]
    return (
        b
        * _SCALE
        * (
            (1 + n + 1.25 * (n**2 + n**3)) * low
            - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(low) * cos(high)
            + 1.875 * (n**2 + n**3) * sin(2 * low) * cos(2 * high)
            - 35 / 24 * n**3 * sin(3 * low) * cos(3 * high)
        )
    )


def _unproject(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in radians on the Airy ellipsoid."""
    a, b = _AIRY
    latitude = _ORIGIN[0]
    while abs(rest := northing - _FALSE[1] - _meridian(latitude)) > 1e-5:
        latitude += rest / (a * _SCALE)
    squared = 1 - (b / a) ** 2
    across = a * _SCALE / (1 - squared * sin(latitude) ** 2) ** 0.5
    along = across * (1 - squared) / (1 - squared * sin(latitude) ** 2)
    eta = across / along - 1
    t, sec, d = tan(latitude), 1 / cos(latitude), easting - _FALSE[0]
    north = (
        latitude
        - t / (2 * along * across) * d**2
        + t / (24 * along * across**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * d**4
        - t / (720 * along * across**5) * (61 + 90 * t**2 + 45 * t**4) * d**6
    )
    east = (
        _ORIGIN[1]
        + sec / across * d
        - sec / (6 * across**3) * (across / along + 2 * t**2) * d**3
        + sec / (120 * across**5) * (5 + 28 * t**2 + 24 * t**4) * d**5
        - sec / (5040 * across**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * d**7
    )
    return north, east


def _cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    a, b = _AIRY
    squared = 1 - (b / a) ** 2
    across = a / (1 - squared * sin(latitude) ** 2) ** 0.5
    return (
        across * cos(latitude) * cos(longitude),
        across * cos(latitude) * sin(longitude),
        across * (1 - squared) * sin(latitude),
    )


def _geographic(x: float, y: float, z: float) -> tuple[float, float]:
    a, b = _GRS80
    squared = 1 - (b / a) ** 2
    flat = hypot(x, y)
    latitude = atan2(z, flat * (1 - squared))
    for _ in range(6):
        across = a / (1 - squared * sin(latitude) ** 2) ** 0.5
        latitude = atan2(z + squared * across * sin(latitude), flat)
    return degrees(atan2(y, x)), degrees(latitude)
