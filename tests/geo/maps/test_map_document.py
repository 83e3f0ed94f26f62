"""The page's text: self-contained, escaped, the same each time, with the table of the facts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from shapely import box

import geo.maps
from geo.maps import Feature, Layer, Shape, render
from tests.geo.maps.map_pages import HOSTILE, LITTLE, MUCH, a_base, a_page, square


class Parsed(HTMLParser):
    """What a browser would make of a page: tags with attributes, scripts, and the other text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Keep the text with its kind."""
        if self._inside == "script":
            self.scripts[-1] += data
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
    assert names == ["meta", "script", "script", "script"]


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
    for text in ("Hotspots of Lomea", "OFFICIAL-SENSITIVE", "1 Jul 2024 to 30 Sep 2024"):
        assert text in shown
    for text in ("Made-up data.", "Patrol hours", "Delivered officer-hours against plan."):
        assert text in shown
    for text in ("The same facts", "Hotspot", "Crimes", "Mill Bank", "32.5", "Invented streets"):
        assert text in shown


def test_hostile_text_never_becomes_a_template() -> None:
    """A text in braces isn't computed, on its way through folium or elsewhere."""
    html = render(a_page(lambda text: f"{text} {{{{ 7 * 191 }}}}"))
    assert "1337" not in html
    assert "Patrol hours &#123;&#123; 7 * 191 &#125;&#125;" in html.replace("\\u0026", "&")


def test_the_table_has_the_facts_of_the_popups() -> None:
    """Each feature is a row, each fact a cell under its name, and the row leads to the feature."""
    html = render(a_page())
    page = Parsed(html)
    texts = page.texts[page.texts.index("The same facts") :]
    assert texts[: 1 + 4 * 3] == [
        "The same facts",
        *("Hotspot", "Officer-hours", "Crimes"),
        *("Harbour Street", "12.5", "11"),
        *("Market Square", "22.5", "12"),
        *("Mill Bank", "32.5", "13"),
    ]
    assert [row.get("data-feature") for row in page.named("tr")] == [None, "0", "1", "2"]
    assert [cell["scope"] for cell in page.named("th")] == ["col"] * 3 + ["row"] * 3
    assert len(page.named("caption")) == 1
    assert len(page.named("button")) == 3


def test_the_marking_opens_and_closes_the_page() -> None:
    """The protective marking is the first text of the body and the last."""
    html = render(a_page())
    body = Parsed(html[html.index("<body>") :])
    assert body.texts[0] == body.texts[-1] == "OFFICIAL-SENSITIVE"
    assert body.texts.count("OFFICIAL-SENSITIVE") == 2


def test_a_reader_that_speaks_is_told_the_language_and_the_parts() -> None:
    """The page is British English, with one main part, one heading and links past the map."""
    page = Parsed(render(a_page()))
    assert page.named("html") == [{"lang": "en-GB"}]
    assert len(page.named("main")) == len(page.named("h1")) == 1
    assert [link["href"] for link in page.named("a")] == ["#map", "#figures"]


def test_the_legend_counts_the_shapes_of_each_band() -> None:
    """Each band is listed with its meaning, its mark and how many features it has."""
    page = Parsed(render(a_page()))
    start = page.texts.index("Delivered officer-hours against plan.") + 1
    assert page.texts[start : start + 8] == [
        *("○", "Under half the plan", "1", "hotspots"),
        *("●", "Plan met", "2", "hotspots"),
    ]
    hidden = ["hidden" in s for s in page.named("section") if s.get("class") == "legend"]
    assert hidden == [False, True, True]


def test_a_band_that_no_shape_uses_is_counted_as_none() -> None:
    """A legend doesn't lose the classes that happen to be empty."""
    page = a_page()
    layer = replace(page.layers[0], bands=(LITTLE, MUCH, replace(MUCH, text="Over", mark="+")))
    texts = Parsed(render(replace(page, layers=(layer,)))).texts
    assert texts[texts.index("Over") : texts.index("Over") + 2] == ["Over", "0"]


def test_a_layer_without_shapes_is_drawn_empty() -> None:
    """A layer for which there is nothing yet keeps its switch and its legend."""
    page = a_page()
    texts = Parsed(render(replace(page, layers=(*page.layers, Layer("Later", (MUCH,), ()))))).texts
    assert "Later" in texts


def test_columns_of_figures_stand_to_the_right_and_long_texts_wrap() -> None:
    """Cells that are figures or missing are aligned as figures; a sentence may take lines."""
    words = "A sentence that is longer than twenty-eight letters."
    feature = square(1, "Harbour Street")
    facts = (("Change", "−12 %"), ("Cost", "£1,250.50"), ("Next", "15 Jan 2025"), ("Note", words))
    feature = replace(feature, facts=facts)
    table = geo.maps.fact_table("Facts", "Hotspot", [feature])
    layer = Layer("Hours", (MUCH,), (Shape(feature, MUCH),))
    page = replace(a_page(), layers=(layer,), table=table)
    cells = Parsed(render(page)).named("td")
    assert [cell.get("class") for cell in cells] == ["number", "number", None, "words"]


def test_a_page_of_two_thousand_streets_stays_small() -> None:
    """With 2,000 street lines and 27 polygons the page is under 700 kB."""
    features = [
        Feature(f"HS-{n}", box(1.5 + n / 900, 51.2, 1.501 + n / 900, 51.201), f"Place {n}", f"{n}",
                tuple((f"Fact {fact}", f"{n * fact}.0") for fact in range(12)))
        for n in range(27)
    ]  # fmt: skip
    layers = tuple(
        Layer(name, (MUCH,), tuple(Shape(feature, MUCH, f"{name} 12") for feature in features))
        for name in ("Hours", "Change")
    )
    table = geo.maps.fact_table("Facts", "Place", features)
    page = replace(a_page(), layers=layers, table=table, overlays=(), base=a_base(2000))
    assert len(render(page).encode()) < 700_000


@pytest.mark.parametrize("first", ["layers", "overlays", "lines", "areas"])
def test_the_map_opens_on_the_first_thing_there_is(first: str) -> None:
    """Without layers the map opens on the overlays, and without those on the base."""
    page = a_page()
    drop: list[tuple[str, Callable[[geo.maps.Page], geo.maps.Page]]] = [
        ("layers", lambda p: replace(p, layers=(), table=replace(p.table, rows=()))),
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
