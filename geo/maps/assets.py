"""Leaflet's files, out of an installed package and checked against a pinned SHA-256.

A page that is made from anything else is refused: a map that has to fetch a file is no map on a
PC without a network, and a changed file is code nobody has read.
"""

import base64
import hashlib
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from casebook.core.errors import CasebookError

PACKAGE = "xstatic-leaflet"
VERSION = "1.9.3.0"

_ROOT = "xstatic/pkg/leaflet/data/"
_CDN = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/"
_SHA256 = {
    "leaflet.js": "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    "leaflet.css": "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
    "images/layers.png": "1dbbe9d028e292f36fcba8f8b3a28d5e8932754fc2215b9ac69e4cdecf5107c6",
    "images/layers-2x.png": "066daca850d8ffbef007af00b06eac0015728dee279c51f3cb6c716df7c42edf",
    "images/marker-icon.png": "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437",
}


class AssetError(CasebookError):
    """A script, style or image that a page asks for and that can't be inlined."""


@cache
def asset_text(url: str) -> str:
    """The text to inline for `url`, with its images as data URIs and Unix line ends.

    Raises `AssetError` when the URL isn't one of the pinned files, or the installed package is
    missing or changed.
    """
    name = url.removeprefix(_CDN)
    if name == url or name not in _SHA256 or not name.endswith((".js", ".css")):
        raise AssetError(
            f"The map asks for {url}, which can't be put into a page that opens without a "
            "network: leave out whatever needs it."
        )
    # HTML turns CRLF into LF before a browser hashes a script against the policy.
    text = _file(name).decode("utf-8").replace("\r\n", "\n")
    if name.endswith(".js"):
        return re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text)
    return re.sub(r"url\((images/[^)]+)\)", lambda found: f"url({_data_uri(found[1])})", text)


def _data_uri(name: str) -> str:
    return "data:image/png;base64," + base64.b64encode(_file(name)).decode("ascii")


def _file(name: str) -> bytes:
    """The bytes of one of Leaflet's files, as released."""
    repair = f"run 'python -m pip install --force-reinstall {PACKAGE}=={VERSION}'."
    try:
        content = Path(str(distribution(PACKAGE).locate_file(_ROOT + name))).read_bytes()
    except (PackageNotFoundError, FileNotFoundError) as error:
        raise AssetError(f"Leaflet's {name} isn't installed: {repair}") from error
    if hashlib.sha256(content).hexdigest() != _SHA256.get(name):
        raise AssetError(f"Leaflet's {name} isn't the file that {VERSION} brings: {repair}")
    return content
