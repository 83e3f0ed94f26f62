"""Leaflet is taken from the installed package as released, or the page is refused."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from branca.element import Element, Figure, JavascriptLink
from jinja2 import Template

from casebook.core.errors import CasebookError
from geo.maps import AssetError, assets
from geo.maps.assets import asset_text
from geo.maps.leaflet import OfflineMap
from geo.maps.offline import OfflineFigure

SCRIPT = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js"
STYLE = "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css"


class Installed:
    """A distribution whose files are all one file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def locate_file(self, name: str) -> Path:
        """That file, whatever is asked for."""
        return self.file


def test_leaflet_is_the_released_script() -> None:
    """The script is Leaflet 1.9.3 without its link to a source map, which browsers follow."""
    text = asset_text(SCRIPT)
    assert text.startswith("/* @preserve\n * Leaflet 1.9.3,")
    assert "sourceMappingURL" not in text


def test_the_style_holds_its_images_and_unix_line_ends() -> None:
    """Each image is a data URI, and no carriage return is left that HTML would drop."""
    text = asset_text(STYLE)
    assert text.count("url(data:image/png;base64,iVBORw0KGgo") == 3
    assert "url(images" not in text
    assert "\r" not in text


def test_folium_asks_for_the_leaflet_that_is_installed() -> None:
    """Another version of folium may ask for another Leaflet, and every map would be refused."""
    drawn = OfflineMap((51.0, 1.0))
    asked = [url for _, url in (*drawn.default_js, *drawn.default_css)]
    assert sorted(asked) == [STYLE, SCRIPT]
    assert version(assets.PACKAGE) == assets.VERSION


def test_branca_keeps_what_the_page_reaches_for() -> None:
    """Children by name, among them the character set that the page states itself, and an id."""
    figure = Figure()
    assert "meta_http" in figure.header._children
    figure.add_child(element := Element("x"))
    assert element in figure._children.values()
    element._id = "001"
    assert element.get_name().endswith("_001")


@pytest.mark.parametrize(
    "url",
    [
        "https://code.jquery.com/jquery-3.7.1.min.js",
        "https://cdn.jsdelivr.net/npm/leaflet@1.9.4/dist/leaflet.js",
        "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/images/layers.png",
        "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/../package.json",
        "leaflet.js",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    """Only the pinned script and style are known; the refusal names the address."""
    with pytest.raises(AssetError) as refusal:
        asset_text(url)
    assert str(refusal.value) == (
        f"The map asks for {url}, which can't be put into a page that opens without a network: "
        "leave out whatever needs it."
    )
    assert isinstance(refusal.value, CasebookError)


def test_a_figure_with_an_unknown_link_is_not_drawn() -> None:
    """An element that links to another file refuses the whole page."""
    figure = OfflineFigure(Template("{{ header }}"), {})
    figure.header.add_child(JavascriptLink("https://example.org/more.js"))
    with pytest.raises(AssetError, match=r"The map asks for https://example\.org/more\.js"):
        figure.render()


def test_a_changed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that isn't the released one is never put into a page; the text says how to mend it."""
    file = tmp_path / "leaflet.js"
    file.write_text("alert(1)")
    monkeypatch.setattr(assets, "distribution", lambda name: Installed(file))
    asset_text.cache_clear()
    with pytest.raises(AssetError) as refusal:
        asset_text(SCRIPT)
    assert str(refusal.value) == (
        "Leaflet's leaflet.js isn't the file that 1.9.3.0 brings: "
        "run 'python -m pip install --force-reinstall xstatic-leaflet==1.9.3.0'."
    )


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package, or without a file of it, the text says what to install."""

    def missing(name: str) -> Installed:
        raise PackageNotFoundError(name)

    for found in (missing, lambda name: Installed(tmp_path / "nowhere.js")):
        monkeypatch.setattr(assets, "distribution", found)
        asset_text.cache_clear()
        with pytest.raises(AssetError, match=r"^Leaflet's leaflet\.js isn't installed: run 'py"):
            asset_text(SCRIPT)
