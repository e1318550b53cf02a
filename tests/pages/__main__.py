"""Renew what pages show: ``python -m tests.pages [PAGE…]``; then look at the difference."""

import sys
import tempfile
from pathlib import Path

from tests.pages.page import pages, play

for page in [Path(name) for name in sys.argv[1:]] or pages():
    text = page.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        renewed = play(text, Path(folder))
    if renewed != text:
        page.write_text(renewed, "utf-8")
        print(f"renewed {page}")
