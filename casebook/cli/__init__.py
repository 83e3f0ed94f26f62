"""The command line: the only place that wires things together and prints.

main.py             finds the command, runs it, says what failed
desk.py             which casebook, and as whom
output.py           tables, CSV and JSON; narration apart
excel.py          * a CSV that Excel opens as it is meant
edits.py            edits that come as JSON, over the version they name
records.py          options made from a kind's fields
progress.py         a bar for a person, lines for a program
person.py           a person's own settings
share.py            what is said of a network share, once
log.py              a log of commands, never of values
fault.py            the report of an unexpected failure
completion.py       what a shell needs
casework/           commands of the case file and its registers
files/              commands that read files and write figures, maps, packs
upkeep/             commands for a casebook as a whole
measure/            commands that work out one statistic from numbers or a small CSV
light_imports.py  * what libraries import and no command needs
streams.py          where commands print: in UTF-8

* decides from plain values alone.
"""
