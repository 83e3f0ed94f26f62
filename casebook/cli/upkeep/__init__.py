"""Commands for a casebook as a whole, its accounts, areas and settings.

whole.py       making, checking, upgrading
demo.py        the main job on invented data
demo_cases.py  its case work, deed by deed
terminal.py    opens the terminal
user.py        accounts and roles
area.py        districts, wards, beats, impact areas
hotspot.py     designated places and their plans
codes.py       the code lists as this force uses them
setting.py     a casebook's settings
copies.py      copying a casebook whole, putting a copy back
base.py        ``casebook base``: the layers that maps are drawn on
look.py        the look of the terminal that a person chose last
"""
