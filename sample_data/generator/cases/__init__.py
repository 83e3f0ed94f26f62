"""What officers wrote on profiles and reviews, and when.

- `accounts`: the people, as roles
- `case`: what is written by hand of each
- `lines`, `counted`, `profiles`: dealt lines and counts, and the profile they make with it
- `reviews`: the monthly reviews
- `diary`, `history`, `story`: who did what on which day, and all of it in order
"""
