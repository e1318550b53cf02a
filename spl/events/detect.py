"""What kind of log a file is, told by its first bytes."""

from __future__ import annotations

import json
import re

from spl.errors import DataError
from spl.events.exports.splunk_csv import is_splunk_csv
from spl.events.split_xml import START

_JSON_HEAD = re.compile(r"\{\s*[\"}]|\[\s*[\[{\]]")
_JSON_LINE = re.compile(r"^[ \t]*(\{\s*\".*\})[ \t,]*\r?$", re.MULTILINE)
_WRAPPER = re.compile(r"(?:<\?xml[^<>]*\?>\s*)?<(?:[A-Za-z_][\w.-]{0,60}:)?Events[\s/>]")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))

_KNOWN = (
    (b"LfLe", "a binary Windows event log (.evt)", "Convert it to .evtx and export that as XML."),
    (b"0\0\0\0LfLe", "a binary Windows event log (.evt)",
     "Convert it to .evtx and export that as XML."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"PAR1", "a Parquet file", None),
    (b"SQLite format 3\0", "an SQLite database", None),
    (b"\xd4\xc3\xb2\xa1", "a packet capture", None),
    (b"\n\r\r\n", "a packet capture", None),
)  # fmt: skip


def refuse_binary(head: bytes, encoding: str, path: str) -> None:
    """Raise DataError SPL504 if *head*, the start of the file *path*, is not text."""
    for magic, kind, hint in _KNOWN:
        if head.startswith(magic):
            raise DataError(f"{path} is {kind}, not text.", code="SPL504", hint=hint)
    if encoding.startswith(("utf-16", "utf-32")):
        return
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls * 10 > len(head):
        raise DataError(
            f"{path} is not text.", code="SPL504", hint="Give a log in XML, JSON or lines of text."
        )


def detect(head: str) -> str:
    """The format of a log that begins with *head*: ``xml``, ``json``, ``export`` or ``text``."""
    begin = head.lstrip(" \t\r\n\ufeff")
    if _JSON_HEAD.match(begin):
        return "json"
    if is_splunk_csv(head):
        return "export"
    if START.search(head) or _WRAPPER.match(begin):
        return "xml"
    line = _JSON_LINE.search(head)
    return "json" if line and _is_object(line[1]) else "text"


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
