"""The registers' files.

- `agencies`, `programmes`, `closing`, `scrutiny`: partners, programmes, later looks, a meeting
- `engagement`, `indicators`: what was done as counts, and published series
- `money`: funds, bids, commitments and spends
- `abstraction`, `community`: officers taken away; what the public asked and heard
- `files`: every one of them as CSV
"""
