"""INDEXED_EXTRACTIONS: logs that are tables with a header, or JSON, read while they are loaded.

Splunk, props.conf.spec: "Structured Data Header Extraction and configuration".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spl.errors import KnowledgeError
from spl.knowledge.conf import Setting, Settings
from spl.knowledge.line_breaking import regex_of, whole
from spl.values.regex import Regex

_DELIMITERS = {"csv": ",", "tsv": "\t", "psv": "|", "w3c": " "}
_NAMED = {"space": " ", "tab": "\t", "fs": "\x1c", "gs": "\x1d", "rs": "\x1e", "us": "\x1f"}
_NAMED |= {"none": "", "whitespace": " ", r"\t": "\t", "pipe": "|"}


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """How a structured log is read.

    Attributes:
        kind: json, csv, tsv, psv or w3c.
        setting: INDEXED_EXTRACTIONS.
        delimiter: character between two cells.
        quote: character around a cell, empty for none.
        header_delimiter: character between two names in the header.
        names: names of the columns where the log has no header.
        header_line: number of the line that is the header, from 1; 0 to look for it.
        header_regex: matches the header; the names follow the match, or are its first group.
        preamble: lines before the header that do not count.
        missing: a cell that this matches as a whole is no value.
    """

    kind: str
    setting: Setting
    delimiter: str = ","
    quote: str = '"'
    header_delimiter: str = ","
    names: tuple[str, ...] = ()
    header_line: int = 0
    header_regex: Regex | None = None
    preamble: Regex | None = None
    missing: Regex | None = None


def read_structure(settings: Settings, problems: list[KnowledgeError]) -> Structure | None:
    """Read the settings; None where nothing is said. What makes no sense goes to *problems*."""
    setting = settings.get("INDEXED_EXTRACTIONS")
    if setting is None or setting.value.lower() == "none":
        return None
    kind = setting.value.lower()
    if kind == "json":
        return Structure(kind, setting)
    if kind not in _DELIMITERS:
        hint = f"One of json, {', '.join(_DELIMITERS)}."
        problems.append(setting.error("unknown structure", hint=hint, code="SPL605"))
        return None
    delimiter = _character(settings, "FIELD_DELIMITER", _DELIMITERS[kind], problems)
    names = settings.get("FIELD_NAMES")
    return Structure(
        kind,
        setting,
        delimiter,
        _character(settings, "FIELD_QUOTE", '"', problems),
        _character(settings, "HEADER_FIELD_DELIMITER", delimiter, problems),
        () if names is None else tuple(_names(names.value)),
        whole(settings, "HEADER_FIELD_LINE_NUMBER", 0, problems),
        regex_of(settings, "FIELD_HEADER_REGEX", problems),
        regex_of(settings, "PREAMBLE_REGEX", problems),
        regex_of(settings, "MISSING_VALUE_REGEX", problems),
    )


def _character(settings: Settings, key: str, default: str, problems: list[KnowledgeError]) -> str:
    setting = settings.get(key)
    if setting is None:
        return default
    word = setting.value
    found = _NAMED.get(word.lower(), word)
    coded = re.fullmatch(r"\\x([0-9A-Fa-f]{1,2})", found)
    found = chr(int(coded[1], 16)) if coded else found
    if len(found) > 1 or (not found and key != "FIELD_QUOTE"):
        problems.append(setting.error("must be one character"))
        return default
    return found


def _names(text: str) -> list[str]:
    """``[a, b]`` or ``a,b``."""
    inner = text.strip().removeprefix("[").removesuffix("]")
    return [name.strip().strip('"') for name in inner.split(",") if name.strip()]
