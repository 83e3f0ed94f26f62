"""What can be made or taken in from the terminal: what is asked for it, and the command it is.

What each is asked stands in the fields of a small class, from which its form is made. Values go
into the command as ``--option=value`` and after ``--``, so that none can be taken for an option.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from casebook.core.fields import field
from casebook.core.months import Month, Quarter

AREAS, WARDS = "areas", "wards"
"""What areas may be chosen from, as the fields below name their lists."""
PACKS, PACK_FORMS, AREA_KINDS, REGISTERS = "packs", "pack forms", "area kinds", "registers"


@dataclass(frozen=True)
class Context:
    """What was looked at when it was asked for, from which forms are filled in."""

    today: date
    month: Month
    """The month looked at, else the last whole one."""
    area: str = ""
    """The area looked at, else the account's own."""
    ward: str = ""
    profile: str = ""


@dataclass(frozen=True)
class Making:
    """What is asked for something that is made or taken in."""

    SORT: ClassVar[str] = "make"
    """What a row of Find calls it."""
    VERB: ClassVar[str] = "export"
    """What one must be allowed to do."""
    TITLE: ClassVar[str]
    WHAT: ClassVar[str]
    """What it makes or does, as a sentence begins."""
    DOES: ClassVar[str]
    """What F2 does, in a few words."""

    @classmethod
    def start(cls, context: Context) -> Making:
        """What the form is filled in with."""
        raise NotImplementedError

    def arguments(self) -> list[str]:
        """The command and its arguments."""
        raise NotImplementedError

    @property
    def out(self) -> str:
        """The file or folder it is written to; empty where nothing is written."""
        return ""


def path_of(typed: str) -> Path:
    """The whole path of a file as a person types or pastes it: ``~``, and quotes round it.

    >>> path_of('"/tmp/two words.csv"')
    PosixPath('/tmp/two words.csv')
    """
    text = typed.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and not Path(text).exists():
        text = text[1:-1]
    path = Path(text)
    with suppress(RuntimeError):  # nobody goes by what follows the ~, so it is part of a name
        path = path.expanduser()
    return path.absolute()


def _options(**values: Any) -> list[str]:
    """``--name=value`` for each value that says something; a yes is its option alone."""
    named = ((f"--{name.replace('_', '-')}", value) for name, value in values.items())
    return [option if value is True else f"{option}={value}" for option, value in named if value]


@dataclass(frozen=True)
class MapMaking(Making):
    """A web map, or a PDF of it."""

    TITLE: ClassVar[str] = "Make a map"
    WHAT: ClassVar[str] = "The map"
    DOES: ClassVar[str] = "Make the map"

    first: Month | None = field("From", help="24 months to the last when left out.", default=None)
    last: Month | None = field("To", help="The month it opens at.", default=None)
    file: str = field("File", help=".html is a web map, .pdf one sheet.", default="map.html")
    public: bool = field(
        "For the public", help="No words, no count under 5; kept in the history.", default=False
    )

    @classmethod
    def start(cls, context: Context) -> Making:
        """The months to the one looked at."""
        return cls(last=context.month, file=f"map-{context.month}.html")

    def arguments(self) -> list[str]:
        """``map``."""
        months = _options(**{"from": self.first, "to": self.last})
        return ["map", *months, *_options(public=self.public), "--", str(path_of(self.file))]

    @property
    def out(self) -> str:
        """The file."""
        return self.file


@dataclass(frozen=True, kw_only=True)
class PackMaking(Making):
    """A pack for a meeting."""

    TITLE: ClassVar[str] = "Make a pack"
    WHAT: ClassVar[str] = "The pack"
    DOES: ClassVar[str] = "Make the pack"

    kind: str = field("Kind", codes=PACKS)
    month: Month = field("Month", help="The last it looks at.", example="2024-11")
    area: str = field(
        "Area", help="Only this one; a district pack needs it.", codes=AREAS, default=""
    )
    forms: tuple[str, ...] = field(
        "Formats", help="xlsx of review, docx of scrutiny and panel.", codes=PACK_FORMS
    )
    folder: str = field("Folder", help="It is made.")

    @classmethod
    def start(cls, context: Context) -> Making:
        """The review pack of the month looked at."""
        folder = f"pack-{context.month}"
        return cls(kind="review", month=context.month, forms=("html", "pdf"), folder=folder)

    def arguments(self) -> list[str]:
        """``pack``."""
        options = _options(kind=self.kind, area=self.area, formats=",".join(self.forms))
        return ["pack", *options, f"--out={path_of(self.folder)}", "--", str(self.month)]

    @property
    def out(self) -> str:
        """The folder."""
        return self.folder


@dataclass(frozen=True)
class BriefingMaking(Making):
    """A shift's page."""

    TITLE: ClassVar[str] = "Make a shift's briefing"
    WHAT: ClassVar[str] = "The briefing"
    DOES: ClassVar[str] = "Make the briefing"

    area: str = field("Area", codes=AREAS)
    day: date = field("Day", help="Today or one of the days after.")
    file: str = field("File", help=".pdf, .html or .txt.")

    @classmethod
    def start(cls, context: Context) -> Making:
        """Today's, of one's own area."""
        return cls(context.area, context.today, f"briefing-{context.today}.pdf")

    def arguments(self) -> list[str]:
        """``briefing``."""
        return ["briefing", *_options(area=self.area, date=self.day, out=path_of(self.file))]

    @property
    def out(self) -> str:
        """The file."""
        return self.file


@dataclass(frozen=True)
class BulletinMaking(Making):
    """A ward's page for the public."""

    TITLE: ClassVar[str] = "Make a ward's public bulletin"
    WHAT: ClassVar[str] = "The bulletin"
    DOES: ClassVar[str] = "Make the bulletin"

    ward: str = field("Ward", codes=WARDS)
    month: Month = field("Month", example="2024-11")
    file: str = field("File", help=".pdf or .html. It is public, and the history keeps that.")

    @classmethod
    def start(cls, context: Context) -> Making:
        """The ward looked at, of the month looked at."""
        return cls(context.ward, context.month, f"bulletin-{context.month}.pdf")

    def arguments(self) -> list[str]:
        """``bulletin``."""
        options = _options(area=self.ward, out=path_of(self.file))
        return ["bulletin", *options, "--", str(self.month)]

    @property
    def out(self) -> str:
        """The file."""
        return self.file


@dataclass(frozen=True)
class ReturnMaking(Making):
    """The quarterly return."""

    TITLE: ClassVar[str] = "Make the quarterly return"
    WHAT: ClassVar[str] = "The return"
    DOES: ClassVar[str] = "Make the return"

    quarter: str = field("Quarter", help="Of the financial year.", example="2024-25-Q2")
    folder: str = field("Folder", help="It is made.")
    template: str = field("Template", help="The force's own, in TOML.", default="")

    @classmethod
    def start(cls, context: Context) -> Making:
        """The last whole quarter."""
        now = Quarter.of(Month.of(context.today))
        last = Quarter.of(now.window.first + -1)
        return cls(last.code, f"return-{last.code}")

    def arguments(self) -> list[str]:
        """``return``."""
        template = path_of(self.template) if self.template.strip() else ""
        options = _options(out=path_of(self.folder), template=template)
        return ["return", *options, "--", self.quarter]

    @property
    def out(self) -> str:
        """The folder."""
        return self.folder


@dataclass(frozen=True)
class PrintMaking(Making):
    """One profile as a page."""

    TITLE: ClassVar[str] = "Print a profile"
    WHAT: ClassVar[str] = "The profile's page"
    DOES: ClassVar[str] = "Print the profile"

    profile: str = field("Profile", help="Its ref.", example="PMP-2024-007")
    file: str = field("File", help=".html")

    @classmethod
    def start(cls, context: Context) -> Making:
        """The profile looked at."""
        return cls(context.profile, f"{context.profile or 'profile'}.html")

    def arguments(self) -> list[str]:
        """``profile print``."""
        return ["profile", "print", "--", self.profile, str(path_of(self.file))]

    @property
    def out(self) -> str:
        """The file."""
        return self.file


@dataclass(frozen=True)
class ExportMaking(Making):
    """Everything as plain files."""

    TITLE: ClassVar[str] = "Export everything"
    WHAT: ClassVar[str] = "The export"
    DOES: ClassVar[str] = "Export everything"

    folder: str = field("Folder", help="A new one; the history says who exported.")

    @classmethod
    def start(cls, context: Context) -> Making:
        """A folder called after the day."""
        return cls(f"casebook-{context.today}")

    def arguments(self) -> list[str]:
        """``export``."""
        return ["export", "--", str(path_of(self.folder))]


@dataclass(frozen=True)
class ImportMaking(Making):
    """A file to take in, of which nothing more is asked than what any is."""

    SORT: ClassVar[str] = "import"
    VERB: ClassVar[str] = "import"
    WHAT: ClassVar[str] = "The import"
    DOES: ClassVar[str] = "Import it"
    COMMAND: ClassVar[str]

    file: str = field("File", help="Drag it here, or type where it is.")
    dry_run: bool = field("Dry run", help="Say what would happen, store nothing.", default=False)

    @classmethod
    def start(cls, context: Context) -> Making:
        """Nothing is known before."""
        return cls(file="")

    def options(self) -> list[str]:
        """What else is said of the file."""
        return []

    def arguments(self) -> list[str]:
        """``import``."""
        dry = _options(dry_run=self.dry_run)
        return ["import", self.COMMAND, *self.options(), *dry, "--", *self._before(), self._path]

    def _before(self) -> list[str]:
        """What stands before the file."""
        return []

    @property
    def _path(self) -> str:
        return str(path_of(self.file))


@dataclass(frozen=True)
class RowsMaking(ImportMaking):
    """A table of rows from some source."""

    source: str = field(
        "Source", help="What it is called; its column names are remembered by it.", default=""
    )

    def options(self) -> list[str]:
        """The source."""
        return _options(source=self.source)


@dataclass(frozen=True)
class IncidentsMaking(RowsMaking):
    """Crime and ASB."""

    TITLE: ClassVar[str] = "Import crime and ASB incidents"
    COMMAND: ClassVar[str] = "incidents"


@dataclass(frozen=True)
class PatrolsMaking(RowsMaking):
    """Rotas, claims, sheets."""

    TITLE: ClassVar[str] = "Import rotas, overtime claims or patrol sheets"
    COMMAND: ClassVar[str] = "patrols"


@dataclass(frozen=True)
class PingsMaking(RowsMaking):
    """GPS pings."""

    TITLE: ClassVar[str] = "Import GPS pings"
    COMMAND: ClassVar[str] = "pings"


@dataclass(frozen=True)
class HotspotsMaking(ImportMaking):
    """Hotspots' outlines."""

    TITLE: ClassVar[str] = "Import hotspot polygons"
    COMMAND: ClassVar[str] = "hotspots"

    themes: str = field("Themes", help="For every one of them.", example="asb", default="")

    def options(self) -> list[str]:
        """The themes."""
        return _options(themes=self.themes)


@dataclass(frozen=True)
class AreasMaking(ImportMaking):
    """Areas."""

    TITLE: ClassVar[str] = "Import areas: districts, wards, control areas"
    COMMAND: ClassVar[str] = "areas"

    kind: str = field("Kind", help="Of all in the file.", codes=AREA_KINDS, default="")

    def options(self) -> list[str]:
        """The kind."""
        return _options(kind=self.kind)


@dataclass(frozen=True)
class BaseMaking(ImportMaking):
    """The ground of maps."""

    TITLE: ClassVar[str] = "Import streets, water and parks for maps"
    COMMAND: ClassVar[str] = "base"

    name: str = field("Name", help="What the layer is called.", default="")
    attribution: str = field("Attribution", help="Whose data it is.", default="")

    def options(self) -> list[str]:
        """Name and owner."""
        return _options(name=self.name, attribution=self.attribution)


@dataclass(frozen=True, kw_only=True)
class EntriesMaking(ImportMaking):
    """Entries of a register."""

    TITLE: ClassVar[str] = "Import entries of a register"
    COMMAND: ClassVar[str] = "register"

    register: str = field("Register", codes=REGISTERS)

    @classmethod
    def start(cls, context: Context) -> Making:
        """Nothing is known before."""
        return cls(file="", register="")

    def _before(self) -> list[str]:
        return [self.register]


MAKINGS: tuple[type[Making], ...] = (
    MapMaking,
    PackMaking,
    BriefingMaking,
    BulletinMaking,
    ReturnMaking,
    PrintMaking,
    ExportMaking,
    IncidentsMaking,
    PatrolsMaking,
    PingsMaking,
    HotspotsMaking,
    AreasMaking,
    BaseMaking,
    EntriesMaking,
)
"""Everything that can be made or taken in, in the order in which it is offered."""
