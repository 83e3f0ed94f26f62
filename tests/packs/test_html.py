"""The pack as HTML: one file, no script, everything escaped, the figures' own numbers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook.core import wording
from casebook.figures import sentences
from casebook.packs.html import css_string, own_file, render_html
from tests.packs.made_up import HOSTILE, ROWS, TOGETHER, hostile_pack, pack

if TYPE_CHECKING:
    from tests.conftest import OfflineBrowser

VOID = {"meta", "br", "input"}


class Parsed(HTMLParser):
    """Tags with attributes, the headings, and the cells of each table by its caption."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[str, str]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._open: list[str] = []
        self._caption = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element and, in a table, start its row or cell."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append((tag, ""))
        if tag == "caption":
            self._caption = ""
        if tag == "tr":
            self.tables.setdefault(self._caption, []).append([])
        if tag in ("td", "th"):
            self.tables[self._caption][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Every element is closed in the order in which it was opened."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words go to the heading, caption or cell they stand in."""
        if not self._open:
            return
        if self._open[-1] in ("h1", "h2", "h3") or "h2" in self._open:
            tag, words = self.headings[-1]
            self.headings[-1] = (tag, f"{words}{data}")
        if self._open[-1] == "caption":
            self._caption += data
        if {"td", "th"} & set(self._open[-2:]):
            self.tables[self._caption][-1][-1] += data.strip()

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such element."""
        return [attrs for name, attrs in self.tags if name == tag]


def test_the_same_pack_gives_the_same_bytes() -> None:
    """Nothing of the moment goes in."""
    assert render_html(pack()) == render_html(pack())


def test_the_page_forbids_every_script_but_its_own_and_every_request() -> None:
    """The policy names the one script by its hash; styles and pictures are the page's own."""
    html = render_html(pack())
    page = Parsed(html)
    (policy,) = [
        meta["content"] or ""
        for meta in page.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    assert script.strip() == own_file("review.js").strip()
    for absent in ("img", "link", "iframe", "object"):
        assert page.all(absent) == []
    targets = [attrs.get("href") or "" for attrs in page.all("a")]
    assert all(target.startswith("#") for target in targets)
    assert not re.search(r"url\((?!#)", html)


def test_every_figure_of_the_table_of_hotspots_is_the_figure_table_s() -> None:
    """Each cell is worked out here again from the rows, formatted by the one wording."""
    rows = Parsed(render_html(pack())).tables["Every hotspot, Sep 2024"]
    by_ref = {row[0].split()[0]: row for row in rows if row[0].startswith("HS-")}
    assert sorted(by_ref) == ["HS-01", "HS-02", "HS-25"]
    for figure in ROWS:
        assert by_ref[figure.hotspot or ""][2:6] == [
            *(wording.number(n) for n in (figure.count, figure.count_previous)),
            wording.number(figure.count_last_year),
            sentences.expected(figure.expected),
        ]
        assert by_ref[figure.hotspot or ""][9] == wording.share(figure.delivered_share)
    assert rows[-1][9] == wording.share(TOGETHER.delivered_share)


def test_every_ref_leads_to_its_page_and_every_page_back_to_its_row() -> None:
    """By hotspot and by profile; a profile without a hotspot leads to the others."""
    made = pack()
    html = render_html(made)
    ids = {attrs["id"] for _, attrs in Parsed(html).tags if "id" in attrs}
    for part in made.sections:
        assert f'<a href="#row-{part.anchor}">All hotspots</a>' in html
        assert f"row-{part.anchor}" in ids
        assert made.links[part.ref] == part.anchor
    assert made.links["PMP-2024-001"] == made.links["HS-01"]
    assert made.links["PMP-2024-009"] == "others"
    assert f'<a href="#{made.links["PMP-2024-001"]}">PMP-2024-001</a> respond' in html


def test_hostile_text_is_inert() -> None:
    """Whatever is typed adds no element, ends no style and stays readable."""
    html = render_html(hostile_pack())
    page = Parsed(html)
    assert len(page.all("script")) == 1
    assert Counter(tag for tag, _ in page.tags)["style"] == 1
    assert html.count("<script>") == 1
    assert html.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("words", ['"; } * { display: none', "</style>", "a\\62 b", HOSTILE])
def test_nothing_ends_a_css_string(words: str) -> None:
    """What isn't a letter, a digit, a space or a hyphen is written as its number."""
    assert re.fullmatch(r'"(?:[A-Za-z0-9 -]|\\[0-9a-f]+ )*"', css_string(words))


def test_the_marking_is_at_the_top_and_bottom_of_screen_and_page() -> None:
    """On the screen as text, on paper in the margins of every page."""
    html = render_html(pack())
    marking = "OFFICIAL-SENSITIVE PERSONAL"
    assert html.count(f'">{marking}</p>') == 2
    assert f'@top-center {{ content: "{marking}"' in html
    assert f'@bottom-center {{ content: "{marking}"' in html


def test_invented_data_is_said_to_be() -> None:
    """The notice stands at the top; real data has none."""
    assert '<p class="synthetic">Synthetic data</p>' in render_html(pack())


def test_headings_come_in_order_and_every_link_leads_somewhere() -> None:
    """One h1, no level skipped, ids used once."""
    page = Parsed(render_html(pack()))
    levels = [int(tag[1]) for tag, _ in page.headings]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    wanted = {(attrs.get("href") or "")[1:] for attrs in page.all("a")}
    wanted |= {i for _, a in page.tags for i in (a.get("aria-labelledby") or "").split()}
    assert wanted <= set(ids)


def test_tables_have_captions_and_scopes() -> None:
    """Each table says what it is and each heading what it heads."""
    page = Parsed(render_html(pack()))
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(head.get("scope") for head in page.all("th"))
    assert page.all("html") == [{"lang": "en-GB"}]


def test_it_opens_without_a_network_and_fits_the_window(
    browser: OfflineBrowser, tmp_path: Path
) -> None:
    """No request, no complaint, no scrolling sideways, on a desk, a tablet and a phone."""
    file = tmp_path / "review.html"
    file.write_bytes(render_html(pack()).encode())
    for width in (1400, 1024, 700, 390):
        with browser.visit(file, width=width) as visit:
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
            assert visit.page.locator("h2").nth(0).inner_text() == "What needs a decision"
            assert visit.requests == [file.as_uri()]
            assert visit.complaints == []


def test_on_a_phone_a_place_stands_above_its_lines(browser: OfflineBrowser, tmp_path: Path) -> None:
    """On a desk it stands beside them; the table stays a table for who has it read."""
    file = tmp_path / "review.html"
    file.write_bytes(render_html(pack()).encode())
    for width, above in ((1400, False), (390, True)):
        with browser.visit(file, width=width) as visit:
            table = visit.page.get_by_role("table", name="What of each place needs a decision")
            place, line = (table.get_by_role(role).first for role in ("rowheader", "cell"))
            name, words = place.bounding_box(), line.bounding_box()
            assert name is not None
            assert words is not None
            assert (name["y"] + name["height"] <= words["y"] + 1) is above
            assert (name["x"] + name["width"] <= words["x"] + 1) is not above


def test_a_link_leads_to_a_page_that_was_not_yet_in_sight(
    browser: OfflineBrowser, tmp_path: Path
) -> None:
    """What isn't in sight isn't laid out until somebody comes to it."""
    file = tmp_path / "review.html"
    made = pack()
    file.write_bytes(render_html(made).encode())
    last = made.sections[-1]
    with browser.visit(file, width=1400) as visit:
        part = visit.page.locator(f"#{last.anchor}")
        assert part.evaluate("part => getComputedStyle(part).contentVisibility") == "auto"
        visit.page.locator(f".sorted a[href='#{last.anchor}']").first.click()
        visit.page.wait_for_function(
            "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 60",
            arg=last.anchor,
        )


def test_the_table_of_hotspots_is_sorted_and_narrowed_in_the_page(
    browser: OfflineBrowser, tmp_path: Path
) -> None:
    """By any column, one way and the other and back; what isn't known stays last, the whole too."""
    file = tmp_path / "review.html"
    file.write_bytes(render_html(pack()).encode())
    with browser.visit(file, width=1400) as visit:
        rows = visit.page.locator(".sorted tbody tr:visible th")
        order = [words.split()[0] for words in rows.all_inner_texts()]
        head = visit.page.locator(".sorted thead th").nth(5)
        button = head.get_by_role("button", name="Expected")
        ways = []
        for _ in range(3):
            button.click()
            words = [row.split()[0] for row in rows.all_inner_texts()]
            ways.append((head.get_attribute("aria-sort"), words))
        assert ways == [
            ("descending", ["HS-01", "HS-02", "HS-25", "All"]),
            ("ascending", ["HS-02", "HS-01", "HS-25", "All"]),
            (None, order),
        ]
        visit.page.get_by_label("Show only rows with").fill("harbour")
        assert [row.split()[0] for row in rows.all_inner_texts()] == ["HS-02", "All"]
        assert visit.page.locator(".narrow output").inner_text() == "1 of 3 shown"
        assert visit.complaints == []


def test_without_scripts_the_table_still_reads(browser: OfflineBrowser, tmp_path: Path) -> None:
    """In the order of need, without the field that would do nothing."""
    file = tmp_path / "review.html"
    file.write_bytes(render_html(pack()).encode())
    context = browser.chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator(".sorted tbody tr").count() == 4
    assert not page.locator(".narrow").is_visible()
    context.close()
