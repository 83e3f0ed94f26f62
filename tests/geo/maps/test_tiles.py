"""Tiles from a server: only by its address, opened for that host alone, and said in the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.maps import MapError, Tiles, render
from tests.geo.maps.map_pages import a_page

URL = "https://tiles.example.org/{z}/{x}/{y}.png?key=a&b=1"


def test_the_policy_opens_for_the_one_server_and_the_page_says_so() -> None:
    """For pictures alone; without tiles for none."""
    text = render(replace(a_page(), tiles=Tiles(URL)))
    policy = text.partition('content="')[2].partition('"')[0]
    assert "img-src data: blob: https://tiles.example.org;" in policy
    assert policy.count("https:") == 1
    assert "The background comes from tiles.example.org: while it is open this page asks" in text
    without = render(a_page())
    assert "img-src data: blob:;" in without
    assert "asks the network" not in without


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://*.example.org/{z}/{x}/{y}.png",
        "https://me:secret@example.org/{z}/{x}/{y}.png",
        "https://example.org; script-src *; /{z}/{x}/{y}.png",
        "https://example.org/{z}/{x}.png",
        "https://example.org/{z}/{x}/{y}/{y}.png",
        'https://example.org/{z}/{x}/{y}.png"><script>',
        "https://localhost/{z}/{x}/{y}.png",
        "data:image/png;base64,{z}{x}{y}",
        "",
    ],
)
def test_what_is_no_single_server_of_tiles_is_refused(url: str) -> None:
    """With the address as it should be."""
    with pytest.raises(MapError, match="is no address of tiles: give one such as https://tiles"):
        Tiles(url)
