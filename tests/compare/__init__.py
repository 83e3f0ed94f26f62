"""Whether what users see stays: public commands run by older code and by this, and compared.

In reading order:

play.py          runs commands with whichever Casebook is on the path
commands.toml    the commands, and what their placeholders stand for
commands.py      reads that file and fills the placeholders in
differences.py   one command's two answers set side by side
expected.toml    the differences that are meant, each with its reason
older.py         older code brought out of the repository, and a casebook made by it
__main__.py      ``python -m tests.compare``: the whole comparison on a casebook of any size
story.txt        the small casebook told as commands
story_files.py   the files that the story imports
make_fixture.py  ``python -m tests.compare.make_fixture``: the story played by version 0.1.0
fixture/         the casebook it left and what 0.1.0 printed of it
"""
