"""Tiles from a server beneath the map: the one thing for which a page asks the network."""

import re
from dataclasses import dataclass

from geo.maps.ground import MapError

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?::[0-9]{1,5})?")
_URL = re.compile(r"https://([^/?#]+)(/[A-Za-z0-9_.~!$&'()*+,;=:@%/?{}-]*)")


@dataclass(frozen=True)
class Tiles:
    """A server of map tiles.

    Raises `MapError` for an address that names no single server, or no tile.
    """

    url: str
    """Such as ``https://tiles.example.org/{z}/{x}/{y}.png``."""

    def __post_init__(self) -> None:
        found = _URL.fullmatch(self.url)
        words = re.findall(r"[{}][^{}]*[}]?", found[2]) if found else []
        if not found or not _HOST.fullmatch(found[1]) or sorted(words) != ["{x}", "{y}", "{z}"]:
            raise MapError(
                f"'{self.url}' is no address of tiles: give one such as "
                "https://tiles.example.org/{z}/{x}/{y}.png, with https, one server's name in small "
                "letters, and {z}, {x} and {y} once each."
            )

    @property
    def host(self) -> str:
        """The server, the only one that the page may ask."""
        return self.url.split("/")[2]

    @property
    def warning(self) -> str:
        """What whoever opens the page must know."""
        return (
            f"The background comes from {self.host}: while it is open this page asks the network "
            "for it, and that server learns which ground is looked at."
        )
