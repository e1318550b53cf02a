"""``python -m spl`` is ``spl``."""

from spl.shell.cli import main

main()
