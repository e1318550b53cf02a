"""Texts in Arrow memory are texts like any other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from spl.columns.column import Column
from spl.columns.dictionary import Codes, Dictionary
from spl.columns.texts import Texts

WORDS = ["cmd.exe", "", "Größe", "\\RMS*"]


def test_they_read_like_a_list() -> None:
    texts = Texts(pa.array(WORDS, pa.large_string()))
    assert [texts[0], texts[-1]] == ["cmd.exe", "\\RMS*"]
    assert list(texts) == WORDS
    assert texts[1:3] == WORDS[1:3]
    assert [len(texts), texts[2]] == [4, "Größe"]


def test_a_column_over_them_is_a_column() -> None:
    codes: Codes = np.array([2, -1, 0, 2], dtype=np.int32)
    column = Column(codes, Dictionary(Texts(pa.array(WORDS))))
    assert column.to_list() == ["Größe", None, "cmd.exe", "Größe"]
    assert column.map(lambda value: str(value).upper()).to_list()[0] == "GRÖSSE"
