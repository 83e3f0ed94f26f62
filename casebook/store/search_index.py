"""The search index: everything written on profiles, in either engine by the same words.

Words are what SQLite's FTS5 makes of a text: without case and accents, and by their stems. What it
makes of a text is kept with the rows in PostgreSQL too.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, is_dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, text

from casebook.core.fields import fields_of
from casebook.core.kinds import profile_of


@dataclass(frozen=True)
class IndexHit:
    """A record that holds the words, best first."""

    kind: str
    ref: str
    profile: str
    """The profile it is part of; empty for a record of none."""
    excerpt: str
    """Some words around the first hit."""


class SearchIndex:
    """The index in one transaction."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql
        self._served = sql.dialect.name == "postgresql"

    def refresh(self, record: Any) -> None:
        """Put what ``record`` says now in place of what the index had of it."""
        self.forget(record)
        self.add([record])

    def add(self, records: Sequence[Any]) -> None:
        """Put records into the index that it has nothing of yet."""
        rows = [
            {
                "row": _row(one),
                "kind": one.KIND,
                "ref": one.ref,
                "of": profile_of(one),
                "text": words,
            }
            for one in records
            if (words := " \n".join(_words(one))).strip()
        ]
        if self._served:
            with closing(Stems()) as stems:
                rows = [row | {"words": sorted(set(stems.of(str(row["text"]))))} for row in rows]
        if rows:
            self._sql.execute(text(_ADD[self._sql.dialect.name]), rows)

    def forget(self, record: Any) -> None:
        """Take ``record`` out of the index."""
        which = {"row": _row(record), "kind": record.KIND, "ref": record.ref}
        self._sql.execute(text(_FORGET[self._sql.dialect.name]), which)

    def forget_words(self) -> None:
        """Let nothing of what was taken out be left in the index.

        SQLite's keeps the words of deleted rows until its parts are merged.
        """
        if self._sql.dialect.name == "sqlite":
            self._sql.execute(text("INSERT INTO search (search) VALUES ('optimize')"))

    def find(self, words: str, limit: int = 200) -> tuple[IndexHit, ...]:
        """The records that hold every one of ``words``, best first; none for no words.

        Each word is quoted before it reaches the index, so nothing typed is ever an operator.
        """
        wanted = re.findall(r"[^\W_]+", words)
        if not wanted:
            return ()
        if self._served:
            with closing(Stems()) as stems:
                return self._find_served(stems, stems.of(" ".join(wanted)), limit)
        given = {"words": " ".join(f'"{word}"' for word in wanted), "most": limit}
        return tuple(IndexHit(*row) for row in self._sql.execute(text(_FIND["sqlite"]), given))

    def find_as_typed(self, words: str, limit: int, share: int) -> tuple[IndexHit, ...]:
        """The records that hold the words while they are typed: the last may be a beginning.

        At most ``limit``, and ``share`` of one kind, the shortest texts first: they are the most
        about their words. Where very many records hold them, some of those are looked at, so that
        every letter has its answer at once. Nothing typed is ever an operator.
        """
        wanted = re.findall(r"[^\W_]+", words)
        if not wanted:
            return ()
        *whole, last = wanted
        found = self._beginning(whole, last, "")
        if not found and len(last) > _STEM_CUTS:
            # "organisa" is no beginning of "organis", all that is kept of "organisation"
            found = self._beginning(whole, last[:-_STEM_CUTS], last.casefold())
        taken: Counter[str] = Counter()
        shown: list[tuple[str, str]] = []
        for kind, ref, _ in sorted(found, key=lambda row: (row[2], row[1])):
            taken[kind] += 1
            if taken[kind] <= share and len(shown) < limit:
                shown.append((kind, ref))
        return self._around(shown, wanted)

    def _beginning(self, whole: list[str], last: str, within: str) -> Sequence[Sequence[Any]]:
        """Kind, ref and length of records with a word that begins with ``last``, and the others.

        And with ``within`` in their text.
        """
        given: dict[str, Any] = {"most": _LOOKED_AT, "within": f"%{within}%"}
        if not self._served:
            given["words"] = " ".join(f'"{word}"' for word in (*whole, last)) + " *"
        else:
            with closing(Stems()) as stems:
                begins = "".join(stems.of(last))
                given |= {"words": stems.of(" ".join(whole)), "begins": f"{begins}%"}
            if not begins:
                return ()
        return self._sql.execute(text(_TYPED[self._sql.dialect.name]), given).all()

    def _around(
        self, records: Sequence[tuple[str, str]], words: Sequence[str]
    ) -> tuple[IndexHit, ...]:
        """The hits of these records, in their order, with some words around the first found."""
        query = text(_TEXTS[self._sql.dialect.name])
        hits = []
        for kind, ref in records:
            given = {"row": _row_of(kind, ref), "kind": kind, "ref": ref}
            row = self._sql.execute(query, given).first()
            if row is not None:
                hits.append(IndexHit(kind, ref, row[0], _around_typed(row[1], words)))
        return tuple(hits)

    def _find_served(self, stems: Stems, words: list[str], limit: int) -> tuple[IndexHit, ...]:
        rows = self._sql.execute(text(_FIND["postgresql"]), {"words": words, "most": limit})
        return tuple(
            IndexHit(kind, ref, profile, stems.around(frozenset(words), said))
            for kind, ref, profile, said in rows
        )


class Stems:
    """The words that SQLite's index keeps of a text, made by an index in memory."""

    def __init__(self) -> None:
        self._index = sqlite3.connect(":memory:")
        self._index.execute(f"CREATE VIRTUAL TABLE t USING fts5(text, tokenize = '{_TOKENS}')")
        self._index.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")

    def of(self, words: str) -> list[str]:
        """The words of a text in order of the alphabet, each as often as it stands there.

        >>> with closing(Stems()) as stems:
        ...     stems.of("Dispersing, at the Café")
        ['at', 'cafe', 'dispers', 'the']
        """
        self._index.execute("INSERT INTO t VALUES (?)", (words,))
        found = [term for (term,) in self._index.execute("SELECT term FROM v ORDER BY term")]
        self._index.execute("DELETE FROM t")
        return found

    def around(self, words: frozenset[str], said: str) -> str:
        """What stands around the first of ``words`` in a text, as it is typed there.

        >>> with closing(Stems()) as stems:
        ...     stems.around(frozenset({"fight"}), "Two <b>Fights</b> at the yard")
        'Two <b>Fights</b> at the yard'
        """
        parts = list(re.finditer(r"\S+", said))
        known: dict[str, bool] = {}
        start = 0
        for place, part in enumerate(parts):
            if part[0] not in known:
                known[part[0]] = not words.isdisjoint(self.of(part[0]))
            if known[part[0]]:
                start = max(0, place - _BEFORE)
                break
        return _cut(said, parts, start)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()


def _cut(said: str, parts: Sequence[re.Match[str]], start: int) -> str:
    """The words of an excerpt from the one at ``start`` on, with a sign where something is cut."""
    shown = parts[start : start + _SHOWN]
    typed = said[shown[0].start() : shown[-1].end()] if shown else ""
    return f"{'… ' if start else ''}{typed}{' …' if start + _SHOWN < len(parts) else ''}"


def _around_typed(said: str, words: Sequence[str]) -> str:
    """What stands around the first word of a text that begins as one of ``words`` does.

    Stems aren't worked out for it: where none begins so, it is the beginning of the text.

    >>> _around_typed("Two <b>Fights</b> at the yard", ["fig"])
    'Two <b>Fights</b> at the yard'
    """
    parts = list(re.finditer(r"\S+", said))
    begun = re.compile("|".join(rf"\b{re.escape(word)}" for word in words), re.IGNORECASE)
    first = next((place for place, part in enumerate(parts) if begun.search(part[0])), 0)
    return _cut(said, parts, max(0, first - _BEFORE))


_TOKENS = "porter unicode61 remove_diacritics 2"
"""How the index of a file was told to part texts into words (migration 0002)."""
_SHOWN = 20
"""Words of an excerpt."""
_BEFORE = 8
"""Those of them before the first that was found."""
_STEM_CUTS = 4
"""Letters that stemming takes off most words, at most: ``organisation`` is kept as ``organis``."""
_LOOKED_AT = 2_000
"""Records that are looked at for each letter; more hold it only where few letters are typed."""


def _row(record: Any) -> int:
    """The number of a record's row in SQLite's index, by which alone it is found at once."""
    return _row_of(record.KIND, record.ref)


def _row_of(kind: str, ref: str) -> int:
    digest = sha256(f"{kind} {ref}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


_ADD = {
    "sqlite": "INSERT INTO search (rowid, kind, ref, profile, text) "
    "VALUES (:row, :kind, :ref, :of, :text)",
    "postgresql": "INSERT INTO search (kind, ref, profile, text, words) "
    "VALUES (:kind, :ref, :of, :text, :words)",
}
_FORGET = {
    "sqlite": "DELETE FROM search WHERE rowid = :row",
    "postgresql": "DELETE FROM search WHERE kind = :kind AND ref = :ref",
}


_FIND = {
    "sqlite": """
    SELECT kind, ref, profile, snippet(search, 3, '', '', ' … ', 20) FROM search
    WHERE search MATCH :words ORDER BY rank, ref LIMIT :most
    """,
    # a short text that holds the words is more about them than a long one
    "postgresql": """
    SELECT kind, ref, profile, text FROM search WHERE words @> CAST(:words AS text[])
    ORDER BY cardinality(words), ref LIMIT :most
    """,
}

_TYPED = {
    # by no rank: to work one out takes as long as a hundred thousand records are many
    "sqlite": """
    SELECT kind, ref, length(text) FROM search
    WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH :words LIMIT :most)
    AND text LIKE :within
    """,
    "postgresql": """
    SELECT kind, ref, length(text) FROM search
    WHERE words @> CAST(:words AS text[]) AND text ILIKE :within
    AND EXISTS (SELECT 1 FROM unnest(words) AS one(word) WHERE word LIKE :begins)
    LIMIT :most
    """,
}
_TEXTS = {
    "sqlite": "SELECT profile, text FROM search WHERE rowid = :row",
    "postgresql": "SELECT profile, text FROM search WHERE kind = :kind AND ref = :ref",
}


_HASH = re.compile("[0-9a-f]{64}")


def _words(record: Any) -> list[str]:
    """Every text of the record's fields, and of a stage's body."""
    found: list[str] = [record.ref]
    for part in record.parts.values():
        for name in fields_of(type(part)):
            if name not in ("ref", "profile"):
                found += _texts(getattr(part, name))
    return found


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        # nobody looks for the hash of a signed review's figures, and it crowds out what is said
        return [] if _HASH.fullmatch(value) else [value]
    if isinstance(value, tuple):
        return [word for part in value for word in _texts(part)]
    if is_dataclass(value) and fields_of(type(value)):
        return [word for name in fields_of(type(value)) for word in _texts(getattr(value, name))]
    return []
