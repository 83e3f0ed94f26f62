"""Registers: a kind of entry each, its rules and what it adds up to.

entries.py                   entries of every kind added, edited, listed
notes.py                     what to know of entries just written
import_files.py              a register's entries in from a table
statements.py                every statement there is
casework.py                * what is kept beside a profile
closing_checks.py            looks at closed profiles still owed
agency.py                  * partner agencies
requests.py                  what waits for whom, and the replies
programme.py               * programmes, phases, benefits, papers
programme_statements.py      where programmes stand
activity.py                * what police and partners did
activity_queries.py          activities added up by the database
activity_statements.py       what was done, each once
indicator.py               * indicators and their readings
series.py                  * what an indicator came to, period by period
indicator_statements.py      where each indicator stands
fund.py                    * funds, and what is bid, committed, spent
money.py                   * what those come to, and where a line ends
fund_statements.py           budgets beside what is committed and spent
funded_hours.py              what a funded hour cost
abstraction.py             * officers taken from their own work
abstraction_statements.py    how much time goes elsewhere
community.py               * queries, priorities, you said we did, peers
community_statements.py      the 72-hour clock, priorities, who can help
scrutiny.py                * what a panel asked, and what follows
scrutiny_statements.py       what was decided, what came of it

* decides from plain values alone.
"""
