"""Texts longer than the window that LINE_BREAKER is looked for in are cut as if it were endless."""

from __future__ import annotations

import random
import re

import pytest

from spl.events import break_lines
from spl.events.break_lines import broken
from spl.knowledge.line_breaking import LineBreaking
from spl.values.regex import compile_regex


def by(breaker: str) -> LineBreaking:
    regex = compile_regex(breaker)
    return LineBreaking(regex, False, True, None, None, None, None, 256, True)


@pytest.mark.parametrize(
    "breaker", [r"(?<=end)(\s+)(?=\w)", r"(\n+)(?=start)", r"(;)\w{0,5}", r"(\n)(?!start|\n)"]
)
@pytest.mark.parametrize("seed", range(5))
def test_windows_do_not_show(breaker: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(break_lines, "_WINDOW", 40)
    monkeypatch.setattr(break_lines, "_BEHIND", 8)
    monkeypatch.setattr(break_lines, "_AHEAD", 12)
    words = ["end", "start", "\n", "\n\n", " ", ";", "é", "word"]
    text = "".join(random.Random(seed).choices(words, k=400))
    ends, start = [], 0
    for match in re.finditer(breaker.replace(r"\w{0,5}", ""), text, re.ASCII):
        ends.append(text[start : match.start(1)])
        start = match.end(1)
    pieces = [piece for piece in (*ends, text[start:].rstrip("\n")) if piece.strip()]
    assert [piece for piece, _ in broken(text, by(breaker), lambda line: False)] == pieces
