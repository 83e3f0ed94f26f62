"""A kind of record: a frozen dataclass that says everything known of it.

What a kind is called, where it is kept, what it is part of, who may write it and why a change of it
is never undone stand in its class; what a field is called, holds and refers to stands in its fields
(:mod:`casebook.core.fields`). Making the class registers it, so that commands, imports, forms,
search, history and checks find it (:func:`all_kinds`) without naming it.

Which modules define kinds is said in :mod:`casebook.kinds`; they are imported when somebody first
asks for every kind, so that the first screen loads none but its own.
"""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from casebook.core.due import Owing
from casebook.core.fields import Field, fields_of

R = TypeVar("R", bound="Record")

_MODULES = "casebook.kinds"
_registered: dict[str, type[Record]] = {}


class Reader(Protocol):
    """The records of a casebook as they stand, for a rule that looks at more than one."""

    def load(self, kind: type[R], /, **where: Any) -> tuple[R, ...]:
        """The records of ``kind`` whose fields equal ``where``, in the order they were made."""

    def load_one(self, kind: type[R], /, **where: Any) -> R | None:
        """The first of them; None where there is none."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every kind of record has beside its own fields."""

    KIND: ClassVar[str]
    """The kind's word: what history, search and commands call it."""
    ONE: ClassVar[str] = ""
    """What one of them is called in a sentence, where that isn't the kind's word."""
    TITLE: ClassVar[str] = ""
    """The heading over many of them."""
    KEY: ClassVar[str] = "ref"
    """The field by which other records name one of these, where it has such a field."""
    KEY_IS_BINDING: ClassVar[bool] = True
    """Whether what another record names must be there; an agency may be named before it is."""
    OWN_TABLE: ClassVar[bool] = True
    """Whether it is kept in a table called after it, else in the one that registers share."""
    UNIQUE: ClassVar[tuple[str, ...]] = ()
    """Fields that no two records share all of."""
    INDEXED: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Fields that are looked up together."""
    WHOLE: ClassVar[bool] = False
    """Whether others are parts of one of these: its history holds theirs, and they go with it."""
    SHARES: ClassVar[str] = ""
    """The field with the agency that a record may open its profile to (:meth:`opens_on`)."""
    NAMING: ClassVar[tuple[str, ...]] = ("profile",)
    """Fields that say which record it is, and not what was changed in it."""
    BESIDE: ClassVar[tuple[str, ...]] = ()
    """Attributes that are no fields and are kept beside them as JSON: a stage's body."""
    CODED: ClassVar[bool] = False
    """Whether what stands beside its fields holds codes, as a stage's body does."""
    NOBODYS: ClassVar[tuple[str, ...]] = ()
    """Fields whose words are names of things and so of nobody: what a place is called."""
    VERB: ClassVar[str] = "edit"
    """What one must be allowed to do, where the record belongs, to write it."""
    OWING: ClassVar[tuple[Owing, ...]] = ()
    """By what rules something is owed on a record, and by whom."""
    DUE_RULE: ClassVar[str] = ""
    """The function (``module:name``) that says what is owed, where days and states alone can't: it
    is given the open casebook, a transaction and what is asked for
    (:class:`~casebook.core.due.DueAsked`), and yields a :class:`~casebook.core.due.Due` for
    each."""
    FOLLOWED_BY: ClassVar[str] = ""
    """The function (``module:name``) that brings in line what is worked out from a record: given
    the open casebook, the transaction, and the record before and after a person's change of it,
    None where there is none."""
    BY_IMPORT: ClassVar[tuple[str, ...]] = ()
    """Fields that an import may change of records already there, without an entry for each."""
    MOVED_BY: ClassVar[tuple[str, ...]] = ()
    """Fields whose change moves the record on."""
    FIGURES_FROM: ClassVar[tuple[str, ...] | None] = None
    """The fields, as history calls them, that figures of incidents follow from; None: any may."""
    NEVER_UNDONE: ClassVar[str] = ""
    """Why a change isn't undone and what to do instead; empty where it is undone."""

    id: int = 0
    """Its row; 0 before it is saved."""
    version: int = 0
    """Raised by every change; 0 before it is saved."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "KIND" in vars(cls):
            register(cls)

    if TYPE_CHECKING:
        # each kind has a field or a property of this name; one made here would shut a field out
        @property
        def ref(self) -> str:
            """What history and sentences call it."""

    @property
    def names(self) -> tuple[str, ...]:
        """What a person may call it beside its ref, as long as no other goes by that."""
        return ()

    def opens_on(self, day: date) -> bool:
        """Whether on ``day`` the agency in its field :attr:`SHARES` is shown its profile."""
        return False

    def offered(self, today: date) -> bool:
        """Whether it stands among the choices of a field that names such a record."""
        return True

    @property
    def parts(self) -> Mapping[str, Any]:
        """The dataclasses whose fields it holds, by what history puts before a field's name."""
        return {"": self}

    @classmethod
    def revived(cls, name: str, value: Any, columns: Mapping[str, Any]) -> Any:
        """The attribute ``name`` of :attr:`BESIDE`, made from the JSON kept beside ``columns``."""
        return value

    def carried_over(self, casebook: Reader) -> Record | None:
        """The record whose words a new one takes over, so that they are nothing new; or None."""
        return None

    def named_by_words(self, casebook: Reader) -> tuple[Record, ...]:
        """The records that name this one by its words, where no field refers to its key."""
        return ()

    @classmethod
    def part_name(cls, value: Callable[[str], Any]) -> str:
        """What a part of a profile is called within it, by the values of its fields.

        Empty where the words that history has for it do.
        """
        return ""

    @classmethod
    def field_of(cls, name: str, value: Callable[[str], Any]) -> Field | None:
        """The definition of a field by the name history has for it; None for one not known now."""
        return fields_of(cls).get(name)

    @classmethod
    def change_in_words(cls, name: str, change: Mapping[str, Any]) -> str:
        """One line for a change of the part called ``name``; empty where its fields say it."""
        return ""

    @classmethod
    def decides(cls, change: Mapping[str, Any]) -> bool:
        """Whether a change is a decision on a profile, for which it takes a second person."""
        return False

    @classmethod
    def called(cls) -> str:
        """What one of the kind is called in a sentence: ``linked crime``."""
        return cls.ONE or cls.KIND.replace("-", " ").replace("_", " ")


def register(kind: type[Record]) -> None:
    """Put a kind into the registry; a later one of the same word takes its place."""
    _registered[kind.KIND] = kind


def all_kinds() -> tuple[type[Record], ...]:
    """Every kind, a kind before those that name its records; one made up for a test comes last."""
    order = _defined()
    last = len(order)
    return tuple(sorted(_registered.values(), key=lambda kind: order.get(kind.__module__, last)))


def kind_called(word: str) -> type[Record] | None:
    """The kind that goes by ``word``; None where there is none.

    All of them are imported only where it isn't among those that are.
    """
    if word not in _registered:
        _defined()
    return _registered.get(word)


@cache
def _defined() -> dict[str, int]:
    """The place of each module that defines kinds, all imported."""
    modules: tuple[str, ...] = importlib.import_module(_MODULES).MODULES
    for module in modules:
        importlib.import_module(module)
    return {module: place for place, module in enumerate(modules)}


def sources() -> Iterator[str]:
    """The source of every module that defines kinds, none of them imported."""
    from importlib.abc import InspectLoader

    modules: tuple[str, ...] = importlib.import_module(_MODULES).MODULES
    for module in modules:
        spec = importlib.util.find_spec(module)
        loader = spec.loader if spec else None
        if isinstance(loader, InspectLoader):
            yield loader.get_source(module) or ""


def registered() -> tuple[type[Record], ...]:
    """The kinds whose modules have been imported so far, and those made up since."""
    return tuple(_registered.values())


def forget(kind: type[Record]) -> None:
    """Take a kind out of the registry, as a test does with one it made up."""
    if _registered.get(kind.KIND) is kind:
        del _registered[kind.KIND]


def has_key(kind: type[Record]) -> bool:
    """Whether records of a kind are called by a ref of their own, not by a number."""
    return kind.KEY in fields_of(kind)


def whole_kind() -> type[Record]:
    """The kind that others are parts of: profiles."""
    return next(kind for kind in all_kinds() if kind.WHOLE)


def part_of_profile(kind: type[Record]) -> bool:
    """Whether every record of a kind is a part of one profile: its stages, actions, notes.

    A spend or an activity may name a profile and is yet something of its own.
    """
    return "profile" in fields_of(kind) and getattr(kind, "SUBJECT", "profile") == "profile"


def is_new(change: Mapping[str, Any]) -> bool:
    """Whether a change gives each of its fields a value for the first time."""
    return all(before is None for before, _ in change.values())


def profile_of(record: Any) -> str:
    """The ref of the profile that a record is, is part of or names; empty where of none."""
    return str(record.ref if record.WHOLE else getattr(record, "profile", "") or "")


def names_profile(kind: type[Record]) -> bool:
    """Whether records of a kind are things of their own that may name a profile."""
    return "profile" in fields_of(kind) and not part_of_profile(kind)


def told_by_partners(kind: type[Record]) -> bool:
    """Whether partners write records of a kind, and are shown their own agency's."""
    return kind.VERB == "report" and {"profile", "agency"} <= set(fields_of(kind))


def belonging(kind: type[Record]) -> tuple[Field, ...]:
    """The fields that say where a record belongs, and so who may write it."""
    subject = getattr(kind, "SUBJECT", "")
    specs = fields_of(kind).values()
    return tuple(spec for spec in specs if spec.belongs or spec.name == subject)


def coded(kind: type[Record]) -> bool:
    """Whether records of a kind hold codes, and so the labels they were given them with."""
    return kind.CODED or any(spec.codes for spec in fields_of(kind).values())


def note_fields(kind: type[Record]) -> tuple[str, ...]:
    """The fields that hold a note on a record: free text that may be left blank."""
    specs = fields_of(kind).values()
    return tuple(spec.name for spec in specs if spec.free_text and not spec.required)


def notes_of(record: Record) -> tuple[str, ...]:
    """Those of its kind's note fields in which a record says something."""
    return tuple(name for name in note_fields(type(record)) if getattr(record, name))


def without_notes(record: R) -> R:
    """``record`` without its notes: for one that is about more than the profile it names."""
    changed: dict[str, Any] = dict.fromkeys(notes_of(record), "")
    return dataclasses.replace(record, **changed)


def shareable(record: Any) -> Any:
    """``record`` as a partner agency may see it: what is restricted holds its default.

    Rows within it are treated alike. A field that is restricted has a default.
    """
    specs = fields_of(type(record))
    changed: dict[str, Any] = {}
    for each in dataclasses.fields(record):
        spec = specs.get(each.name)
        if spec is None:
            continue
        if spec.restricted:
            changed[spec.name] = each.default
        elif spec.of_rows:
            changed[spec.name] = tuple(map(shareable, getattr(record, spec.name)))
    return dataclasses.replace(record, **changed)


def restricted_in(kind: type) -> tuple[Field, ...]:
    """The fields of ``kind``, and of the rows in it, that no partner agency is shown."""
    found: list[Field] = []
    for spec in fields_of(kind).values():
        if spec.restricted:
            found.append(spec)
        elif spec.of_rows:
            found += restricted_in(spec.type)
    return tuple(found)
