"""The list of profiles and one profile.

``list_screen`` is the first screen, ``listing`` its rows and ``intake`` what is proposed there.
``profile_screen`` is one profile: ``sections``, ``figures_view`` and ``history_view`` say what it
shows, ``forms`` what is typed, ``moves`` how it goes on, back and to its close. ``rows`` reads
both.
"""
