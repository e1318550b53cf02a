"""Reading YAML that people write: one clear error with a place, never code that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from spl.detections.yaml_places import Scalar, read_scalar
from spl.errors import DataError, KnowledgeError, Span

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Key: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file whose top is a mapping, and where in it everything stands.

    Attributes:
        path: the file.
        content: its text.
        mapping: what it says.
    """

    path: Path
    content: str
    mapping: Mapping[str, Any]
    _root: yaml.Node = field(repr=False)

    def scalar(self, *keys: Key) -> Scalar | None:
        """The scalar that keys and positions lead to, such as ``"tests", 0, "name"``."""
        node = self._node(keys)
        return read_scalar(self.content, node) if isinstance(node, yaml.ScalarNode) else None

    def in_brackets(self, *keys: Key) -> bool:
        """Whether what the keys lead to stands between the brackets of JSON's style."""
        nodes = (self._node(keys[:depth]) for depth in range(len(keys)))
        return any(isinstance(n, yaml.CollectionNode) and bool(n.flow_style) for n in nodes)

    def span(self, *keys: Key) -> Span:
        """Where the value that the keys lead to stands; of a longer path, as far as it leads.

        A mapping or a sequence is shown by the key that names it.
        """
        node = next(n for i in range(len(keys), -1, -1) if (n := self._node(keys[:i])) is not None)
        if isinstance(node, yaml.ScalarNode):
            start = node.start_mark.index
            end = start + len(self.content[start : node.end_mark.index].rstrip())
            return Span(start, end)
        named = self._key(keys)
        return named if named is not None else Span(0, 1)

    def _node(self, keys: tuple[Key, ...]) -> yaml.Node | None:
        node: yaml.Node | None = self._root
        for key in keys:
            node = _child(node, key)
        return node

    def _key(self, keys: tuple[Key, ...]) -> Span | None:
        """Where the last key of a path that names anything stands."""
        node: yaml.Node | None = self._root
        found = None
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                for name, _ in node.value:
                    if name.value == key:
                        found = Span(name.start_mark.index, name.end_mark.index)
            node = _child(node, key)
        return found


def _child(node: yaml.Node | None, key: Key) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        # Of a key that stands there twice YAML takes the last.
        return next((value for name, value in reversed(node.value) if name.value == key), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child: yaml.Node = node.value[key]
        return child
    return None


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML file whose top is a mapping; errors as `read_document`."""
    return dict(read_document(path).mapping)


def read_document(path: Path) -> Document:
    """Read a YAML file whose top is a mapping, and keep where everything stands.

    Errors: DataError SPL501 when the file cannot be read, KnowledgeError SPL610 when it is not
    YAML or not a mapping; the place is the line that the parser stopped at.
    """
    return parse_document(path, _text_of(path))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(
            f"Cannot read {path}: {error.strerror}.", code="SPL501", origin=str(path)
        ) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            f"{path} is not UTF-8 text: byte {error.start}.",
            code="SPL610",
            hint="Save the file as UTF-8.",
        ) from error


def parse_document(path: Path, content: str) -> Document:
    """Read the text of the file *path*; KnowledgeError SPL610 as `read_document`."""
    try:
        # The loader builds plain data only: no Python objects, nothing is executed.
        loader = _Loader(content)
        try:
            root = loader.get_single_node()
            document = None if root is None else loader.construct_document(root)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        start = mark.index if mark else 0
        raise KnowledgeError(
            f"This is not YAML: {error.problem or error.context or 'unreadable'}.",
            code="SPL610",
            span=Span(start, start + 1),
            text=content,
            origin=str(path),
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KnowledgeError(
            f"This is not YAML: {str(error).splitlines()[0]}.", code="SPL610", origin=str(path)
        ) from error
    if root is None or not isinstance(document, dict):
        raise KnowledgeError(
            "This file is not a mapping of keys to values.",
            code="SPL610",
            origin=str(path),
            hint="A rule file starts with a line such as 'name: My Rule'.",
        )
    return Document(path, content, document, root)


def text(value: Any) -> str:
    """The text of a YAML scalar; empty for null and for anything that is not a scalar."""
    return "" if value is None or isinstance(value, dict | list) else str(value)


def sequence(value: Any) -> list[Any]:
    """The items of a YAML sequence; a lone value is a sequence of one, null of none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a YAML sequence of scalars, empty ones left out."""
    return tuple(filter(None, map(text, sequence(value))))
