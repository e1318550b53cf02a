"""Pages that show what happens: every command in them is run, and what it prints compared.

In a Markdown page

- a block that begins with ``$ `` is a transcript: commands (``> `` goes on with one), each followed
  by what it prints on both streams, as into a file, with 100 columns;
- a block that begins with ``>>> `` is a Python prompt; all of a page are one session;
- a block whose fence names a file, as in ```` ```yaml rules/my_rule.yml ````, is that file.

A page is played from top to bottom in a folder of its own, which looks like the root of the
repository. Only durations may differ. ``python -m tests.pages`` renews what pages show.
"""

from __future__ import annotations

import code
import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import spl
from spl.shell.cli import main

ROOT = Path(spl.__file__).parents[1]
_FENCED = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_DURATION = re.compile(r"\d+(\.\d+)?(?= ?(m?s|events/s)\b)")
# What only a shell understands; all else is run without one, which is three times as quick.
_SHELL = re.compile(r"[|<>;&$~*?`\n]")


def markdown() -> list[Path]:
    """The Markdown pages of the repository."""
    rooms = ("benchmarks", "datasets", "examples", "macros", "spl", "tests")
    below = [page for room in rooms for page in sorted((ROOT / room).rglob("*.md"))]
    return [*sorted(ROOT.glob("*.md")), *below]


def pages() -> list[Path]:
    """Those of them that show a command or a prompt."""
    shown = re.compile(r"^(\$|>>>) ", re.MULTILINE)
    return [page for page in markdown() if shown.search(page.read_text("utf-8"))]


def notebooks() -> list[Path]:
    """The notebooks of the repository."""
    return sorted((ROOT / "examples").rglob("*.ipynb"))


def settled(text: str) -> str:
    """The text without what differs from run to run."""
    return _DURATION.sub("…", text)


def play(text: str, folder: Path) -> str:
    """The page *text* as it is when every block shows what happens now, in the empty *folder*."""
    furnish(folder, own_source="\n```python spl/" in text)
    console = code.InteractiveConsole({"__name__": "__main__"})

    def renewed(block: re.Match[str]) -> str:
        fence, info, body = block.groups()
        if body.startswith("$ ") and not info:
            return f"{fence}\n{_transcript(body, folder)}{fence}"
        if body.startswith(">>> "):
            return f"{fence}{info}\n{_prompt(body, folder, console)}{fence}"
        if len(words := info.split()) == 2:
            file = folder / words[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(body, encoding="utf-8")
        return block[0]

    return _FENCED.sub(renewed, text)


def furnish(folder: Path, *, own_source: bool) -> None:
    """Lay out what a reader has: copies, so that a page may write where it wants."""
    wanted = ["datasets", "examples", "macros", "README.md"]
    for name in wanted + ["spl", "tests", "pyproject.toml"] * own_source:
        there = ROOT / name
        shutil.copytree(there, folder / name) if there.is_dir() else shutil.copy(there, folder)
    (folder / ".bin").mkdir()
    for name, words in (("spl", "-m spl"), ("python", "")):
        program = folder / ".bin" / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        program.chmod(0o755)


def _transcript(body: str, folder: Path) -> str:
    """The commands of a transcript, each with what it prints now."""
    written = []
    for shown, command in _commands(body):
        printed = "\n".join(line.rstrip() for line in _printed(command, folder).splitlines())
        old = body[body.index(shown) + len(shown) :]
        if settled(old).startswith(settled(f"{printed}\n")):
            printed = "\n".join(old.splitlines()[: printed.count("\n") + 1])
        written.append(shown + (f"{printed}\n" if printed else ""))
    return "".join(written)


def _commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command as it is shown and as a shell takes it."""
    for found in re.finditer(r"^\$ .*\n(?:> .*\n)*", body, re.MULTILINE):
        yield found[0], "\n".join(line[2:] for line in found[0].splitlines())


def _printed(command: str, folder: Path) -> str:
    """What a command prints. One of ours alone is run here, all others by a shell."""
    quoted = re.sub(r"'[^']*'", "''", command)
    if command.startswith("spl ") and not _SHELL.search(quoted) and not (folder / "spl").exists():
        return _printed_here(shlex.split(command)[1:], folder)
    program = shutil.which("bash") or "sh"
    return subprocess.run(
        [program, "-c", command],
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    ).stdout


def _printed_here(words: list[str], folder: Path) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(stream),
        contextlib.redirect_stderr(stream),
        mock.patch.dict(os.environ, _environment(folder), clear=True),
        mock.patch.object(sys, "argv", ["spl", *words]),
        contextlib.suppress(SystemExit),
    ):
        main()
    return raw.getvalue().decode("utf-8")


def _environment(folder: Path) -> dict[str, str]:
    """A user without settings and caches, at a terminal of 100 columns."""
    source = [str(ROOT)] * (not (folder / "spl").exists())
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("SPL_")},
        "PATH": os.pathsep.join([str(folder / ".bin"), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join(source),
        "HOME": str(folder / ".home"),
        "XDG_CACHE_HOME": str(folder / ".home/cache"),
        "XDG_CONFIG_HOME": str(folder / ".home/config"),
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }


def _prompt(body: str, folder: Path, console: code.InteractiveConsole) -> str:
    """The statements of a Python prompt, each with what it prints now."""
    written = []
    for example in doctest.DocTestParser().get_examples(body):
        lines = example.source.rstrip("\n").split("\n")
        written += [f"{'...' if i else '>>>'} {line}".rstrip() for i, line in enumerate(lines)]
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as out:
            try:
                exec(compile(example.source, "<page>", "single"), console.locals)
            except Exception as error:  # noqa: BLE001 - the page may well show one
                kind = traceback.format_exception_only(error)[-1].rstrip()
                print(f"Traceback (most recent call last):\n    ...\n{kind}")
        written += out.getvalue().splitlines()
    return "\n".join(written) + "\n"
