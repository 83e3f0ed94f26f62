"""What falls due, what to do first, and search.

owed/       what is owed, by whom and by when
today/      what one person has before them this morning
tasking.py  what needs somebody sent or something decided
finding/    whatever goes by the words typed, and everything written
"""
