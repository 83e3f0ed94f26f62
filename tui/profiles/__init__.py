"""The list of profiles and one profile.

listing.py           the list's order, columns, lines
list_screen.py       the first screen
intake.py            proposed, accepted, refused from the list
profile_screen.py    one profile
sections.py          a stage, actions, places, history
forms.py             what is typed on a profile
figures_view.py      a month's figures in words
history_view.py      the changes in words
screen_data.py       what the screens show, read in one go by a worker
stage_moves.py       what moves a profile: to the next stage
assessing.py         the assessment of a profile, read on the screen and offered into its form
gate_screen.py       moving on past a gate: what it lacks
waiving.py           a waiver that was asked for: read
done_today.py        an action marked as done today
text_change.py     * what changed in a text, in a few words
month_chart.py       two years of months of a count as a small chart of letters
linking.py           the hotspots a profile is about
list_data.py         what the list of profiles shows
preview.py           the profile under the cursor of a list

* decides from plain values alone.
"""
