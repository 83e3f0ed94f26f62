"""What every screen is made of.

``text`` and ``words`` say things; ``frame`` stands round a screen and ``table`` holds its rows.
``session`` is what screens share, ``asking`` how they call services; ``filtering`` is a screen of
rows, ``panel`` a section of rows. ``dialogs``, ``reason`` and ``picker`` ask one thing. A form
(``forms`` says what one is) is ``form``, made of ``editors``, ``rows_editor`` and ``input``;
``drafting`` keeps what is typed and ``conflict`` shows what two people changed.
"""
