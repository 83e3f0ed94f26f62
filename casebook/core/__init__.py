"""Plain values everybody uses: fields and kinds, months, local time, codes, errors.

errors.py          * what can go wrong, and what to do next
fields.py          * one definition per record kind
kinds.py           * what a kind of record says of itself
entry.py           * what every register's entries have in common
codes.py           * code lists and count groups as they ship
register_codes.py  * the code lists of the registers
personal_data.py   * looking for personal data in what is typed
access.py          * who may do what
due.py             * what somebody owes on a record
settings.py        * a casebook's own settings
months.py          * months and windows of months
local_time.py      * local times, and local days
statement.py       * what a register adds up to, in one shape
rule_sets.py       * which deployments are abstractions
called.py          * which record a person means by what they typed
english.py         * english as sentences need it: how many of a thing
wording.py         * how a value reads, in a table, on a screen
rounding.py        * sums and shares as they are printed
texts/               what stands in a text: the characters that are kept of it
made_numbers.py    * numbers that know the records they were made from

* decides from plain values alone.
"""
