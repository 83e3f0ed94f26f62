"""Finding what looks like somebody's data in a text, by rules alone.

The rules are patterns and word lists, so a warning can say why. They miss what no rule
can see (a first name alone, a nickname) and now and then point at a place; how often is measured
over hand-made sentences in the tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STREET_TYPES = _words("""
    Street St Road Rd Avenue Ave Lane Ln Close Court Ct Drive Way Crescent Cres Place Square Sq
    Terrace Gardens Gdns Grove Row Mews Walk Parade Rise Hill View Quay Green Park Wharf Yard
    Embankment Esplanade Promenade Path Passage Alley Circus Broadway Mount Vale
""")
_BUILDINGS = _words("House Court Tower Towers Point Heights Lodge Mansions Buildings")

_PLACES = frozenset(word.casefold() for word in _STREET_TYPES | _BUILDINGS) | _words("""
    station estate hall hospital school academy college church chapel mosque temple centre center
    inn arms hotel hostel stadium arena field fields common meadow meadows rec recreation ground
    wood woods farm beach pier market bridge dock docks harbour marina bay island library theatre
    cinema museum gate cross shopping retail business industrial surgery pharmacy town village city
    ward district beat zone area county car north south east west short local public play
""")
_TIMES = _words("""
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
    saturday sunday mon tue tues wed thu thur thurs fri sat sun day bank holiday holidays week
    weekend term easter christmas eid diwali night nights late early turn shift hours patrol patrols
    year spring summer autumn winter
""")
_BODIES = _words("""
    police council councillor councillors sergeant sgt inspector insp constable pc pcs pcso pcsos
    officer officers team teams unit service services trust association housing resident residents
    forum partnership watch group club committee panel manager warden wardens act order notice law
    fund project operation plan profile government office authority agency university special
    specials response neighbourhood community safer youth social children council's dc ds di
    funding increase application scheme money
""")
_SHORT = _words("""
    asb cctv pspo cpn cpw cbo pcc pmp cad osara sara vru btp gps snt npt moj nhs nfa abc bwv cid
    dna gdpr hmo hmp lsoa mapp mapa marac misper mo mot nrm oic opcc poca psni qr rtc rvp sar taser
    tic tv uk uv vat id it ok pdf pm am bst gmt anpr dvla dwp rspca nspcc rnli hq ref no hs ln ip
    jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun the and for was
    were not all bus car van man men our out off per via new old day two one ten six he she his her
    has had can may did get got led let ran run see set sit six ten top use who why yes yet are but
    ban box end csv gpx wdd wdq irr kde pai res sql
""")
_NO_SURNAME = _PLACES | _TIMES | _BODIES | _SHORT
_NO_NAME = frozenset(
    {
        *(("ms", name) for name in ("excel", "word", "teams", "office")),
        *(("mr", name) for name in ("whippy", "kipling", "muscle")),
        *(("jack", name) for name in ("wills", "daniels", "russell")),
        *(("joy", name) for name in ("rider", "riders", "ride")),
        ("pc", "world"),
        ("dr", "martens"),
        ("miss", "selfridge"),
        ("paddy", "power"),
        ("ted", "baker"),
        ("john", "lewis"),
        ("guy", "fawkes"),
        ("tommy", "hilfiger"),
        ("calvin", "klein"),
        ("ralph", "lauren"),
        ("hugo", "boss"),
        ("ray", "ban"),
        ("harry", "potter"),
        ("pat", "down"),
    }
)
"""Pairs that read like a name and are a trade's, a thing's or a night's."""

_LETTERED = _words("""
    annex appendix band bay beat block box building category class company division door entrance
    exhibit exit figure flat floor form gate grade group hall hepatitis house item junction
    landing level line list map op operation option paragraph part phase pier plan platform plot
    point pub question relief road room rota route row schedule section sector set shift side site
    squad stair stand table team terminal tier tower type unit vitamin ward watch wing zone
""")
"""What a letter belongs to that is no initial: block B, vitamin C; in lower case."""
_AFTER_A_LETTER = _words("""
    about after also an any anyone are as at be before both but by cider cloth coli crimes diff do
    drivers drug drugs during each everyone everything factor few first four from here how however
    if in into is it its ladder landlords level levels lights made many maxx midlands more most
    much neighbours next nobody none nothing nuisance of offences on once only or other others
    over parents people plate plates ray rays relief samuel scooter scooters section seen several
    shirt shirts side sign signs since so some staff stairs students sussex tenants that their
    then there these they this those three to traders turns under until up visits wales was we
    weapons what when where while with women work works yorkshire young youths
""")
"""What stands capitalised after a letter, or begins a sentence after one, and is no surname."""
_STOPPED = _words("nb ps us eg ie aka")
"""What is written with stops and is no initials."""
_FIRMS = frozenset(
    {("wh", "smith"), ("jd", "wetherspoon"), ("jd", "wetherspoons"), ("j", "sainsbury")}
)
"""Shops and pubs called like somebody."""

_NAMED_AFTER = _words("st saint king queen prince princess duke operation op project programme the")
"""A given name after one of these belongs to a place or an operation; in lower case."""

_PARTICLES = r"(?:(?:de|da|di|do|dos|del|della|van|von|der|den|al|el|bin|ibn|ap|la|le)[ ]){0,3}"
_NAME_PART = r"[^\W\d_](?:[^\W\d_]|['’\-]){1,30}"
_GAP = r"[ \t\xa0]{1,3}"
_CAPITALISED = re.compile(r"\b[A-ZÀ-ſ][^\W\d_]{1,19}\b")
_SURNAME = re.compile(
    rf"(?:-[^\W\d_]{{2,20}})?(?:{_GAP}[A-Z]\b\.?)?{_GAP}{_PARTICLES}({_NAME_PART})"
)
_AFTER = re.compile(rf"{_GAP}([^\W\d_]{{2,20}})\b")
_BEFORE = re.compile(r"([^\W\d_]{2,12})[ \t\xa0\-:.]{1,2}\Z")
_TITLED = re.compile(
    r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|PC|PCSO|DC|DS|DI|Sgt|Insp|Cllr|Rev|Sergeant|Inspector|Constable|"
    rf"Detective|mr|mrs)\b\.?(?:{_GAP}[A-Z]\b\.?)?{_GAP}{_PARTICLES}({_NAME_PART})"
)
_INITIALS = re.compile(
    r"(?<![\w&'’./\-])((?:[A-Z]\.[ \xa0]?){1,3}|(?:[A-Z][ \xa0]){1,3})"
    rf"{_PARTICLES}({_NAME_PART})"
)
_GOES_ON = re.compile(r"\b(?:[A-Z](?:, ?| (?:and|or|to) )|\d ?)\Z")
"""What goes on with a letter, and no name: A and (B), 4 (K)."""
_FILED_INITIAL = re.compile(
    rf"\b(?:([A-Z][A-Z'’\-]{{2,30}}),{_GAP}[A-Z]\b\.?"
    rf"|([A-Z][a-z][^\W\d_]{{1,30}}),{_GAP}[A-Z]\.)(?!\w)"
)
_FILED = re.compile(rf"\b([A-Z][A-Z'’\-]{{3,30}}),{_GAP}([^\W\d_]{{2,20}})\b")

_EMAIL = re.compile(
    r"(?<![\w.%+'\-])[\w.%+'\-]{1,64}@(?:[a-z0-9\-]{1,63}\.){1,4}[a-z]{2,24}(?![\w\-])", re.I
)
_ACCOUNT = re.compile(
    r"\b(?:snap(?: ?chat)?|insta(?:gram)?|tik ?tok|telegram|facebook|fb|twitter)\b"
    r"(?: (?:account|handle|id|name|profile|user|username)){0,2}(?: (?:is|as|called))?[ :]{1,3}"
    r"(@?[a-z](?=[\w.]{0,29}[\d_]|(?<=@[a-z]))[\w.]{1,28}\w)",
    re.I,
)
_OFFICIAL = re.compile(r"police|council|npt|team|safer", re.I)
"""Part of an account's name that is a body's and nobody's."""

_PHONE = re.compile(
    r"(?<![\w/.:£\-])(?:(?:\+|00)44[ \-]?(?:\(0\)[ \-]?)?|44(?=7)|\(?0)(?=[1237])\d{2,4}\)?"
    r"(?:[ \-]?\d{2,8}){1,4}(?![\w/:]|[.\-]\d)"
)
_NUMBERED = re.compile(r"\b(?:cad|log|ref|reference|urn|incident|crime|exhibit)\W{1,3}\Z", re.I)
"""What stands before a reference number."""

_POSTCODE = re.compile(
    r"(?<![\w/\-])[A-Z]{1,2}\d[A-Z\d]? ?\d(?!ST|ND|RD|TH|HR|PM|AM)[ABD-HJLNP-UW-Z]{2}(?![\w/])",
    re.I,
)

_MARKS = r"[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]"
_MARK = re.compile(rf"(?<![\w/\-])(?:{_MARKS}|[a-z]{{2}}\d{{2}}[a-z]{{3}})(?![\w/\-])")
_MARK_SAID = re.compile(
    rf"\b(?:vrm|vrn|reg|registration|index|plates?)\b[ :.#\-]{{1,3}}"
    rf"(?:(?:no\.?|number|mark) )?({_MARKS})(?![\w/\-])",
    re.I,
)

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ \-](?:of )?{_MONTH}\.?,?[ \-]\d{{2,4}}"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{8}}|\d{{6}})"
)
_BORN = re.compile(
    r"(?<![^\W\d_])(?:d\.?o\.?b\.?|date of birth|born(?: on)?(?: the)?)"
    rf"(?: (?:is|as|of|was|given as))?[ \t:=(–\-]{{0,4}}({_DATE})(?!\d)",
    re.I,
)


def _either(words: Iterable[str]) -> str:
    return "|".join(form for word in sorted(words) for form in (word, word.upper()))


_STREET_NAME = r"(?:[A-Z][A-Za-zÀ-ÿ'’]{1,20} ){1,3}"
_NUMBER = r"\d{1,3}[A-Za-z]?"
_FLAT = rf"(?:Flat|Apartment|Apt\.?|Bedsit|Room|Unit) {_NUMBER}"
_ADDRESS = re.compile(
    rf"(?<![\w:./£\-])(?:(?:{_FLAT},? )?(?:No\.? ?)?{_NUMBER}(?:[\-–]{_NUMBER})?,? {_STREET_NAME}"
    rf"(?:{_either(_STREET_TYPES)}|street|road|avenue|lane|crescent)"
    rf"|{_FLAT},? {_STREET_NAME}(?:{_either(_BUILDINGS)}))\b"
)
_COUNTED = _words("phase week hotspot route zone beat ward stage day bus junction section tier")
"""What is numbered before a street's name and is no house."""


def scan(text: str, known: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """Pairs of (kind, words) that look personal in ``text``, each once, in order.

    ``known`` holds the casebook's own place names, in lower case, which are nobody's.

    >>> scan("Spoke to Aisha Rahman, 07700 900142, at 14 Quay Street.")
    (('name', 'Aisha Rahman'), ('telephone number', '07700 900142'), ('address', '14 Quay Street'))
    """
    spans = [
        *(("date of birth", m.start(1), m.end(1)) for m in _BORN.finditer(text)),
        *(("e-mail address", *m.span()) for m in _EMAIL.finditer(text)),
        *(
            ("account name", *m.span(1))
            for m in _ACCOUNT.finditer(text)
            if not _OFFICIAL.search(m[1])
        ),
        *(("telephone number", *span) for span in _phones(text)),
        *(("address", *span) for span in _addresses(text)),
        *(("registration mark", *span) for span in _marks(text, known)),
        *(("postcode", *m.span()) for m in _POSTCODE.finditer(text)),
        *(("name", *span) for span in _names(text, known)),
    ]
    found: dict[tuple[str, str], None] = {}
    reached = 0
    for kind, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        if start >= reached:
            found[kind, text[start:end]] = None
            reached = end
    return tuple(found)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0].replace("(0)", "")).lstrip("0").removeprefix("44")
        start = match.start()
        if len(digits) in (9, 10) and not _NUMBERED.search(text[max(0, start - 14) : start]):
            yield match.span()


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for match in _ADDRESS.finditer(text):
        if _word_before(text, match.start()) not in _COUNTED:
            yield match.span()


def _marks(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in _MARK.finditer(text):
        letters = [part.casefold() for part in re.findall(r"[A-Za-z]{2,3}", match[0])]
        if _SHORT.isdisjoint(letters) and letters[0] not in known:
            yield match.span()
    for match in _MARK_SAID.finditer(text):
        yield match.span(1)


def _names(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    given = _given_names()
    for match in _CAPITALISED.finditer(text):
        if _plain(match[0]) in given:
            end = _surname_end(text, match, known)
            if end:
                yield match.start(), end
    for match in _TITLED.finditer(text):
        pair = match[1].lower(), _plain(match[2])
        if pair not in _NO_NAME and _may_be_surname(match[2], known):
            yield match.span()
    for match in _FILED.finditer(text):
        first = _plain(match[2])
        if first in given and first not in _SHORT and _may_be_surname(match[1], known):
            yield match.span()
    yield from _initialled(text, known)


def _initialled(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Initials with a surname after them, or one before them in a list's way: Smith, J."""
    for match in _INITIALS.finditer(text):
        letters, surname = re.sub(r"[^A-Z]", "", match[1]).lower(), _plain(match[2])
        if letters in _SHORT or letters in _STOPPED or (letters, surname) in _FIRMS:
            continue
        if _belongs_to_a_word(text, match) or _before_a_place(text, match.end()):
            continue
        if surname in _AFTER_A_LETTER or surname.removesuffix("s") in _LETTERED:
            continue
        if _may_be_surname(match[2], known):
            yield match.span()
    for match in _FILED_INITIAL.finditer(text):
        if _may_be_surname(match[1] or match[2], known):
            yield match.span()


def _belongs_to_a_word(text: str, letter: re.Match[str]) -> bool:
    """Whether a capital is the letter of a thing, such as block B, or just a word of one letter."""
    before = text[max(0, letter.start() - 14) : letter.start()]
    word = _word_before(text, letter.start())
    if word in _LETTERED or word.removesuffix("s") in _LETTERED or _GOES_ON.search(before):
        return True
    # "A" begins a sentence, and "I" is whoever writes
    return letter[1] == "I " or (letter[1] == "A " and not re.search(r"[a-z,:(] ?\Z", before))


def _before_a_place(text: str, end: int) -> bool:
    """Whether the word that follows makes a place of what stands before it."""
    after = _AFTER.match(text, end)
    return bool(after and after[1][0].isupper() and after[1].casefold() in _PLACES)


def _surname_end(text: str, first: re.Match[str], known: frozenset[str]) -> int:
    """Where the name that begins with the given name ``first`` ends; 0 where it is no name."""
    match = _SURNAME.match(text, first.end())
    if match is None or not _may_be_surname(match[1], known):
        return 0
    if (_plain(first[0]), _plain(match[1])) in _NO_NAME:
        return 0
    if _word_before(text, first.start()) in _NAMED_AFTER:
        return 0
    return 0 if _before_a_place(text, match.end()) else match.end()


def _may_be_surname(word: str, known: frozenset[str]) -> bool:
    plain = _plain(word)
    if plain.endswith(("'s", "’s")):
        plain = plain[:-2]
    return word[0].isupper() and plain not in _NO_SURNAME and plain not in known


def _word_before(text: str, start: int) -> str:
    before = _BEFORE.search(text[max(0, start - 14) : start])
    return before[1].casefold() if before else ""


def _plain(word: str) -> str:
    """``word`` in lower case without accents, as the list of given names has it."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.replace("Ł", "L").replace("ł", "l"))
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


@cache
def _given_names() -> frozenset[str]:
    """The given names that ship, in lower case."""
    listed = Path(__file__).with_name("given_names.txt").read_text(encoding="utf-8")
    return frozenset(_plain(name) for name in listed.split())
