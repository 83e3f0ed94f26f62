"""Partner agencies in the case: what is shared with one, and what its accounts are shown of it.

A partner's account may nothing that asks for ``view``; what it sees comes from here alone.

share.py  sharing a profile with an agency, and taking it back; the sharing log says so by itself
seen.py   the profiles shared with a partner's agency, without restricted text
"""
