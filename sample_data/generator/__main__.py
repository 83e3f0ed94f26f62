"""Makes the sample files again: `python -m sample_data.generator [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from sample_data import FILES, path
from sample_data.generator.lomea import build


def main(arguments: list[str]) -> int:
    """Writes the files into the folder named, or over the committed ones; says how large."""
    if len(arguments) > 1:
        sys.stderr.write("usage: python -m sample_data.generator [FOLDER]\n")
        return 2
    folder = Path(arguments[0]) if arguments else path(FILES[0]).parent
    build(folder)
    for name in FILES:
        sys.stdout.write(f"{(folder / name).stat().st_size:>9,}  {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
