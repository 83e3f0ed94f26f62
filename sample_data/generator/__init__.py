"""Makes the sample files again: the Isle of Lomea from one seed. Not in the wheel.

`python -m sample_data.generator [FOLDER]` from the top of the repository. In reading order:

- `months`, `published`: the months of the sample, and the counts in them that repeat print
- `geography`: the island, its areas, streets, hotspots
- `incidents`: what happened, where and when
- `patrols`: who was planned to go there, and went
- `cases`: what officers wrote on profiles and reviews, and when
- `registers`: agencies, programmes, money, engagement and the rest, a file for each
- `lomea`, `writing`: all of it together, as bytes
"""
