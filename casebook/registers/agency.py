"""Partner agencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casebook.core.entry import Entry
from casebook.core.errors import BadValue
from casebook.core.fields import field


@dataclass(frozen=True, kw_only=True)
class Agency(Entry):
    """A partner agency with one accountable contact, named by role."""

    KIND: ClassVar[str] = "agency"
    TITLE: ClassVar[str] = "Partner agencies"
    KEY_IS_BINDING: ClassVar[bool] = False
    OWN_TABLE: ClassVar[bool] = True
    VERB: ClassVar[str] = "edit"
    NEEDS: ClassVar[tuple[str, ...]] = ("ref", "contact")

    ref: str = field("Name", example="Lomea District Council", default="")
    kind: str = field("Kind", codes="agency-kind", default="")
    contact: str = field(
        "Contact",
        help="The one role that answers for it, never a name.",
        example="Community safety manager",
        free_text=True,
        default="",
    )
    note: str = field("Note", free_text=True, default="")

    def check(self) -> None:
        """Raise :class:`BadValue` where it has no name on one line or nobody to answer for it."""
        if not self.ref or not self.ref.isprintable() or self.ref != " ".join(self.ref.split()):
            raise BadValue(
                "Name: an agency needs a name, on one line, its words one space apart.", field="ref"
            )
        if not self.contact.strip():
            raise BadValue(
                f"Contact: {self.ref} needs the one role there that answers for it, such as "
                "'Community safety manager'.",
                field="contact",
            )
        super().check()
