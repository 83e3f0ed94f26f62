"""What a review pack says: its rules on baselines, small counts, gaps and chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casebook.core.months import Month, Window
from casebook.figures.progress import Progress
from casebook.packs.review.hotspot.section import Section
from casebook.packs.tables import PrintTable
from tests.packs.made_up import (
    FILES,
    HEAD,
    HS_01,
    HS_02,
    HS_25,
    ROWS,
    TODAY,
    TOGETHER,
    WINDOW,
    file,
    monthly,
    pack,
    table,
)


def rows_of(spec: PrintTable) -> dict[str, tuple[str, ...]]:
    """The cells of each row after its first, by the first."""
    return {line.cells[0]: line.cells[1:] for line in spec.lines if line.kind != "group"}


def of(ref: str, **changes: object) -> Section:
    """The section of one hotspot."""
    return next(part for part in pack(**changes).sections if part.ref == ref)


def test_the_pack_names_its_month_marking_and_cut_off() -> None:
    """Title, period, the highest marking of any profile in it, and to which day hours are known."""
    made = pack()
    assert made.title == "Hotspot review, September 2024"
    assert made.period == "1 Sep 2024 to 30 Sep 2024"
    assert made.marking == "OFFICIAL-SENSITIVE PERSONAL"
    assert made.cut_off[0] == "Figures as held on 18 Dec 2024."
    assert "Hours: claims to 30 Sep 2024, sheets to 17 Dec 2024." in made.cut_off


def test_hours_that_end_before_the_month_does_are_said() -> None:
    """The cut-off says after which day hours aren't known from every source."""
    said = "Hours after 20 Sep 2024 aren't known from every source."
    short = replace(TOGETHER, covered_to=date(2024, 9, 20))
    assert said in pack(together=short).cut_off
    assert said not in pack().cut_off


def test_the_table_of_hotspots_has_a_row_for_each_and_at_most_twelve_columns() -> None:
    """In the order of need: the page of each hotspot is at the same place."""
    made = pack()
    lines = [line for line in made.hotspots.lines if line.kind == "row"]
    assert [line.cells[0].split()[0] for line in lines] == [part.ref for part in made.sections]
    assert [line.link for line in lines] == [part.anchor for part in made.sections]
    assert made.hotspots.lines[-1].cells[0] == "All 3 hotspots"
    assert len(made.hotspots.columns) == 12


def test_missing_and_none_differ_in_the_table_of_hotspots() -> None:
    """No baseline is –, and so are hours without a plan; a count of none is 0."""
    none = replace(HS_02, count=0)
    cells = rows_of(pack(table=table((HS_01, none, HS_25))).hotspots)
    assert cells["HS-02 Harbour Station"][1:5] == ("0", "2", "3", "4.0")
    assert cells["HS-25 Fanshaw Green"][0:8] == ("ASB", "521", "518", "621", "–", "–", "–", "–")
    assert cells["HS-25 Fanshaw Green"][8:11] == ("–", "none open", "–")


def test_the_table_of_hotspots_has_the_verdict_the_run_and_the_measure_in_words() -> None:
    """Each with what it was counted against; what lies outside usual variation stands out."""
    off = Progress(
        "asb", "ASB", 55, Window.parse("2023-07..2024-06"), 81, WINDOW, 41, TODAY, 49.2,
        "off course", "Objective, ASB: 55 to 41; now 81: off course.",
    )  # fmt: skip
    made = pack(progress={"PMP-2024-001": off})
    line = next(line for line in made.hotspots.lines if line.cells[0] == "HS-01 Market Quay")
    assert line.cells[5:10] == (
        "19.0",
        "Fewer than usual",
        "41 against 80.0: fewer",
        "Off course",
        "80%",
    )
    assert line.alert == (6, 7, 8)


def test_the_row_for_all_hotspots_adds_no_unlike_counts() -> None:
    """Own counts differ, so the whole has its share of the plan alone."""
    total = rows_of(pack().hotspots)["All 3 hotspots"]
    assert [cell for cell in total if cell] == ["80%"]


def test_crime_and_asb_are_never_added() -> None:
    """No sum of a crime and an ASB figure of one row stands anywhere in the pack."""
    said = repr(pack())
    for row in (*ROWS, TOGETHER):
        for when in ("", "_previous", "_last_year"):
            crimes, asb = getattr(row, f"crimes{when}"), getattr(row, f"asb{when}")
            if crimes and asb and crimes + asb > 100:
                assert f"{crimes + asb:,}" not in said
                assert str(crimes + asb) not in said


def test_how_many_fell_is_said_against_each_named_baseline() -> None:
    """Crimes rose or fell in the two hotspots where they are known; the third is said."""
    fell = pack().fell
    assert [(c.over, c.heading) for c in fell.columns[1:]] == [
        ("Against Aug 2024", "Hotspots"),
        ("Against Aug 2024", "Rest of the force"),
        ("Against Sep 2023", "Hotspots"),
        ("Against Sep 2023", "Rest of the force"),
    ]
    cells = rows_of(fell)
    assert cells["Crimes"][::2] == ("1 of 2 fell, 1 rose; 1 not known",) * 2
    assert cells["ASB"][::2] == ("1 of 3 fell, 1 rose, 1 the same", "2 of 3 fell, 1 rose")
    assert cells["Serious violence"][::2] == (
        "1 of 2 fell, 1 rose",
        "1 of 2 fell, 0 rose, 1 the same",
    )
    assert "some fall is to be expected without any response" in fell.notes[0]


def test_beside_how_many_fell_stands_the_rest_of_the_force() -> None:
    """The force's counts less the hotspots': 4,000 less 1,031 now; what isn't known is a dash."""
    force = {"crimes": (4000, 4100, None), "asb": (1735, 1744, 1736)}
    cells = rows_of(pack(force=force).fell)
    assert cells["Crimes"][1::2] == ("3,067 to 2,969 (−3%)", "–")
    assert cells["ASB"][1::2] == ("1,010 to 1,000 (−1%)", "1,000, the same")
    assert cells["Serious violence"][1::2] == ("–", "–")


def test_hotspots_beyond_usual_variation_stand_beside_what_chance_would_give() -> None:
    """What crossed is named with its counts; 0.0026 + 0.0025 + 0.0004 of three tested would."""
    assert pack().headlines[2] == (
        "Outside usual variation lies HS-01 (Serious violence: 7 against 19.0 expected, fewer). "
        "Of 3 counts tested, fewer than 0.1 would cross by chance. Worth a look is HS-01 (ASB: 214 "
        "against 180.5 expected, higher); about 0.1 would be that or beyond by chance."
    )


def test_a_month_within_usual_variation_says_so() -> None:
    """Where no hotspot's own count is unusual, none is named."""
    made = table()
    rows = tuple(replace(row, verdict=row.verdict and "as expected") for row in made.rows)
    calm = pack(table=replace(made, rows=rows))
    assert calm.headlines[2].startswith("No hotspot's count lies outside")


def test_objectives_are_counted_by_where_they_stand_and_the_one_off_course_is_told() -> None:
    """Of three live profiles one is off course, one has no target, one is on course."""
    off = Progress(
        "asb", "ASB", 55, Window.parse("2023-07..2024-06"), 81, WINDOW, 41, TODAY, 49.2,
        "off course", "Objective, ASB: 55 to 41; now 81: off course.",
    )  # fmt: skip
    course = replace(off, standing="on course", says="Objective, ASB: on course.")
    made = pack(progress={"PMP-2024-001": off, "PMP-2024-002": course})
    assert (
        "Objectives of 3 live profiles: 1 on course; 1 off course; 1 without a target to measure "
        "against. PMP-2024-001: Objective, ASB: 55 to 41; now 81: off course."
    ) in made.headlines


def test_waivers_are_told_district_by_district() -> None:
    """How many in each and which; and where there are none, that."""
    assert pack().headlines[-1] == "No gate of a live profile was waived."
    waived = file("PMP-2024-001", "HS-01", area="Harbour")
    stages = tuple(
        replace(stage, waiver="urgent", waived_by="insp") if stage.stage == "analyse" else stage
        for stage in waived.stages
    )
    made = pack(files=(replace(waived, stages=stages), *FILES[1:]))
    assert made.headlines[-1] == (
        "Gates waived on live profiles, by district: Harbour 1 (PMP-2024-001 analyse)."
    )


def test_counts_of_all_hotspots_name_both_baselines() -> None:
    """The whole's counts stand with their changes; a baseline that isn't loaded is said."""
    assert pack().headlines[0] == (
        "Crimes in all hotspots: 1,031 in Sep 2024, after 1,033 in Aug 2024 (under 1%) and 1,136 "
        "in Sep 2023 (−9%)."
    )
    new = replace(TOGETHER, asb_last_year=None)
    assert pack(together=new).headlines[1] == (
        "ASB in all hotspots: 735 in Sep 2024, after 734 in Aug 2024 (under 1%); Sep 2023 not "
        "known."
    )


def test_hours_are_headlines() -> None:
    """Delivery against plan, and its resourcing."""
    said = pack().headlines
    assert said[3].startswith("48.25 officer-hours delivered against 60.0 planned")
    assert said[4] == (
        "By resourcing: 30.0 core, 12.25 funded overtime and 6.0 partner officer-hours; 31 visits."
    )


def test_a_hotspot_s_page_says_how_visits_lay_and_how_sure_gps_is_of_them() -> None:
    """After the sentence on its hours."""
    row = replace(HS_01, visits_says="9 of 31 visits lasted long.", gps_says="4 visits from GPS.")
    said = of("HS-01", table=table((row, *ROWS[1:]))).patrol_says
    assert said.endswith("9 of 31 visits lasted long. 4 visits from GPS.")


def test_hours_that_no_source_speaks_for_are_not_none() -> None:
    """Without a source the headline says that hours aren't known, and gives no split."""
    unknown = replace(TOGETHER, officer_hours=None, coverage="", covered_to=None)
    made = pack(together=unknown)
    assert made.headlines[3] == "Hours delivered in Sep 2024 aren't known."
    assert not any("By resourcing" in line for line in made.headlines)
    assert "Hours: no source of delivered patrol time is loaded." in made.cut_off


def test_twelve_months_with_a_gap_have_no_sum() -> None:
    """Crime of one month isn't loaded, so its year is missing; ASB's year is whole."""
    cells = rows_of(of("HS-01").figures)
    assert cells["Crimes"][3] == "–"
    assert cells["ASB"][3] == f"{214 * 11:,}"


def test_a_missing_month_is_a_gap_in_the_chart_and_said() -> None:
    """The chart's words name the missing month, and so does a note."""
    part = of("HS-01")
    assert "Serious violence: Sep 2023 7 (19.0 expected);" in part.charts.description
    assert "Crime isn't known for Feb 2024: gaps in the chart." in part.notes
    assert "Hours delivered aren't known for Sep 2023 to Sep 2024." in of("HS-02").notes


def test_a_redrawn_boundary_is_marked_on_the_chart_and_noted() -> None:
    """The month of the redraw has a line in the drawing and a note on the page."""
    part = of("HS-01", redrawn={"HS-01": (Month(2024, 2),)})
    assert ">redrawn</text>" in part.charts.svg
    assert "The boundary was redrawn in Feb 2024." in part.charts.description
    assert part.notes[0].startswith("HS-01 was redrawn on 1 Feb 2024")
    assert not any("HS-01" in note for note in of("HS-02").notes)


def test_a_hotspot_without_a_boundary_has_no_map_and_says_why() -> None:
    """HS-25 has no shape."""
    part = of("HS-25")
    assert part.inset is None
    assert "HS-25 has no boundary to draw at the end of the period." in part.notes


def test_the_status_line_gives_stage_days_in_it_and_review() -> None:
    """The response opened on 18 Jun 2024: 183 days before the pack was made."""
    assert dict(of("HS-01").status) == {
        "PMP": "PMP-2024-001",
        "Stage": "Respond",
        "In this stage": "183 days",
        "Next review": "8 Jan 2025",
        "Owner": "pc.quay",
    }
    assert of("HS-01").overdue == ""
    assert of("HS-02").overdue == "Review of PMP-2024-002 overdue by 8 days."


def test_a_hotspot_without_a_profile_says_so() -> None:
    """Its status line and its actions name what is missing."""
    part = of("HS-25")
    assert part.status == (("PMP", "None is open for this hotspot"),)
    assert part.actions is None
    assert part.actions_say == "No PMP is open for this hotspot, so no actions are recorded."


def test_profiles_without_a_hotspot_here_are_listed_and_closed_ones_are_not() -> None:
    """No open profile goes unseen."""
    closed = file("PMP-2023-001", None, status="closed")
    made = pack(files=(*FILES, closed))
    assert made.others is not None
    assert [line.cells[0] for line in made.others.lines] == ["PMP-2024-009"]
    assert pack(files=FILES[:2]).others is None


def test_the_last_page_names_the_record_it_was_made_from() -> None:
    """The head of the history is printed with how to test against it."""
    made = pack()
    assert made.record[0] == f"Head of the record: {HEAD}"
    assert "casebook check --head" in made.record[1]
    assert made.record[2].endswith("on 18 Dec 2024.")


def test_an_empty_casebook_still_makes_a_pack() -> None:
    """No hotspot: no sections, and nothing is claimed to be zero."""
    nothing = replace(TOGETHER, crimes=None, asb=None)
    made = pack(table=table(()), monthly=monthly(()), files=(), hotspots=(), together=nothing)
    assert made.sections == ()
    assert made.headlines[0] == "Crimes in the hotspots aren't known for Sep 2024."
    assert rows_of(made.fell)["Crimes"] == ("Not known for any hotspot", "–") * 2
