"""Registers and what they add up to.

``entries`` says an entry and makes its form, ``register_rows`` reads and lists them, and
``entry_view`` acts on the one under the cursor: on ``register_screen``, a whole register, and in
``section``, all that is kept beside a profile. ``statement_screen`` is what a register adds up to
and ``narrowing`` what that may be narrowed to.
"""
