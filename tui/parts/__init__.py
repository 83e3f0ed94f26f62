"""What every screen is made of: asking the casebook, forms, tables, dialogs.

text.py            text typed by people, never as markup
words.py         * how screens say dates, hours, changes
session.py         what screens share of the app
asking.py          asking the casebook in a thread
table.py           rows in aligned columns
panel.py           the sections of a profile
dialogs.py         a question with a few answers
reason.py          doing something that takes a reason
picker.py          picking one or several from a list
input.py           one line to type into
editors.py         one editor for each kind of field
rows_editor.py     a list of rows inside a form
form.py            one form for every kind of record
forms.py           which forms there are
screen_edges.py    what stands round every screen
answering.py       screens that answer once, and questions that no stray key answers
clicking.py        what the mouse may be pressed on
sorting.py         the order of a table's rows by what stands in one of its columns
drafts/            drafts: what is typed and not saved
lists/             screens of one list: filtered by words
open_book.py       what the lines round every screen say of the casebook

* decides from plain values alone.
"""
