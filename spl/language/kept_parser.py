"""Parsers kept on disk, because to build one takes longer than most searches.

They are kept as JSON in the user's cache folder, one file per argument shape and grammar. Whatever
is wrong with such a file, or with the folder, the parser is simply built again.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import lark
from lark.grammar import Rule
from lark.lexer import TerminalDef
from platformdirs import user_cache_path

_UNKEPT = ("transformer", "postlex", "lexer_callbacks", "edit_terminals", "_plugins")


def kept_parser(
    shape: str, grammar: str, build: Callable[[str], lark.Lark], transformer: object
) -> lark.Lark:
    """Return the parser of *shape* as it was kept, or build it and keep it.

    Args:
        shape: its start symbol.
        grammar: the text that it follows from, together with the versions of Lark and Python.
        build: makes the parser of a shape anew.
        transformer: turns what it finds into trees; it is not kept.
    """
    says = "\0".join((shape, grammar, lark.__version__, sys.version))
    path = _folder() / f"{shape}-{sha256(says.encode()).hexdigest()[:32]}.json"
    kept = _load(path, transformer)
    if kept is None:
        kept = build(shape)
        _save(path, kept)
    return kept


def _folder() -> Path:
    return user_cache_path("spl") / "parsers"


def _load(path: Path, transformer: object) -> lark.Lark | None:
    try:
        data, memo = json.loads(path.read_bytes(), object_hook=_numbered)
        parser: lark.Lark = lark.Lark._load_from_dict(data, memo, transformer=transformer)  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - whatever a broken file makes Lark say, it can be done without
        return None
    return parser


def _save(path: Path, parser: lark.Lark) -> None:
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"] = {n: v for n, v in data["options"].items() if n not in _UNKEPT}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as stream:
            json.dump((data, memo), stream)
        Path(name).replace(path)  # at once, so that nobody reads half a file
    except OSError:
        return


def _numbered(found: dict[str, Any]) -> dict[Any, Any]:
    """The mapping with its numbers as keys again, of which JSON makes texts."""
    return {int(key) if key.isdigit() else key: value for key, value in found.items()}
