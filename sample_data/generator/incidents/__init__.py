"""What happened on Lomea, and the two layouts it is written in.

- `offences`, `crime_mix`, `timing`: which offences, where and in which months and hours, as weights
- `patches`: the ground that one set of averages holds for
- `tallies`: how many of each offence, published counts first
- `incident`: each of them
- `force_extract`, `police_uk`: a force's own layout, and open data's
"""
