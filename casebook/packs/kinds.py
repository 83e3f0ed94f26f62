"""The kinds of pack there are: how many months each looks at, for whom, and what makes it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from casebook.core.english import listed
from casebook.core.errors import BadValue
from casebook.core.months import Month, Window

_REPORT = MappingProxyType(
    {
        "html": "casebook.packs.report.html:render_report",
        "pdf": "casebook.packs.report.pdf:render_report_pdf",
    }
)
_WORD = MappingProxyType({"docx": "casebook.packs.report.docx:render_docx"})


@dataclass(frozen=True)
class PackKind:
    """A kind of pack. Nothing that makes it is imported before it is made."""

    word: str
    """What it is asked for by, and what its files are called."""
    reader: str
    """Whom it is for."""
    months: int
    """How many months it looks at; the last is the one asked for."""
    makes: str
    """The function (``module:name``) that makes it of a ``PackScope``."""
    renders: Mapping[str, str] = field(default_factory=lambda: _REPORT)
    """The function that lays it out, by the ending of its file: as text, as bytes, or, of what is
    too much for one file, as the bytes of one after another."""
    needs_area: bool = False
    draws: bool = False
    """Whether it has maps, and so takes streets to draw on them."""

    def window(self, month: Month) -> Window:
        """The months it looks at, of which ``month`` is the last."""
        return Window(month + (1 - self.months), month)

    def check_formats(self, wanted: tuple[str, ...]) -> None:
        """Raise :class:`BadValue` for a format that it isn't made in."""
        unknown = [name for name in wanted if name not in self.renders]
        if unknown or not wanted:
            raise BadValue(
                f"A {self.word} pack is made as {listed(self.renders)}, not '{','.join(wanted)}'."
            )

    def make(self, *given: Any) -> Any:
        """The pack's plain values."""
        return _function(self.makes)(*given)

    def renderer(self, form: str) -> Callable[[Any], str | bytes | Iterator[bytes]]:
        """What lays it out in a format; all that it needs is brought in here."""
        return _function(self.renders[form])


def _function(where: str) -> Callable[..., Any]:
    module, name = where.split(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


PACK_KINDS: Mapping[str, PackKind] = MappingProxyType(
    {
        kind.word: kind
        for kind in (
            PackKind(
                "review",
                "who reviews the month's profiles",
                1,
                "casebook.packs.review.pack:review_pack",
                {
                    "html": "casebook.packs.html:render_html",
                    "pdf": "casebook.packs.review.pdf:render_volumes",
                    "xlsx": "casebook.packs.review.xlsx:render_xlsx",
                },
                draws=True,
            ),
            PackKind(
                "district",
                "a district's own meeting",
                1,
                "casebook.packs.district.pack:district_pack",
                needs_area=True,
            ),
            PackKind(
                "forum",
                "the half-yearly forum of district commanders",
                6,
                "casebook.packs.forum.pack:forum_pack",
            ),
            PackKind(
                "scrutiny",
                "a scrutiny meeting",
                3,
                "casebook.packs.scrutiny.pack:scrutiny_pack",
                _REPORT | _WORD,
            ),
            PackKind(
                "panel",
                "the police and crime panel",
                3,
                "casebook.packs.panel.pack:panel_pack",
                _REPORT | _WORD,
            ),
        )
    }
)
"""Every kind, by its word."""
