"""The only way text typed by people reaches the screen: as plain content, never as markup.

A bare string given to a widget is read as markup: a bracket in a title would crash the screen or
vanish from it. What a terminal would obey (escape sequences, direction overrides) is made harmless.
"""

from __future__ import annotations

from textual.content import Content

_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20)}
_HARMLESS = str.maketrans(
    {chr(code): sign for code, sign in _CONTROLS.items()}
    | {"\x7f": "\u2421", "\t": "    ", "\n": "\n", "\r": "\n"}
    | dict.fromkeys(map(chr, range(0x80, 0xA0)), "\ufffd")
    | dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    | dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n")
)


def clean(text: str) -> str:
    r"""``text`` with nothing in it that a terminal obeys: controls are shown as signs.

    >>> clean("a\x1b[31mb")
    'a␛[31mb'
    """
    safe = text.replace("\r\n", "\n").translate(_HARMLESS)
    return safe.encode("utf-8", "replace").decode("utf-8")


def plain(text: str, style: str = "") -> Content:
    """``text`` as content for a widget, with every bracket shown as typed."""
    return Content.styled(clean(text), style)


def line(text: str, style: str = "") -> Content:
    """``text`` on one line, for a row or a heading."""
    return Content.styled(" ".join(clean(text).split()), style)


def labelled(label: str, text: str, *, below: bool = False) -> Content:
    """A label, and what it is the label of beside or below it."""
    return Content.assemble(line(label, "bold $primary"), "\n" if below else "  ", plain(text))


def cell(content: Content | str, width: int, *, right: bool = False) -> Content:
    """``content`` cut or padded to exactly ``width`` cells; what is cut ends in an ellipsis."""
    content = line(content) if isinstance(content, str) else content
    if content.cell_length > width:
        return content.truncate(width, ellipsis=True, pad=True)
    gap = width - content.cell_length
    return content.pad_left(gap) if right else content.pad_right(gap)


def cell_length(content: Content | str) -> int:
    """The cells that ``content`` takes on one line."""
    return (line(content) if isinstance(content, str) else content).cell_length


def sentence(*parts: Content | str, by: str = " · ") -> Content:
    """The parts that say something, in a row, parted by ``by``."""
    said = [line(part) if isinstance(part, str) else part for part in parts]
    return Content(by).join([part for part in said if part.plain])
