"""What entries of the history seal of rows that have no entry each, so that no change goes unseen.

An import writes thousands of rows and one entry. That entry seals them: rows in blocks, a digest
of each column (which is quick, where one of each row wouldn't be); imported records one by one,
since people edit those later; settings by item. Whatever changes such rows lawfully, another import
as a rule, writes an entry that seals anew what it touched, so the newest seal of a block says what
stands there.

digests.py    a block of rows as a digest of each column
unsealed.py   what a transaction has written that no entry has sealed yet
seals.py      the seals as an entry keeps them, made from what stands in the tables
newest.py     the newest seal of everything, read from the history
altered.py    what isn't as its newest seal says
integrity.py  whether the store's own pages and references hold
parting.py    rows parted into the blocks that are sealed
"""
