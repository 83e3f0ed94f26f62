"""Which characters of a text are kept: those that can be read, and what parts its lines.

What can't be seen can mislead: an escape sequence moves a terminal's cursor, a direction override
turns a line round, a space of no width hides a word from search. So every text that comes in,
typed or in a file, is :func:`cleaned` before it is stored. Texts stored before that stand as they
are, and whatever shows one makes it harmless itself.

* Control characters go, but for tabs and line ends; every other way to end a line becomes one.
* Marks and overrides of direction, spaces of no width, soft hyphens, tags and what else is never
  seen go. Joiners stay between the letters of scripts that need them and within emoji; the tags of
  a flag stay.
* Half a character, of text cut in the wrong place, becomes U+FFFD.
* What is left is in normal form C, so that two texts that look alike are alike.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Variation selectors: one may follow a character, any more say nothing that is seen."""
_UNSEEN = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f)"
    "|(?P<joiner>[\u200c\u200d])"
    "|(?P<half>[\ud800-\udfff])"
    f"|(?<=[{_SELECTORS}])[{_SELECTORS}]+"
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_BEFORE_JOINED = "\u0590"
"""The first script whose letters take joiners begins here."""
_VIRAMA = 9
"""The combining class of the sign after which a joiner says how a consonant is written."""


def cleaned(text: str, *, lines: bool = True) -> str:
    r"""``text`` as it is stored; without ``lines`` it is one line, a space for each tab and break.

    >>> cleaned("a\x1b[31mb\u202e"), cleaned("Quay\vRoad"), cleaned("Quay\r\nRoad", lines=False)
    ('a[31mb', 'Quay\nRoad', 'Quay Road')
    """
    if text.isascii() and text.isprintable():
        return text
    before, found = "", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    while found != before:  # what is left out brings others side by side
        before, found = found, unicodedata.normalize("NFC", _UNSEEN.sub(_instead, found))
    return found if lines else found.replace("\n", " ").replace("\t", " ")


def left_out(text: str) -> tuple[str, ...]:
    r"""The characters of ``text`` that :func:`cleaned` leaves out, each once, as ``U+202E``.

    >>> left_out("a\x1b[31m \x1b[0m\u202e"), left_out("two\r\nlines")
    (('U+001B', 'U+202E'), ())
    """
    if text.isascii() and text.isprintable():
        return ()
    kept = _LINE_ENDS.sub("\n", text)
    gone = (found[0] for found in _UNSEEN.finditer(kept) if _instead(found) != found[0])
    return tuple(dict.fromkeys(f"U+{ord(letter):04X}" for letters in gone for letter in letters))


def _instead(found: re.Match[str]) -> str:
    """What stands for what isn't seen: nothing, unless it is needed or was a character."""
    if found["flag"]:
        return found["flag"]
    if found["half"]:
        return "\ufffd"
    if found["joiner"] and _joins(found):
        return found["joiner"]
    return ""


def _joins(found: re.Match[str]) -> bool:
    """Whether a joiner stands where a script or an emoji needs one."""
    text, start, end = found.string, found.start(), found.end()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if not _takes_joiners(before):
        return False
    return _takes_joiners(after) or unicodedata.combining(before) == _VIRAMA


def _takes_joiners(letter: str) -> bool:
    """Whether it is a letter, or a mark on one, of such a script, or an emoji."""
    return (
        letter >= _BEFORE_JOINED
        and unicodedata.category(letter)[0] in "LMS"
        and not _UNSEEN.fullmatch(letter)
    )
