"""Another text in the place of a rule's search: the rest of the file stays byte for byte."""

from __future__ import annotations

import re

import yaml

from spl.detections.yaml_file import Document
from spl.detections.yaml_places import Scalar
from spl.errors import KnowledgeError

_INDENT = 2
# What YAML would read back as something else in a block: characters it cannot hold, line ends.
_NO_BLOCK = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def with_search(document: Document, search: str, newline: str = "\n") -> str:
    """The text of the file with *search* as its search, written as a block.

    Raises:
        KnowledgeError: SPL613, the file has its search between brackets, as JSON has.
    """
    scalar = document.scalar("search")
    if scalar is None or document.in_brackets("search"):
        raise KnowledgeError(
            "The search stands between brackets and cannot be written as a block.",
            code="SPL613",
            origin=str(document.path),
            hint="Write it on a line of its own: search: |.",
        )
    content = document.content
    if _NO_BLOCK.search(search):
        quoted = yaml.safe_dump(search, default_style='"', width=10**9, allow_unicode=True)
        return content[: scalar.start] + quoted.strip() + content[scalar.end :]
    header, rest = _header(content, scalar)
    lines = (f"{' ' * _INDENT}{line}" if line else "" for line in search.split("\n"))
    body = newline.join(lines)
    return f"{content[: scalar.start]}{header}{newline}{body}{rest}"


def _header(content: str, scalar: Scalar) -> tuple[str, str]:
    """The line that opens the block, with the comment behind it, and what follows the block."""
    if scalar.style in ("|", ">"):
        line = content[scalar.start : content.find("\n", scalar.start)].rstrip("\r")
        return "|" + re.sub(r"\d", "", line[1:], count=1), content[scalar.end :]
    end = content.find("\n", scalar.end)
    end = len(content) if end < 0 else end
    end -= content[end - 1 : end] == "\r"
    return "|-" + content[scalar.end : end], content[end:]
