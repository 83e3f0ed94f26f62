"""What a district's own meeting looks at: measures first, then places, programmes, registers."""

from __future__ import annotations

from casebook.core.errors import BadValue
from casebook.packs.chapters.parts import PackScope
from casebook.packs.chapters.registers import chapters_of
from casebook.packs.district.measures import actions, beside_profiles, measures
from casebook.packs.district.places import (
    areas,
    hotspots,
    phase_blocks,
    quarter_name,
)
from casebook.packs.report.assembling import chapter_part, record_part, report_of
from casebook.packs.report.report import Report

REGISTERS = ("results", "programmes", "indicators", "abstraction", "community")
"""The chapters a district needs: money, scrutiny and the rest are the force's."""


def district_pack(scope: PackScope) -> Report:
    """The district's month, with its quarter up to the month beside it.

    Raises :class:`NotAllowed` for somebody who may not make files and :class:`BadValue` without a
    district.
    """
    scope.book.require("export")
    if not scope.place:
        raise BadValue("A district pack is of one district: name it with --area.")
    return report_of(
        scope,
        f"{scope.where}: monthly improvement, {scope.window.label}",
        (
            ("For", f"{scope.where}'s own meeting"),
            ("Quarter", quarter_name(scope)),
        ),
        (
            measures(scope),
            actions(scope),
            areas(scope),
            hotspots(scope),
            phase_blocks(scope),
            beside_profiles(scope),
            *map(chapter_part, chapters_of(scope, REGISTERS)),
            record_part(scope, scope.coverage),
        ),
        across=True,
    )
