"""Pages set by Typst in a process of its own: what it laid out is let go of when that ends."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from typing import Any

from casebook.files.progress import Progress
from casebook.packs.typesetting import PdfFailure, typeset
from casebook.workers.cluster import WorkersLost
from casebook.workers.pool import in_processes


def typeset_apart(templates: Sequence[str], data: dict[str, Any], made_on: date) -> bytes:
    """As :func:`casebook.packs.typesetting.typeset`.

    Raises :class:`PdfFailure` too where the process is ended, as it is where memory runs out.
    """
    with closing(in_processes(_set, [(templates, data, made_on)], 1)) as outcomes:
        try:
            ((_, outcome),) = outcomes
        except WorkersLost as lost:
            raise PdfFailure("The pages need more memory than there is: name an --area.") from lost
    return outcome.result()


def _set(asked: tuple[Sequence[str], dict[str, Any], date], _progress: Progress) -> bytes:
    return typeset(*asked)
