"""The command that the page for contributors writes is the real one, and is found everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.pages.page import ROOT, furnish

PAGE = (ROOT / "examples/contributing/README.md").read_text("utf-8")
WRITTEN = re.compile(r"^```python spl/commands/(\w+)\.py\n(.*?)^```$", re.MULTILINE | re.DOTALL)
[(NAME, FILE)] = WRITTEN.findall(PAGE)
ASKED = """
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
import spl
from spl.shell.manual import write_reference
from spl.shell.prompt.completer import SplCompleter
from spl.shell.prompt.vocabulary import Vocabulary

vocabulary = Vocabulary(spl.Session())
vocabulary.learn()
typed = Document("index=main | accu", 17)
offered = [each.text for each in SplCompleter(vocabulary).get_completions(typed, CompleteEvent())]
rows = spl.Session().search("| accum n", rows=[{"n": 1}, {"n": 2}])
print("accum" in offered, "#### `accum`" in write_reference(), [row["n"] for row in rows])
"""


def ask(folder: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_the_file_on_the_page_is_the_real_one() -> None:
    assert (ROOT / f"spl/commands/{NAME}.py").read_text("utf-8") == FILE


def test_the_file_alone_makes_the_command(tmp_path: Path) -> None:
    """What is dispatched, documented and completed without the file is nothing."""
    furnish(tmp_path, own_source=True)
    file = tmp_path / f"spl/commands/{NAME}.py"
    file.unlink()
    code, _, said = ask(tmp_path)
    assert (code, "Unknown search command 'accum'" in said) == (1, True)
    file.write_text(FILE, encoding="utf-8")
    assert ask(tmp_path) == (0, "True True ['1', '3']\n", "")
