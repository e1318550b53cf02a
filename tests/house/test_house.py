"""The rules of this house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

import spl
from spl import commands

ROOT = Path(spl.__file__).parents[1]
MODULES = sorted((ROOT / "spl").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# Tables, and the syntax tree, which is one list of node classes.
LONG_FILES = {"spl/language/ast.py"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_opens_with_a_sentence_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    doc = ast.get_docstring(ast.parse(text))
    assert doc, "every module says in one sentence what lives there"
    assert _name(path) in LONG_FILES or text.count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_functions_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    long = {f.name: size for f in functions if (size := _code_lines(f)) > LONGEST_FUNCTION}
    assert long == {}


def _code_lines(function: ast.FunctionDef) -> int:
    """Lines of the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_room_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc"}
    assert [_name(p) for p in MODULES if drawers & {p.stem, *p.relative_to(ROOT).parts}] == []


def test_a_command_is_a_file_of_its_name() -> None:
    files = {p.stem for p in (ROOT / "spl/commands").glob("[!_]*.py")}
    names = {entry.name for entry in commands.entries() if entry.refusal is None}
    assert {name.removesuffix("_") for name in files} == names


def test_the_public_names_are_there() -> None:
    assert sorted(spl.__all__) == spl.__all__
    assert [name for name in spl.__all__ if not hasattr(spl, name)] == []


def _readme_commands() -> list[str]:
    """The lines of the README that set up a virtual environment."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if "python3 -m venv" in line]


def test_two_readme_commands_do_all_the_set_up() -> None:
    main, tests = _readme_commands()
    assert "spl test examples/" in main
    assert tests in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_no_path_of_a_workplace_is_in_the_tree() -> None:
    listing = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^A-Za-z0-9_.])/(work|home|root)/", "--", ":!datasets"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert [line for line in listing.splitlines() if "test_house" not in line] == []


def test_every_error_code_is_used_for_one_kind_of_error() -> None:
    kinds: dict[str, set[str]] = {}
    for path in MODULES:
        for kind, code in re.findall(
            r"(\w+Error)\((?:[^()]|\([^()]*\))*?code=\"(SPL\d+)\"",
            path.read_text(encoding="utf-8"),
            re.DOTALL,
        ):
            kinds.setdefault(code, set()).add(kind)
    assert {code: found for code, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_hints_speak_with_one_voice(path: Path) -> None:
    """A hint is a sentence; "Did you mean" is said by one function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = [
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "hint"
        for text in _texts(node.value)
    ]
    assert [t for t in said if not re.search(r"[.?]$", t) or t[0].islower()] == []
    if _name(path) != "spl/errors.py":
        assert "id you mean '" not in path.read_text(encoding="utf-8")


def _texts(value: ast.expr) -> list[str]:
    """The literal texts that an expression may give, a blank 'X' for what is filled in."""
    match value:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return [
                "".join(
                    str(getattr(part, "value", "")) if isinstance(part, ast.Constant) else "X"
                    for part in parts
                )
            ]
        case ast.IfExp(body=body, orelse=other):
            return _texts(body) + _texts(other)
        case ast.BoolOp(values=values):
            return [text for each in values for text in _texts(each)]
    return []
