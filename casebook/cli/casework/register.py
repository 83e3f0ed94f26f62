"""``casebook request``, ``note``, ``sharing``, …: one group of commands for every register.

A register's commands are made from its class when they are asked for, so a new kind needs none
of its own: ``casebook.cli.casework.register:linked_crime`` is the group of ``linked-crime``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from casebook.cli.casework.statement import statement_command
from casebook.cli.desk import Desk, pass_desk
from casebook.cli.edits import (
    both_shown,
    json_options,
    read_object,
    say_merged,
    typed_over,
    version_in,
)
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.records import field_options, given
from casebook.core.english import a_or_an
from casebook.core.entry import Entry, registers
from casebook.core.errors import BadValue
from casebook.core.fields import Field, encode, fields_of
from casebook.core.kinds import belonging, has_key, told_by_partners
from casebook.registers.statements.every import statements_of

_TAKEN = frozenset({"why", "format", "help", "json", "overwrite", "excel", "out"})
"""Options that commands have beside those of the fields."""


def __getattr__(name: str) -> click.Group:
    kind = name.replace("_", "-")
    if kind not in registers():
        raise AttributeError(name)
    return register_group(kind)


def register_group(kind: str) -> click.Group:
    """The commands of one register: add, list and edit, and reply where its entries ask for one."""
    register = registers()[kind]
    about = (register.__doc__ or "").partition("\n")[0]
    group = click.Group(kind, help=f"{register.TITLE}. {about}")
    group.add_command(_add(kind, register))
    group.add_command(_list(kind, register))
    group.add_command(_edit(kind, register))
    if register.REPLIED:
        group.add_command(_reply)
    for stated in statements_of(kind):
        group.add_command(statement_command(stated))
    return group


def _add(kind: str, register: type[Entry]) -> click.Command:
    subject = register.SUBJECT

    def add(desk: Desk, ref: str = "", words: str | None = None, **options: Any) -> None:
        from casebook.registers.entries import add_entry
        from casebook.registers.notes import notes_on

        book = desk.open(partners=told_by_partners(register))
        values = _values(register, words, options, book.today)
        if has_key(register):
            values["ref"] = ref
        added = add_entry(book, kind, ref if subject else "", values)
        click.echo(added.ref if has_key(register) else added.id)
        for sentence in (f"Added {added.ref}.", *notes_on(book, added)):
            say(sentence)

    leave_out = frozenset({subject, "ref"})
    asks_ref = bool(subject) or has_key(register)
    command = _command("add", add, register, leave_out, words=True, ref=asks_ref)
    command.help = f"Add {a_or_an(kind.replace('-', ' '))}{_about(subject)}."
    return command


def _edit(kind: str, register: type[Entry]) -> click.Command:
    subject = register.SUBJECT

    def edit(
        desk: Desk, key: str, why: str, json_file: str | None, overwrite: bool, **options: Any
    ) -> None:
        from casebook.registers.entries import edit_entry
        from casebook.registers.notes import notes_on

        whole = read_object(json_file, a_or_an(kind.replace("-", " ")))
        book = desk.open()
        changes = whole | _values(register, None, options, book.today)
        if not changes:
            raise BadValue("Nothing to change: give a field.")
        if json_file:
            beside = {"number", "overdue", *register.COMPUTED} - set(fields_of(register))
            changes, typed = typed_over(changes, overwrite=overwrite, beside=beside)
            with both_shown(book):
                saved = edit_entry(book, kind, key, changes, version=typed, why=why)
            say_merged(typed.merged, book)
        else:
            saved = edit_entry(book, kind, key, changes, why=why)
        for sentence in (f"Saved {saved.ref}.", *notes_on(book, saved)):
            say(sentence)

    called = "REF" if has_key(register) else "NUMBER"
    edit = click.option("--why", default="", help="Kept in the history.")(edit)
    edit = json_options("'list --format json'")(edit)
    edit = click.argument("key", metavar=called)(edit)
    command = _command("edit", edit, register, frozenset({subject, "ref"}))
    command.help = f"Change the {kind.replace('-', ' ')} {called}."
    return command


def _list(kind: str, register: type[Entry]) -> click.Command:
    subject = register.SUBJECT

    narrowed = tuple(s.name for s in belonging(register) if s.refers != kind and s.name != subject)

    def list_(
        desk: Desk, form: str, ref: str | None = None, to: str | None = None, **about: str | None
    ) -> None:
        from casebook.registers.entries import list_entries
        from casebook.registers.requests import waiting
        from casebook.sharing.seen import entries_seen

        book = desk.open(partners=told_by_partners(register) or register.REPLIED)
        found: tuple[Entry, ...]
        if book.account.partner:
            found = entries_seen(book, kind, ref or about.get("profile"))
        elif to:
            found = waiting(book, to, ref)
        else:
            found = list_entries(book, kind, **about, **({subject: ref} if subject else {}))
        rows = [_row(entry, book.today, form) for entry in found]
        print_rows(rows, form, _columns(register))

    list_ = format_option(list_)
    for name in narrowed:
        option = f"--{name.removesuffix('s')}" if name == "programmes" else f"--{name}"
        list_ = click.option(option, name, metavar="REF", help=f"Only of this {name}.")(list_)
    if register.REPLIED:
        list_ = click.option(
            "--to", metavar="me|LOGIN|ROLE", help="What waits for them, by login or any role."
        )(list_)
    if subject:
        list_ = click.argument("ref", required=False)(list_)
    return click.command("list", help=f"Print the register{_about(subject, any_=True)}.")(
        pass_desk(list_)
    )


@click.command("reply")
@click.argument("number", type=int)
@click.argument("text")
@pass_desk
def _reply(desk: Desk, number: int, text: str) -> None:
    """Answer the request NUMBER; TEXT shows under the stage that asked."""
    from casebook.registers.requests import reply

    answered = reply(desk.open(partners=True), number, text)
    where = f", for {answered.stage}" if answered.stage else ""
    say(f"Answered {answered.ref}{where}.")


def _command(
    name: str,
    function: Callable[..., None],
    register: type[Entry],
    leave_out: frozenset[str],
    *,
    words: bool = False,
    ref: bool = False,
) -> click.Command:
    """A command with an option for each field, which a one-word label names as well."""
    function = field_options(register, leave_out=leave_out)(function)
    if words and "text" in fields_of(register):
        function = click.argument("words", metavar="[TEXT]", required=False)(function)
    if ref:
        function = click.argument("ref")(function)
    command = click.command(name)(pass_desk(function))
    for option in command.params:
        spec = fields_of(register).get((option.name or "").removeprefix("field_"))
        alias = _alias(register, spec) if spec is not None else ""
        if alias and isinstance(option, click.Option):
            option.opts.append(alias)
    return command


def _alias(register: type[Entry], spec: Field) -> str:
    """The option a field's label makes, such as ``--due``; empty where it makes none."""
    word = spec.label.lower()
    if not word.isalpha() or word in fields_of(register) or word in _TAKEN:
        return ""
    return f"--{word}"


def _values(
    register: type[Entry], words: str | None, options: dict[str, Any], today: date
) -> dict[str, Any]:
    """What a person gave, the text as an argument or as an option but not both."""
    if words is not None:
        if options.get("field_text") is not None:
            raise BadValue("The text is given twice: leave out --text, or what stands without it.")
        options["field_text"] = words
    return given(register, options, today)


def _row(entry: Entry, today: Any, form: str) -> dict[str, Any]:
    row: dict[str, Any] = {} if has_key(type(entry)) else {"number": entry.id}
    return row | version_in(form, entry) | encode(entry) | entry.computed(today)


def _columns(register: type[Entry]) -> dict[str, str]:
    heads = {} if has_key(register) else {"number": "no."}
    heads |= {name: name for name in register.COMPUTED}
    listed = (spec for spec in fields_of(register).values() if spec.name not in register.UNLISTED)
    return heads | {spec.name: spec.label.lower() for spec in listed}


def _about(subject: str, *, any_: bool = False) -> str:
    if not subject:
        return ""
    return f" of the {subject} REF, or of every {subject}" if any_ else f", about the {subject} REF"
