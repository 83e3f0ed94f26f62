"""Every text that can be typed is looked through, unless its field says why not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from casebook.book.opening import Book
from casebook.book.writing import write, write_settings
from casebook.core.codes import CODE_LISTS
from casebook.core.errors import PersonalDataFound
from casebook.core.fields import Field, fields_of
from casebook.core.kinds import all_kinds
from casebook.core.months import Month
from casebook.core.personal_data import without_texts
from casebook.core.settings import Settings
from casebook.profiles.stages import BODIES, Stage

SOMEBODY = "Aisha Rahman 07700 900142"
KINDS: tuple[type[Any], ...] = (*all_kinds(), Settings)
_SOME: dict[Any, Any] = {
    str: "x", int: 1, float: 1.0, date: date(2024, 10, 7), Month: Month(2024, 10),
    datetime: datetime(2024, 10, 7, 9),  # noqa: DTZ001 - by the clock on the wall
}  # fmt: skip


def _made(kind: type[Any], /, **given: Any) -> Any:
    """A record of ``kind`` with what it can't be without, and what is ``given``."""
    for spec in fields_of(kind).values():
        if spec.required and spec.name not in given:
            given[spec.name] = next(iter(CODE_LISTS.get(spec.codes, {})), _SOME[spec.type])
            given[spec.name] = (given[spec.name],) if spec.many else given[spec.name]
    return kind(**given)


def _with_text_in_each(kind: type[Any], words: str) -> Iterator[tuple[Field, Any]]:
    """Every text field of ``kind``, of its rows and stages, and a record with ``words`` in it."""
    for spec in fields_of(kind).values():
        if spec.of_rows:
            for inner, row in _with_text_in_each(spec.type, words):
                yield inner, _made(kind, **{spec.name: (row,)})
        elif spec.type is str:
            own = {"body": BODIES["scan"]()} if kind is Stage else {}
            yield spec, _made(kind, **{spec.name: (words,) if spec.many else words}, **own)
    if kind is Stage:
        for stage, form in BODIES.items():
            for inner, body in _with_text_in_each(form, words):
                yield inner, Stage("P-1", 1, stage, body=body)


def _no_words_of_their_own(spec: Field) -> bool:
    """A choice, a ref, or what Casebook sets: nobody's words can be in it."""
    chosen = spec.codes or (spec.refers and not spec.also_words)
    return bool(chosen or (spec.fixed and not spec.free_text))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KIND)
def test_a_name_and_a_number_are_refused_wherever_they_are_typed(book: Book, kind: Any) -> None:
    """In whichever text of whichever record, and the refusal names the field."""
    for spec, record in _with_text_in_each(kind, SOMEBODY):
        if _no_words_of_their_own(spec) or spec.unscanned:
            continue
        with pytest.raises(PersonalDataFound) as raised:
            if isinstance(record, Settings):
                write_settings(book, record)
            else:
                with book.store.writing() as tx:
                    write(book, tx, None, record)
        assert f"'Aisha Rahman' in {spec.label} (a name?)" in str(raised.value)
        assert f"'07700 900142' in {spec.label} (a telephone number?)" in str(raised.value)


def test_few_texts_are_not_looked_through_and_each_says_why() -> None:
    """A reason stands only where there are words to look through, and never on prose."""
    texts = [spec for kind in KINDS for spec, _ in _with_text_in_each(kind, "x")]
    excused = [spec for spec in texts if spec.unscanned]
    assert [spec.label for spec in excused if _no_words_of_their_own(spec)] == []
    assert [spec.label for spec in excused if spec.free_text] == []
    typed = [spec for spec in texts if not _no_words_of_their_own(spec)]
    assert len(typed) > 100
    listed = "\n".join(f"{spec.label}: {spec.unscanned}" for spec in excused)
    assert len(excused) <= len(typed) / 20, listed


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KIND)
def test_a_text_goes_at_disposal_unless_its_field_says_it_stays(kind: Any) -> None:
    """That a text isn't looked through doesn't keep it."""
    for spec, record in _with_text_in_each(kind, SOMEBODY):
        stays = spec.kept or spec.refers or _no_words_of_their_own(spec)
        assert (SOMEBODY in str(without_texts(record))) == bool(stays), spec.label


def test_prose_never_outlives_its_record() -> None:
    """What a field keeps is a ref, a marking, a choice."""
    texts = [spec for kind in KINDS for spec, _ in _with_text_in_each(kind, "x")]
    assert [spec.label for spec in texts if spec.kept and spec.free_text] == []


@pytest.mark.parametrize("changed", [{"force_name": SOMEBODY}, {"label": "J. Smith"}])
def test_settings_are_looked_through(book: Book, changed: dict[str, str]) -> None:
    """Nothing is set; with a reason it is, and history has the reason."""
    after = dataclasses.replace(book.settings, **changed)
    with pytest.raises(PersonalDataFound):
        write_settings(book, after)
    allowed = dataclasses.replace(book, personal_because="A test")
    assert write_settings(allowed, after).settings == after


def test_a_reason_is_looked_through_like_any_text(book: Book) -> None:
    """Whatever it is the reason of."""
    after = dataclasses.replace(book.settings, label="Case")
    with pytest.raises(PersonalDataFound, match=r"'Aisha Rahman' in Why \(a name\?\)"):
        write_settings(book, after, "Aisha Rahman wants it")
