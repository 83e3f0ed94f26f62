"""A branca figure that is one whole file: all of it inlined, the same bytes from the same values.

branca keeps an element's children and id to itself, so this module reaches for them, and no other
does.
"""

# ruff: noqa: SLF001

from collections.abc import Iterator, Mapping
from typing import Any

from branca.element import Element, Figure, Link
from jinja2 import Template

from geo.maps.assets import asset_text
from geo.policy import content_policy

_POLICY_SLOT = "@policy@"


class OfflineFigure(Figure):
    """A figure drawn by a page template of our own.

    The template is given `header` and `script` (what folium's elements ask for), `map` (their
    HTML), `policy` and the values of `context`; it must put `policy` before any text of a caller.
    """

    def __init__(self, page: Template, context: Mapping[str, Any], images_from: str = "") -> None:
        super().__init__()
        self._page = page
        self._context = context
        self._images_from = images_from
        # The page template states the character set itself.
        del self.header._children["meta_http"]

    def render(self, **kwargs: Any) -> str:
        """The page's HTML; `AssetError` when an element links to anything but the pinned files."""
        for number, element in enumerate(_descendants(self)):
            element._id = f"{number:03d}"  # branca's own are random
        for child in self._children.values():
            child.render(**kwargs)
        for link in self.header._children.values():
            if isinstance(link, Link):
                # branca writes `code` out with str(), which for the declared bytes would be b'…'.
                link.code = asset_text(link.url)  # type: ignore[assignment]
        html = self._page.render(
            header=self.header.render(embedded=True),
            map=self.html.render(**kwargs),
            script=self.script.render(**kwargs),
            policy=_POLICY_SLOT,
            **self._context,
        )
        return html.replace(_POLICY_SLOT, content_policy(html, self._images_from), 1)


def _descendants(element: Element) -> Iterator[Element]:
    for child in element._children.values():
        yield child
        yield from _descendants(child)
