"""Who goes to the hotspots.

- `plans`: what each is planned to get in a week
- `patrol`: the rota, and what came of it as claims and sheets
- `pings`: a week of GPS from one district
"""
