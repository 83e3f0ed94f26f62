"""Evidence pooled over the casebook's closed profiles and pages from outside; pages out and in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from casebook.assessments.assess import assess
from casebook.assessments.evidence.outside import OutsideEvidence
from casebook.assessments.evidence.page import EvidencePage, page_from, page_of
from casebook.assessments.evidence.pooling import PooledRow, SharedPage, pooled_rows
from casebook.book.opening import Book
from casebook.book.writing import write
from casebook.core.english import counted, first_of
from casebook.core.errors import BadFile, BadValue
from casebook.files.contents import json_of, text_of
from casebook.places.place import Place
from casebook.profiles.casefile import ProfileFile, list_profiles, read_profile
from casebook.profiles.design import Design
from casebook.profiles.stages import Assess

_SHOWN = 5
"""Refs that a note names."""


@dataclass(frozen=True)
class PooledEvidence:
    """Rows by tactic and theme, and what isn't in them."""

    rows: tuple[PooledRow, ...]
    notes: tuple[str, ...]


def evidence(book: Book) -> PooledEvidence:
    """The effects of closed profiles and of pages from outside, pooled by tactic and theme.

    A profile counts where its declared design has a control; its own page come back from outside
    counts once. What is closed and can't be pooled is named with why.
    """
    closed = [
        file
        for file in list_profiles(book)
        if file.profile.status == "closed" and not file.profile.disposed
    ]
    with book.store.reading() as tx:
        designed = {design.profile for design in tx.load(Design)}
        outside = [page_from(json.loads(each.page)) for each in tx.load(OutsideEvidence)]
    pages, undesigned, uncountable = [], [], []
    for file in closed:
        ref = file.profile.ref
        if ref not in designed:
            undesigned.append(ref)
            continue
        try:
            pages.append(SharedPage(_page(book, file)))
        except BadValue:
            uncountable.append(ref)
    notes = [
        f"{counted(len(refs), 'closed profile')} {'is' if len(refs) == 1 else 'are'} not pooled, "
        f"{why}: {first_of(refs, _SHOWN)}."
        for refs, why in (
            (undesigned, "for want of a declared design"),
            (uncountable, "as their design has no control or its months aren't known"),
        )
        if refs
    ]
    own = {each.page.digest for each in pages}
    sent = (page for page in outside if page.digest not in own)
    every = [*pages, *(SharedPage(page, outside=True) for page in sent)]
    bare = sum(not each.page.tactics for each in every)
    if bare:
        notes.append(f"{counted(bare, 'assessed profile')} without a tactic on any action.")
    return PooledEvidence(pooled_rows(every), tuple(notes))


def export_page(book: Book, ref: str) -> EvidencePage:
    """The anonymous page of the assessed profile ``ref``.

    Raises :class:`NotAllowed`, :class:`NotFound`, and :class:`BadValue` where it can't be assessed
    or has no control.
    """
    book.require("export")
    return _page(book, read_profile(book, ref))


def import_pages(book: Book, paths: Sequence[Path]) -> tuple[int, int]:
    """Take in pages, all or none; gives how many are new and how many were there already.

    Raises :class:`BadFile` naming the file that is no page.
    """
    book.require("import")
    pages = [(path, _read(path)) for path in paths]
    with book.store.writing() as tx:
        known = {each.digest for each in tx.load(OutsideEvidence)}
        fresh = {page.digest: page for _, page in pages if page.digest not in known}
        for digest, page in fresh.items():
            text = json.dumps(page.encode(), sort_keys=True)
            write(book, tx, None, OutsideEvidence(digest=digest, page=text, at=book.today))
    return len(fresh), len(pages) - len(fresh)


def _read(path: Path) -> EvidencePage:
    data = json_of(text_of(path), path.name)
    try:
        return page_from(data)
    except BadValue as error:
        raise BadFile(f"{path.name}: {error}") from error


def _page(book: Book, file: ProfileFile) -> EvidencePage:
    found = assess(book, file.profile.ref)
    with book.store.reading() as tx:
        hotspots = tx.load(Place, kind="hotspot", ref=file.hotspots)
    themes = file.profile.themes or [theme for place in hotspots for theme in place.themes]
    body = file.stage("assess").body
    impact = body.impact if isinstance(body, Assess) else ""
    return page_of(found, (one.tactic for one in file.actions if one.tactic), themes, impact)
