"""Commands of the command line that run beside the terminal, and the files they make.

child.py    a command of Casebook's run beside the terminal
opening.py  opening a file with the program the machine has for it
runs.py     what runs beside the terminal, and what became of what ran
ahead.py    an answer read ahead, by a copy of this process
"""
