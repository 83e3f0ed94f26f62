"""The registers' files: rows as written, and those that are drawn or worked out.

- `engagement`, `logs`: what was done, as counts; a year of logs
- `money`: funds, bids, commitments and spends
- `abstraction`, `community`: officers taken away; what the public asked and heard
- `papers`: what forums were given
- `files`: every register as CSV
"""
