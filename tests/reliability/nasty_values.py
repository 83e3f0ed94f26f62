"""What is put into files to make them wrong."""

from __future__ import annotations

from typing import Any

NASTY = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1b[2J\x1b]0;x\x07",
    b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xe2\x80\xa8", b"\xc2\x9b2J", b"\x0b", b"\x0c", b"\x1a",
    b"1e400", b"-1e400", b"NaN", b"Infinity", b"-0", b"-0.0", b"1e-400", b"9" * 25,
    b"-" + b"9" * 400, b"0x1F", b"1_000", b"\xd9\xa1\xd9\xa2", b"\xc2\xbd", b"0000-00-00",
    b"31/02/2024", b"10000-01-01", b"0001-01-01", b"9999-12-31T23:59:59.999999+14:00",
    b"2024-13", b"25:61", b"24:00", b"2024-10-07T", b'"', b'"""', b"'", b",", b";", b"\t",
    b"\r", b"\n", b"\r\n\r\n", b"<", b"&", b"]]>", b"&#0;", b"&#x1b;", b"&lt;!ENTITY",
    b'<!DOCTYPE a [<!ENTITY b "c">]>', b"[/red]", b"{}", b"{{}}", b"%s%n", b"=1+1", b"../../x",
    b"/etc/passwd", b"' OR 1=1 --", b"[" * 300, b'{"a":' * 300, b"null", b"true", b"[]",
    b"\\ud800", b"\\u0000", b"x" * 70_000, b"A" * 3000, b"(" * 200, b"POLYGON EMPTY",
    "\u0130\u0131\u00df\ufb03".encode(), "\u0301".encode() * 200, b"PK\x03\x04", b"PAR1",
    b"\x1f\x8b\x08",
)  # fmt: skip
"""Controls, half characters, numbers and dates that are none, markup, other files' beginnings."""

VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 2**63, -(2**63), 2**200, 1e308, float("nan"), float("inf"), "", " ",
    "x" * 60_000, [], {}, [[]], [None], {"a": {}}, "\x00", "\ud800", "\u202ex", "\x1b[2J",
    "1e400", "HS-01", "P-1", "asb", -0.0, 1e-320, "2024-02-31", "9999-12-31", ["a", 1, None],
    [[0, 0]], "true",
)  # fmt: skip
"""What stands in the place of a value of a JSON."""
