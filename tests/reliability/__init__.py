"""What must never be lost, tried many times over: ``python -m tests.reliability [TRIAL…]``.

altered.py        rows altered behind a casebook's back: each has to be named by ``casebook check``
asked.py          what a run was asked for, and the telling of how far it is
case_trial.py     many cases tried in processes of their own, so that none can take the trial along
child.py          the command line in a child process that can be killed
commands.py       commands typed in this process, for trials that kill nobody
hostile_files.py  files made by hand to fill memory, hang, reach outside themselves or a terminal
killable.py       what is killed: commands that write, and what each leaves when it ends well
kills.py          processes killed while they write, and what stands afterwards
loaded.py         everything a child of the trials needs, loaded once
matrix.py         every cell of the matrix of who may do what, asked of the command that does it
mutated_files.py  sound files made wrong at random, given to the command that takes them
mutations.py      files made wrong: by their bytes, and by what they hold
nasty_values.py   what is put into files to make them wrong
outcome.py        what one trial of reliability tried, and what was lost
points.py         known points of a write at which a child process can be killed
seed_files.py     one small sound file for every importer and format
stands.py         all that stands in a casebook, to be held against another
test_files.py     a few of the mutated and hostile files
test_kills.py     a small share of the kills and of the crowd
town.py           the casebooks that the trials kill and crowd, and files to import
trials.py         the trials there are
try_file.py       one command on one file, in this process, and everything about it that is a fault
writers.py        many processes that write to one casebook at once, and what stands afterwards
"""
