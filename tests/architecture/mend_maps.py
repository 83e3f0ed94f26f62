"""``python -m tests.architecture.mend_maps``: every folder's map brought up to date.

Files that are gone go from it, new ones come last with the first words of their docstring, and
what is pure is marked. Their place in the reading order and a better line are for a person to give.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.modules import modules, pure, tree

LINE = re.compile(r"^(?P<name>\w+(?:\.py|/))  +(?P<pure>\* )?(?P<text>[^ *].*)$")
PURE = "* decides from plain values alone."


def on_the_map(package: str) -> list[re.Match[str]]:
    """The lines of a folder's docstring that name something in it."""
    told = ast.get_docstring(tree(package), clean=False) or ""
    return [found for line in told.splitlines() if (found := LINE.match(line))]


def lies_in(folder: Path) -> list[str]:
    """What a map of ``folder`` has to name: its modules, and its folders of modules."""
    files = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    return sorted(files + [f"{path.parent.name}/" for path in folder.glob("*/__init__.py")])


def is_pure(package: str, name: str) -> bool:
    """Whether a file named on the map of ``package`` decides from plain values alone."""
    return name.endswith(".py") and f"{package}.{name.removesuffix('.py')}" in pure()


def _says(package: str, name: str) -> str:
    told = ast.get_docstring(tree(f"{package}.{name.rstrip('/').removesuffix('.py')}")) or "?"
    first = re.split(r"(?<=.{30})[:;,] ", told.splitlines()[0].rstrip("."))[0]
    return first if first[1:2].isupper() else first[:1].lower() + first[1:]


def mended(package: str) -> str:
    """The docstring of ``package`` as it should read."""
    old = ast.get_docstring(tree(package), clean=False) or ""
    known = {line["name"]: line["text"] for line in on_the_map(package)}
    there = lies_in(modules()[package].parent)
    names = [name for name in known if name in there]
    names += [name for name in there if name not in known]
    width = max((len(name) for name in names), default=0) + 2
    marks = {name: "* " if is_pure(package, name) else "  " for name in names}
    marked = "* " in marks.values()
    lines = [
        f"{name:<{width}}{marks[name] if marked else ''}{known.get(name) or _says(package, name)}"
        for name in names
    ]
    says = [line for line in old.splitlines() if not LINE.match(line) and line != PURE]
    parts = [re.sub(r"\n{3,}", "\n\n", "\n".join(says)).strip(), "\n".join(lines)]
    whole = "\n\n".join([*parts, PURE] if marked else parts)
    return f"{whole}\n" if lines else whole


def main() -> None:
    """Write every map that isn't right anew."""
    for package, path in modules().items():
        if path.name != "__init__.py":
            continue
        source = path.read_text(encoding="utf-8")
        first = tree(package).body[0]
        rest = "".join(source.splitlines(keepends=True)[first.end_lineno or 0 :])
        right = f'"""{mended(package)}"""\n{rest}'
        if right != source:
            path.write_text(right, encoding="utf-8")
            print(f"{path}: mended")


if __name__ == "__main__":
    main()
