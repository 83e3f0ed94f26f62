"""What is due, tasking and search.

today_screen.py  what is before one, the first screen
today_rows.py    its lines
first_page.py    what it reads: the first page, then the rest
due_screen.py    everything somebody owes
tasking.py       the tasking list
shift_forms.py   the forms of a shift sheet: other times
shift_rows.py    a shift sheet as its screen shows it
shift_screen.py  the sheet of a shift: what was planned last night
shift_saving.py  what is said of a shift's visits
"""
