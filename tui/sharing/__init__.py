"""What a partner's account is shown: a profile shared with its agency, and what it writes there.

case_screen.py  one shared profile, without restricted text
case_view.py    its heading, sections and rows
forms.py        how an action goes, a note, what was done
"""
