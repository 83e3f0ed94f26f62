"""The page's text: self-contained, escaped, the same each time, with the table of the facts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from shapely import box

import geo.maps
from geo.maps import Feature, Layer, MapColumn, render
from tests.geo.maps.map_pages import HOSTILE, LITTLE, MUCH, a_base, a_page


class Parsed(HTMLParser):
    """What a browser would make of a page: tags with attributes, scripts, and the other text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.texts: list[str] = []
        self.values: dict[str, Any] = {}
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script" and not attrs:
            self.scripts.append("")
        if tag == "script" and attrs:
            self._inside = "data"

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Keep the text with its kind."""
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside == "data":
            self.values = json.loads(data)
        elif self._inside != "style" and data.strip():
            self.texts.append(data.strip())

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that name."""
        return [attrs for name, attrs in self.tags if name == tag]


def policy(page: Parsed) -> dict[str, str]:
    """The page's Content-Security-Policy by directive."""
    metas = page.named("meta")
    text = next(m["content"] for m in metas if m.get("http-equiv") == "Content-Security-Policy")
    assert text is not None
    return dict(part.split(" ", 1) for part in text.split("; "))


def test_the_same_page_gives_the_same_text() -> None:
    """Two pages built apart from the same values are the same, letter by letter."""
    assert render(a_page()) == render(a_page())


def test_the_policy_allows_the_scripts_of_the_page_and_nothing_else() -> None:
    """Scripts run by their hash alone, and there is nothing that a page may load."""
    page = Parsed(render(a_page()))
    digests = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in page.scripts
    ]
    assert len(digests) == 3
    assert policy(page) == {
        "default-src": "'none'",
        "script-src": " ".join(f"'sha256-{digest}'" for digest in digests),
        "style-src": "'unsafe-inline'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_page_refers_to_nothing_outside_itself() -> None:
    """No element has a source, links lead into the page, and styles hold their images."""
    html = render(a_page())
    page = Parsed(html)
    assert not [attrs for _, attrs in page.tags if "src" in attrs]
    links = [attrs["href"] for _, attrs in page.tags if "href" in attrs]
    assert links
    assert all(str(link).startswith("#") for link in links)
    urls = re.findall(r"url\(\s*['\"]?([^)]*)\)", html)
    assert urls
    assert all(url.startswith(("data:", "#")) for url in urls)
    assert "sourceMappingURL" not in html


def test_the_policy_stands_before_any_script() -> None:
    """A policy binds only what comes after it."""
    names = [
        name for name, attrs in Parsed(render(a_page())).tags
        if name == "script" or attrs.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    assert names == ["meta", *["script"] * 4]


def test_no_library_but_leaflet_is_in_the_page() -> None:
    """The other libraries that folium links stay out: nothing here needs them."""
    html = render(a_page()).lower()
    for name in ("jquery", "bootstrap", "awesome", "d3js", "cdnjs", "jsdelivr"):
        assert name not in html


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_as_it_is(hostile: str) -> None:
    """Whatever an officer typed, anywhere on the page, stays text: no element, no template."""
    html = render(a_page(lambda text: f"{text} {hostile}"))
    page = Parsed(html)
    plain = Parsed(render(a_page()))
    assert [name for name, _ in page.tags] == [name for name, _ in plain.tags]
    assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on")]
    shown = [text.removesuffix(hostile).strip() for text in page.texts if text.endswith(hostile)]
    for text in ("Hotspots of Lomea", "OFFICIAL-SENSITIVE", "1 Aug 2024 to 30 Sep 2024"):
        assert text in shown
    for text in ("Made-up data.", "The same facts", "Hotspot", "Crimes", "HS-03 Mill Bank"):
        assert text in shown
    assert page.values["layers"][0]["name"] == f"Patrol hours {hostile}"


def test_hostile_text_never_becomes_a_template() -> None:
    """A text in braces isn't computed, on its way through folium or elsewhere."""
    html = render(a_page(lambda text: f"{text} {{{{ 7 * 191 }}}}"))
    assert "1337" not in Parsed(html).scripts[2]
    assert "Patrol hours &#123;&#123; 7 * 191 &#125;&#125;" in html.replace("\\u0026", "&")


def test_without_scripts_the_table_has_the_figures_of_the_step_it_opens_at() -> None:
    """Each place is a row that leads to it, what isn't known is a dash and none is 0."""
    html = render(replace(a_page(), opening=0))
    page = Parsed(html)
    texts = page.texts[page.texts.index("Hotspot") :]
    assert texts[:5] == ["Hotspot", "Hours", "Delivered", "Crimes", "Stage"]
    assert texts[5:21] == [
        *("HS-01 Harbour Street", "12.5", "0", "Scan"),
        *("HS-02 Market Square", "1,022.5", "12", "Respond"),
        *("HS-03 Mill Bank", "–", "13", "–"),
        *("All three", "1,035.0", "25", "How to read this map"),
    ]
    rows = [row.get("data-feature") for row in page.named("tr")]
    assert rows == [None, None, "0", "1", "2", None]
    assert "Own" not in texts
    assert len(page.named("caption")) == 1


def test_a_place_without_a_boundary_is_a_plain_row() -> None:
    """There is nothing on the map that its row could lead to."""
    page = a_page()
    first, *rest = page.features
    rows = Parsed(render(replace(page, features=(replace(first, geometry=None), *rest)))).named(
        "tr"
    )
    assert [row.get("data-feature") for row in rows[2:5]] == [None, "1", "2"]


def test_the_marking_opens_and_closes_the_page() -> None:
    """The protective marking is the first text of the body and the last."""
    html = render(a_page())
    body = Parsed(html[html.index("<body>") :])
    assert body.texts[0] == body.texts[-1] == "OFFICIAL-SENSITIVE"
    assert body.texts.count("OFFICIAL-SENSITIVE") == 2


def test_a_reader_that_speaks_is_told_the_language_and_the_parts() -> None:
    """The page is British English, with one main part, one heading and links past the map."""
    page = Parsed(render(a_page()))
    assert page.named("html")[0]["lang"] == "en-GB"
    assert len(page.named("main")) == len(page.named("h1")) == 1
    assert [link["href"] for link in page.named("a")] == ["#map", "#figures"]


def test_two_years_of_27_places_over_2000_streets_stay_small() -> None:
    """With 30 figures a month and 12 layers the page is under 700 kB."""
    steps = tuple(f"Month {number}" for number in range(24))
    rows = [[(7 * at + step) % 90 for at in range(27)] for step in range(24)]
    figures = tuple(MapColumn(f"Figure {number}", rows) for number in range(30))
    layers = tuple(
        Layer(f"Layer {number}", [(LITTLE, MUCH)], [[value % 2 for value in row] for row in rows])
        for number in range(12)
    )
    features = tuple(
        Feature(f"HS-{n}", box(1.5 + n / 900, 51.2, 1.501 + n / 900, 51.201), f"Place {n}")
        for n in range(27)
    )
    page = replace(
        a_page(), features=features, layers=layers, columns=figures, steps=steps, months=(),
        base=a_base(2000),
    )  # fmt: skip
    assert len(render(page).encode()) < 700_000


def test_figures_grow_with_places_and_months_and_not_with_layers_drawn() -> None:
    """A place and month more is a byte or two for each figure and layer."""

    def sized(places: int) -> int:
        features = tuple(Feature(f"HS-{n}", None, "") for n in range(places))
        rows = [[1] * places] * 24
        page = replace(
            a_page(),
            features=features,
            layers=(Layer("Hours", [(LITTLE, MUCH)], rows),),
            columns=tuple(MapColumn(f"Figure {n}", rows) for n in range(20)),
            steps=("",) * 24,
            months=(),
        )
        return len(render(page))

    each = (sized(2000) - sized(1000)) / 1000
    assert each < 24 * 21 * 2


@pytest.mark.parametrize("first", ["layers", "overlays", "lines", "areas"])
def test_the_map_opens_on_the_first_thing_there_is(first: str) -> None:
    """Without layers the map opens on the overlays, and without those on the base."""
    page = a_page()
    drop: list[tuple[str, Callable[[geo.maps.Page], geo.maps.Page]]] = [
        ("layers", lambda p: replace(p, layers=(), columns=(), features=())),
        ("overlays", lambda p: replace(p, overlays=())),
        ("lines", lambda p: replace(p, base=replace(p.base, lines=()))),
    ]
    expected = {
        "layers": "[[51.2, 1.51], [51.202, 1.533]]",
        "overlays": "[[51.19, 1.49], [51.22, 1.56]]",
        "lines": "[[51.201, 1.515], [51.20105, 1.51688]]",
        "areas": "[[51.18, 1.48], [51.23, 1.57]]",
    }
    for name, without in drop:
        if name == first:
            break
        page = without(page)
    assert f'"bounds": {expected[first]}' in render(page)


def test_one_module_alone_imports_folium() -> None:
    """Whoever changes folium's version has one file to read."""
    folder = Path(geo.maps.__file__).parent
    importing = [
        path.name
        for path in folder.glob("*.py")
        if re.search(r"^(import|from) folium", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert importing == ["leaflet.py"]
