"""Which record a person means by what they typed: its ref, its name, or another name it has."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping

from casebook.core.english import first_of, plural
from casebook.core.errors import BadValue, NotFound

_MOST_REFS = 5


def folded(word: str) -> str:
    """A word as it is compared: in any case, however it is spaced and its accents are made."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)
    return " ".join(word.split()).casefold()


class Called:
    """What the records of a kind are called, prepared once for any number of questions.

    A ref goes before a name; a name that several have means none of them.

    >>> wards = Called("ward", {"W1": ("Quay",), "W2": ("Quay", "Dock"), "W3": ()})
    >>> wards.ref("w1"), wards.ref("dock"), wards.meant("quay")
    ('W1', 'W2', ('W1', 'W2'))
    """

    def __init__(
        self, kind: str, names: Mapping[str, Iterable[str]], besides: Iterable[str] = ()
    ) -> None:
        """``names`` by ref; ``besides`` are other words that may be typed in a ref's place."""
        self._kind = kind
        self._spelt = {folded(word): word for word in besides}
        self._refs: dict[str, str] = {}
        self._named: dict[str, dict[str, None]] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        for ref, words in names.items():
            self.add(ref, words)

    def add(self, ref: str, names: Iterable[str] = ()) -> None:
        """Take in a record that came later."""
        self._refs.setdefault(folded(ref), ref)
        self._spelt.setdefault(folded(ref), ref)
        for word in filter(str.strip, names):
            self._named.setdefault(folded(word), {})[ref] = None
            self._spelt.setdefault(folded(word), word)
        self._near.clear()

    def taken(self, ref: str) -> bool:
        """Whether a record has this ref, in any case."""
        return folded(ref) in self._refs

    def meant(self, text: str) -> tuple[str, ...]:
        """The refs that ``text`` can mean: the one that it is, else all that have it as a name."""
        word = folded(text)
        ref = self._refs.get(word)
        return (ref,) if ref is not None else tuple(self._named.get(word, ()))

    def ref(self, text: str, *, field: str = "") -> str:
        """The ref of the one record that ``text``, which stands in ``field``, means.

        Raises :class:`BadValue` where several are called so, :class:`NotFound` with up to two refs
        or names like it where none is.
        """
        found = self.meant(text)
        if len(found) > 1:
            raise BadValue(
                f"Several {plural(2, self._kind)} are called '{text}': write one's ref, "
                f"{first_of(found, _MOST_REFS)}.",
                field=field,
            )
        if not found:
            raise NotFound(self._kind, text, self._like(folded(text)), field=field)
        return found[0]

    def _like(self, word: str) -> tuple[str, ...]:
        if word not in self._near:
            self._near[word] = tuple(self._spelt[one] for one in near(word, self._spelt))
        return self._near[word]


def near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The two of ``known`` that are most like ``word``; none where none is like it."""
    return tuple(difflib.get_close_matches(word, list(known), n=2))
