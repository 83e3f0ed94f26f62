"""English as sentences need it: how many of a thing, a or an, lists, capitals and cuts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def plural(count: int, one: str) -> str:
    """The noun ``one`` for so many of it; of some words the last is what is counted.

    >>> plural(1, "entry"), plural(0, "entry"), plural(2, "day"), plural(3, "more case")
    ('entry', 'entries', 'days', 'more cases')
    """
    if count == 1:
        return one
    if one.endswith("y") and one[-2:-1] not in "aeiou":
        return f"{one[:-1]}ies"
    return f"{one}es" if one.endswith(("s", "x", "ch", "sh")) else f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun, or with another word that follows the count.

    >>> counted(1, "visit"), counted(3000, "visit"), counted(2, "is", "are")
    ('1 visit', '3,000 visits', '2 are')
    """
    return f"{count:,} {one if count == 1 else many or plural(count, one)}"


def a_or_an(words: str) -> str:
    """The words with their article, by how they sound at the start.

    >>> a_or_an("hour's claim"), a_or_an("e-mail address"), a_or_an("one-way street")
    ("an hour's claim", 'an e-mail address', 'a one-way street')
    """
    first = words.casefold()
    sounds = first.startswith(_SILENT_H) or (
        first[:1] in tuple("aeiou") and not first.startswith(_LIKE_A_CONSONANT)
    )
    return f"{'an' if sounds else 'a'} {words}"


_SILENT_H = ("hour", "honest", "honour", "heir")
_LIKE_A_CONSONANT = ("one", "once", "uni", "use", "usu", "eu")


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a list in a sentence; ``last`` joins the last to the others.

    >>> listed(["HS-01", "HS-05", "HS-09"]), listed(["ward", "beat"], "or"), listed([])
    ('HS-01, HS-05 and HS-09', 'ward or beat', '')
    """
    found = tuple(words)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def first_of(words: Sequence[str], most: int, what: str = "") -> str:
    """The first ``most`` of many words, and how many more there are, of ``what``.

    >>> first_of(["HS-01", "HS-02", "HS-03"], 2), first_of(["HS-01"], 2)
    ('HS-01, HS-02 and 1 more', 'HS-01')
    >>> first_of(["W01", "W02", "W03"], 1, "ward")
    'W01 and 2 more wards'
    """
    more = len(words) - most
    if more <= 0:
        return ", ".join(words)
    rest = counted(more, f"more {what}") if what else f"{more:,} more"
    return f"{', '.join(words[:most])} and {rest}"


def several(words: Iterable[str]) -> str:
    """Values of one field, parted by commas, or by semicolons where one holds a comma.

    >>> several(["HS-01", "HS-02"]), several(["Lamps, bins", "Gates"])
    ('HS-01, HS-02', 'Lamps, bins; Gates')
    """
    found = tuple(words)
    return ("; " if any("," in word for word in found) else ", ").join(found)


def sentence(words: str) -> str:
    """The words with their first letter a capital, the others as they are."""
    return words[:1].upper() + words[1:]


def shortened(words: str, most: int) -> str:
    """The text on one line, cut after a whole word where it is longer than ``most``.

    >>> shortened("Lamps out along  the path", 14)
    'Lamps out …'
    """
    flat = " ".join(words.split())
    if len(flat) <= most:
        return flat
    return f"{flat[: most - 1].rsplit(' ', 1)[0]} …"


def cut_lines(text: str, most: int = 3000) -> str:
    """Each line of a text, cut in its middle where it has more than ``most`` characters.

    Sentences quote what a file holds, and end with what to do.

    >>> cut_lines("Quay has a lamp, a bin and a bench: write one.", 32)
    'Quay has a lamp, a bin an … one.'
    """
    if len(text) <= most:
        return text
    end = most // 8
    lines = text.split("\n")
    return "\n".join(
        line if len(line) <= most else f"{line[: most - end - 3]} … {line[-end:]}" for line in lines
    )


def plain_lines(text: str) -> str:
    r"""``text`` as a terminal may be given it: what isn't printed is a space, lines stay lines.

    >>> plain_lines("a\x1b[31mred\u202e")
    'a [31mred '
    """
    if text.isprintable():  # as nearly all of a long list is
        return text
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
