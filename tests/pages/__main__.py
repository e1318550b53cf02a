"""Renew what pages and notebooks show: ``python -m tests.pages [PAGE…]``; then look at the diff."""

import sys
import tempfile
from pathlib import Path

from tests.pages.notebook import play_notebook
from tests.pages.page import notebooks, pages, play

for page in [Path(name) for name in sys.argv[1:]] or [*pages(), *notebooks()]:
    text = page.read_text("utf-8")
    if page.suffix == ".ipynb":
        renewed = play_notebook(text, page.parent)
    else:
        with tempfile.TemporaryDirectory() as folder:
            renewed = play(text, Path(folder))
    if renewed != text:
        page.write_text(renewed, "utf-8")
        print(f"renewed {page}")
