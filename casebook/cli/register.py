"""``casebook request``, ``note``, ``sharing``, …: one group of commands for every register.

A register's commands are made from its class when they are asked for, so a new kind needs none
of its own: ``casebook.cli.register:linked_crime`` is the group of the kind ``linked-crime``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from casebook.cli.main import Desk, pass_desk
from casebook.cli.output import format_option, print_rows, say
from casebook.cli.records import field_options, given
from casebook.domain import registers
from casebook.domain.errors import BadValue
from casebook.domain.fields import Field, encode, fields_of
from casebook.domain.registers import Entry, Request, subject_of

_TAKEN = frozenset({"why", "format", "help"})
"""Options that commands have beside those of the fields."""


def __getattr__(name: str) -> click.Group:
    kind = name.replace("_", "-")
    if kind not in registers.REGISTERS:
        raise AttributeError(name)
    return register_group(kind)


def register_group(kind: str) -> click.Group:
    """The commands of one register: add, list and edit, and for requests reply."""
    register = registers.REGISTERS[kind]
    about = (register.__doc__ or "").partition("\n")[0]
    group = click.Group(kind, help=f"{register.TITLE}. {about}")
    group.add_command(_add(kind, register))
    group.add_command(_list(kind, register))
    group.add_command(_edit(kind, register))
    if register is Request:
        group.add_command(_reply)
    return group


def _add(kind: str, register: type[Entry]) -> click.Command:
    subject = subject_of(register)

    def add(desk: Desk, ref: str = "", words: str | None = None, **options: Any) -> None:
        from casebook.services.registers import add_entry

        added = add_entry(desk.open(), kind, ref, _values(register, words, options))
        click.echo(added.id)
        say(f"Added {added.ref}.")

    leave_out = frozenset({subject})
    command = _command("add", add, register, leave_out, words=True, ref=bool(subject))
    command.help = f"Add an entry to the {kind} register{_about(subject)}."
    return command


def _edit(kind: str, register: type[Entry]) -> click.Command:
    subject = subject_of(register)

    def edit(desk: Desk, number: int, why: str, **options: Any) -> None:
        from casebook.services.registers import edit_entry

        changes = _values(register, None, options)
        if not changes:
            raise BadValue("Nothing to change: give a field.")
        saved = edit_entry(desk.open(), kind, number, changes, why=why)
        say(f"Saved {saved.ref}.")

    edit = click.option("--why", default="", help="Kept in the history.")(edit)
    edit = click.argument("number", type=int)(edit)
    command = _command("edit", edit, register, frozenset({subject}))
    command.help = "Change the entry NUMBER."
    return command


def _list(kind: str, register: type[Entry]) -> click.Command:
    subject = subject_of(register)

    def list_(desk: Desk, form: str, ref: str | None = None, to: str | None = None) -> None:
        from casebook.services.registers import list_entries, waiting

        book = desk.open()
        found: tuple[Entry, ...]
        if to:
            found = waiting(book, to, ref)
        elif ref and subject:
            found = list_entries(book, kind, **{subject: ref})
        else:
            found = list_entries(book, kind)
        rows = [_row(entry, book.today) for entry in found]
        print_rows(rows, form, _columns(register))

    list_ = format_option(list_)
    if register is Request:
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
    from casebook.services.registers import reply

    answered = reply(desk.open(), number, text)
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


def _values(register: type[Entry], words: str | None, options: dict[str, Any]) -> dict[str, Any]:
    """What a person gave, the text as an argument or as an option but not both."""
    if words is not None:
        if options.get("field_text") is not None:
            raise BadValue("The text is given twice: leave out --text, or what stands without it.")
        options["field_text"] = words
    return given(register, options)


def _row(entry: Entry, today: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"number": entry.id, **encode(entry)}
    if isinstance(entry, Request):
        row |= {"state": entry.state(today), "overdue": entry.overdue(today)}
    return row


def _columns(register: type[Entry]) -> dict[str, str]:
    heads = {"number": "no.", **{n: s.label.lower() for n, s in fields_of(register).items()}}
    if register is Request:
        heads = {"number": "no.", "state": "state", **heads}
        for name in ("asked_by", "answered_by", "cycle"):
            del heads[name]
    return heads


def _about(subject: str, *, any_: bool = False) -> str:
    if not subject:
        return ""
    return f" of the {subject} REF, or of every {subject}" if any_ else f", about the {subject} REF"
