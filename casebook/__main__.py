"""``python -m casebook``: the command line."""

from casebook.cli.main import main

if __name__ == "__main__":
    main()
