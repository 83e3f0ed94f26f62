"""Search over everything written, and the evidence library of responses that worked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.book.opening import Book
from casebook.book.references import References
from casebook.core.codes import CODE_LISTS
from casebook.core.errors import BadValue
from casebook.core.kinds import all_kinds, kind_called, profile_of
from casebook.places import queries as places
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile, list_profiles
from casebook.profiles.design import Design
from casebook.profiles.profile import Action
from casebook.profiles.stages import OSARA
from casebook.store import search_index as index
from casebook.store.transaction import Transaction

if TYPE_CHECKING:
    from casebook.assessments.effect import Effects

WORKED = ("effective", "promising")
"""The impacts by which a response worked."""
_MOST = 10_000
"""Records a search looks at; more hold the words only where they are on nearly everything."""


@dataclass(frozen=True)
class Narrowed:
    """What a search is narrowed to; empty where it isn't."""

    stage: str = ""
    theme: str = ""
    area: str = ""
    impact: str = ""
    """What the assessor judged, by the code list ``verdict``."""
    tactic: str = ""
    kind: str = ""

    @property
    def by_profile(self) -> bool:
        """Whether it asks something only a profile can answer."""
        return any((self.stage, self.theme, self.area, self.impact, self.tactic))


@dataclass(frozen=True)
class Hit:
    """Where words were found: the kind of record, which one, and some words around."""

    kind: str
    ref: str
    excerpt: str


@dataclass(frozen=True)
class SearchResult:
    """A profile that holds the words, or another record that is part of none."""

    ref: str
    title: str
    status: str | None
    """None for a record that is part of no profile, as its stage is."""
    stage: str | None
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Worked:
    """A closed profile whose response was judged to have worked."""

    ref: str
    title: str
    hotspots: tuple[str, ...]
    tactics: tuple[str, ...]
    impact: str
    lessons: str
    effect: float | None = None
    """The WDD by its declared design; None where none is declared, or it can't be worked out."""
    interval: tuple[float, float] | None = None
    effect_says: str = ""


def search(book: Book, words: str, narrowed: Narrowed | None = None) -> tuple[SearchResult, ...]:
    """What holds every one of ``words``, best first, a profile at a time.

    Without words, every profile that the filters let through, by ref. Raises :class:`BadValue`
    where there is neither a word nor a filter, or a filter names nothing.
    """
    narrowed = narrowed or Narrowed()
    if not _words(words) and not (narrowed.by_profile or narrowed.kind):
        raise BadValue("Say what to look for: a word, or a filter such as a stage or a tactic.")
    files = list_profiles(book)
    with book.store.reading() as tx:
        passes = _filter(tx, files, narrowed)
        kind = _kind(narrowed.kind)
        if not _words(words):
            having = _with_kind(tx, kind) if kind else None
            return tuple(
                _found(file, ())
                for file in files
                if passes(file) and (having is None or file.profile.ref in having)
            )
        hits = [hit for hit in tx.search.find(words, _MOST) if not kind or hit.kind == kind]
    return _grouped(files, hits, passes, alone=not narrowed.by_profile)


def worked(book: Book, words: str, narrowed: Narrowed | None = None) -> tuple[Worked, ...]:
    """The closed profiles that worked and whose response holds ``words``, by ref.

    A response holds them in an action's text, in its tactic's code or label, or in what the
    respond stage of its last cycle says. Without words, all that worked.
    """
    narrowed = narrowed or Narrowed()
    files = list_profiles(book)
    with book.store.reading() as tx:
        passes = _filter(tx, files, narrowed)
        kind = _kind(narrowed.kind)
        held = {(hit.kind, hit.ref) for hit in tx.search.find(words, _MOST)}
        labels = labels_of(tx, "tactic")
        designed = {design.profile for design in tx.load(Design)}
    wanted = frozenset(_words(words))
    if words.strip() and not wanted:
        raise BadValue("That holds no word to look for: give one, or none at all.")

    def holds_words(file: ProfileFile) -> bool:
        if not wanted:
            return True
        respond = file.stage("respond")
        in_stage = ("stage", respond.ref) in held and kind in ("", "stage")
        in_action = kind in ("", "action") and any(
            ("action", action.ref) in held or wanted <= _tactic_words(action, labels)
            for action in file.actions
        )
        return in_stage or in_action

    return tuple(
        _worked(book, file, designed=file.profile.ref in designed)
        for file in files
        if file.profile.status == "closed"
        and file.stage("assess").body.impact in WORKED
        and passes(file)
        and holds_words(file)
    )


def _worked(book: Book, file: ProfileFile, *, designed: bool) -> Worked:
    effects = _effects(book, file.profile.ref) if designed else None
    tactics = dict.fromkeys(action.tactic for action in file.actions if action.tactic)
    assess = file.stage("assess").body
    return Worked(
        file.profile.ref,
        file.profile.title,
        file.hotspots,
        tuple(tactics),
        assess.impact,
        assess.lessons,
        effects.wdd if effects else None,
        (effects.ci_low, effects.ci_high) if effects else None,
        effects.says if effects else "",
    )


def _effects(book: Book, ref: str) -> Effects | None:
    """The effect of a closed profile by its declared design; None where it can't be worked out."""
    from casebook.assessments.assess import assess

    try:
        return assess(book, ref).effects
    except BadValue:
        return None


def _grouped(
    files: Iterable[ProfileFile],
    hits: Iterable[index.IndexHit],
    passes: Callable[[ProfileFile], bool],
    *,
    alone: bool,
) -> tuple[SearchResult, ...]:
    """Hits a profile at a time, in the order of their best; of no profile, only where ``alone``."""
    by_ref = {file.profile.ref: file for file in files}
    groups: dict[tuple[str, str], list[index.IndexHit]] = {}
    for hit in hits:
        key = ("", hit.profile) if hit.profile in by_ref else (hit.kind, hit.ref)
        groups.setdefault(key, []).append(hit)
    found = []
    for (kind, ref), each in groups.items():
        own = tuple(Hit(hit.kind, hit.ref, excerpt(hit)) for hit in each)
        if not kind and passes(by_ref[ref]):
            found.append(_found(by_ref[ref], own))
        elif kind and alone:
            found.append(SearchResult(ref, "", None, None, own))
    return tuple(found)


def excerpt(hit: index.IndexHit) -> str:
    """The words around a hit on one line, without the refs that stand before every text."""
    lines = [line for line in (" ".join(part.split()) for part in hit.excerpt.split("\n")) if line]
    heads = [line for line in lines[:2] if _ends(line, hit.ref) or _ends(line, hit.profile)]
    return "; ".join(lines[len(heads) :] or lines)


def _ends(line: str, ref: str) -> bool:
    """Whether a line is a ref or what a cut left of its end."""
    return ref.endswith(line.lstrip("… "))


def _found(file: ProfileFile, hits: tuple[Hit, ...]) -> SearchResult:
    it = file.profile
    return SearchResult(it.ref, it.title, it.status, it.stage, hits)


def _filter(
    tx: Transaction, files: Iterable[ProfileFile], narrowed: Narrowed
) -> Callable[[ProfileFile], bool]:
    """Whether a file is one of those asked for; raises :class:`BadValue` for no such filter."""
    stage = _one_of("stage", narrowed.stage, {name: name for name in OSARA})
    theme = _one_of("theme", narrowed.theme, labels_of(tx, "theme"))
    impact = _one_of("impact", narrowed.impact, labels_of(tx, "verdict"))
    tactic = _one_of("tactic", narrowed.tactic, labels_of(tx, "tactic"))
    area = References(tx).known("place", narrowed.area) if narrowed.area else ""
    above = places.ancestors(tx)
    themes = {place.ref: place.themes for place in tx.load(Place)}

    def passes(file: ProfileFile) -> bool:
        own = (*file.hotspots, *((file.profile.area,) if file.profile.area else ()))
        return (
            stage in ("", file.profile.stage)
            and (not theme or theme in file.profile.themes or _any_has(file, themes, theme))
            and impact in ("", file.stage("assess").body.impact)
            and (not tactic or any(action.tactic == tactic for action in file.actions))
            and (not area or any(area in (ref, *above.get(ref, ())) for ref in own))
        )

    return passes


def _any_has(file: ProfileFile, themes: dict[str, tuple[str, ...]], theme: str) -> bool:
    return any(theme in themes.get(ref, ()) for ref in file.hotspots)


def labels_of(tx: Transaction, name: str) -> dict[str, str]:
    """Every code of a list with its label, retired ones too: old records still hold them."""
    own: dict[str, str] = tx.setting("codes", {}).get(name, {})
    return {**CODE_LISTS[name], **own}


def _one_of(what: str, given: str, labels: dict[str, str]) -> str:
    """The code that ``given`` is or is the label of; raises :class:`BadValue`."""
    word = given.strip().casefold()
    if not word:
        return ""
    for code, label in labels.items():
        if word in (code.casefold(), label.casefold()):
            return code
    near = difflib.get_close_matches(word, labels, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else f"it is one of {', '.join(labels)}."
    raise BadValue(f"There is no {what} '{given}': {hint}")


def _kind(given: str) -> str:
    return _one_of("kind of record", given, {kind.KIND: kind.KIND for kind in all_kinds()})


def _with_kind(tx: Transaction, word: str) -> frozenset[str]:
    """The refs of profiles that have a record of the kind called ``word``."""
    kind = kind_called(word)
    assert kind is not None
    return frozenset(profile_of(record) for record in tx.load(kind))


def _tactic_words(action: Action, labels: dict[str, str]) -> frozenset[str]:
    return frozenset(_words(f"{action.tactic} {labels.get(action.tactic, '')}"))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
