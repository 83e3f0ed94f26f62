"""The table of attributes in a KML description, as columns again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

DESCRIPTION = "description"
"""What KML calls the column, in whatever case."""
MOST_FIELDS = 200
"""As many rows as a description's table of attributes may have."""


def described(descriptions: Sequence[str]) -> list[Mapping[str, str]] | None:
    """What each of the ``descriptions`` says in a table of two columns, name and value.

    None where one that isn't blank has no such table: then they are words.

    >>> described(["<table><tr><td>Ref</td><td>A1</td></tr></table>", ""])
    [{'Ref': 'A1'}, {}]
    """
    found: list[Mapping[str, str]] = []
    for text in descriptions:
        said = _attributes(text) if text.strip() else {}
        if said is None:
            return None
        found.append(said)
    return found if any(found) else None


def with_descriptions(columns: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The columns of a KML, with those of the table in its description instead of it, if any.

    One that is called as another column is keeps to itself.
    """
    name = next((name for name in columns if name.casefold() == DESCRIPTION), None)
    said = described(columns[name]) if name else None
    if said is None:
        return dict(columns)
    found = {own: texts for own, texts in columns.items() if own != name}
    for fresh in dict.fromkeys(each for row in said for each in row):
        texts = [row.get(fresh, "") for row in said]
        known = found.get(fresh)
        if known is None or not any(known):
            found[fresh] = texts
    return found


def _attributes(text: str) -> dict[str, str] | None:
    if "<" not in text:
        return None
    rows = _Rows()
    rows.feed(text)
    rows.close()
    pairs = [row for row in rows.rows if len(row) == 2 and row[0]]
    if not pairs or len(pairs) > MOST_FIELDS:
        return None
    said: dict[str, str] = {}
    for name, value in pairs:
        said.setdefault(name, value)
    return said


class _Rows(HTMLParser):
    """The rows of tables, a table within a cell for itself, as the texts of their cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._open: list[list[str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """A row or a cell begins."""
        if tag == "tr":
            self._end_cell()
            self._open.append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        """A row or a cell ends."""
        if tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr" and self._open:
            self._end_cell()
            self.rows.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._open:
            self._open[-1].append(" ".join("".join(self._cell).split()))
        self._cell = None
