"""What registers add up to: a statement each, worked out from their entries.

every.py           a register's statements, found and worked out
grouping.py      * rows grouped, and what adds them up
programmes.py      where programmes stand
activities.py      what was done, each once
indicators.py      where each indicator stands
series.py        * what an indicator came to, period by period
funds.py           budgets beside what is committed and spent
money.py         * what those come to, and where a line ends
funded_hours.py    what a funded hour cost
abstractions.py    how much time goes elsewhere
community.py       the 72-hour clock, priorities, who can help
scrutiny.py        what was decided, what came of it
queries.py         activities added up by the database
meetings.py        the meetings to come, by area: for officers
spent_at.py        where money was spent: a spend with the one place it was for
entry_rows.py      the entries behind a number of a statement

* decides from plain values alone.
"""
