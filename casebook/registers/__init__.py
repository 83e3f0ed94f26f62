"""Registers: a kind of entry each and its rules; what they add up to is in ``statements``.

entries.py         entries of every kind added, edited, listed
notes.py           what to know of entries just written
import_files.py    a register's entries in from a table
casework.py      * what is kept beside a profile
agency.py        * partner agencies
requests.py        what waits for whom, and the replies
programme.py     * programmes, phases, benefits, papers
activity.py      * what police and partners did
indicator.py     * indicators and their readings
fund.py          * funds, and what is bid, committed, spent
abstraction.py   * officers taken from their own work
community.py     * queries, priorities, you said we did, peers
scrutiny.py      * what a panel asked, and what follows
statements/        what registers add up to
belonging.py       what an entry belongs to, and so whom access lets write it
meeting.py       * meetings to come: when and where an area's people meet
references.py      references of activities that stand on another one already
waivers.py         waivers asked for: a request to the inspectors to let a profile past its gate
leads.py           which agency leads on a profile
listing/           registers as they are listed: a page at a time

* decides from plain values alone.
"""
