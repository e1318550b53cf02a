"""From a file to a subject: the search is parsed and bound, and every error of that kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from spl.commands import Scope
from spl.detections.lint._sources import DataSources
from spl.detections.lint._subject import Subject
from spl.detections.rule import read_rule
from spl.detections.yaml_file import read_document
from spl.engine.reading import Reader
from spl.errors import DataError, MacroError, Span, SplError
from spl.knowledge import Knowledge
from spl.language import ast
from spl.language.expand import Macro
from spl.language.layout.mask import Masked, mask
from spl.plan import bind_step, blanked, fills, own_subsearches
from spl.plan.flow import flow_of
from spl.values.environment import Environment

RULES = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class SubjectReader:
    """Reads files for the linter.

    Attributes:
        knowledge: macros, lookups, data models.
        environment: the clock that time modifiers count from.
        sources: the data sources that the checkout describes.
    """

    knowledge: Knowledge
    environment: Environment
    sources: DataSources = field(default_factory=DataSources)

    def read(self, path: Path) -> Subject:
        """Read a rule file or a file of SPL.

        Raises:
            DataError: SPL501, SPL503, the file cannot be read.
            KnowledgeError: SPL610, SPL611, it is no rule.
        """
        if path.suffix in RULES:
            rule, document = read_rule(path), read_document(path)
            subject = Subject(
                path,
                document.content,
                rule.search,
                self.knowledge,
                self.environment,
                self.sources,
                document,
                rule,
                document.scalar("search"),
            )
        else:
            text = _text(path)
            subject = Subject(path, text, text, self.knowledge, self.environment, self.sources)
        return self.parsed(subject)

    def parsed(self, subject: Subject) -> Subject:
        """The subject with its search read as far as it can be."""
        macros = _Lenient(self.knowledge.macros)
        try:
            masked = mask(subject.search)
            macros.stages = _whole_stages(masked)
            tree = Reader(macros, self.environment).parse(subject.search)
        except SplError as error:
            unknown = self._unknown(subject.search, macros)
            return replace(subject, errors=(*unknown, _with_text(error, subject.search)))
        blind = [span for span, name in _calls(masked) if name in macros.missing]
        passed = flow_of(tree, self.knowledge, lambda node: _touches(node.span, blind))
        errors = (*self._unknown(subject.search, macros), *self._bind(tree, True))
        return replace(subject, pipeline=tree, passed=tuple(passed), errors=errors)

    def _unknown(self, search: str, macros: _Lenient) -> list[SplError]:
        """The error for each macro that is not known, at its first call."""
        found: dict[str, SplError] = {}
        for key in macros.missing.values():
            try:
                left = _Lenient(self.knowledge.macros, macros.stages, unknown=key)
                Reader(left, self.environment).parse(search)
            except MacroError as error:
                found.setdefault(error.message, _with_text(error, search))
            except SplError:
                continue
        return list(found.values())

    def _bind(self, pipeline: ast.Pipeline, first: bool) -> Iterator[SplError]:
        """What every command, taken by itself, is refused with."""
        for position, node in enumerate(pipeline.commands):
            for subsearch in own_subsearches(node):
                yield from self._bind(subsearch.pipeline, True)
            if isinstance(node.arguments, ast.TextArguments) or node.name == "foreach":
                continue
            scope = Scope(self.environment, first and not position, self.knowledge)
            try:
                bind_step(blanked(node) if fills(node) else node, scope)
            except SplError as error:
                error.span = error.span or node.span
                yield error


@dataclass(slots=True)
class _Lenient(Mapping[str, Macro]):
    """Macros of which a missing one stands for nothing, so that the rest can be read.

    `stages` are the names of those that are a whole stage; `missing` collects the name and the
    stanza of each that was asked for; `unknown` is one stanza that stays missing.
    """

    known: Mapping[str, Macro]
    stages: frozenset[str] = frozenset()
    unknown: str | None = None
    missing: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Macro:
        if key in self.known:
            return self.known[key]
        name = key.partition("(")[0]
        whole, bare = name in self.stages, key in (name, f"{name}(0)")
        blamed = self.unknown is not None and name == self.unknown.partition("(")[0]
        if blamed or (bare and f"{name}(0)" in self.known):
            raise KeyError(key)
        if bare and name.endswith("_filter"):
            if whole:
                raise KeyError(key)
            return Macro(name)
        self.missing.setdefault(name, key)
        return Macro(name, definition="search *" if whole else "")

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def _calls(masked: Masked) -> Iterator[tuple[Span, str]]:
    for start, end in masked.macros:
        name = masked.typed[start + 1 : end - 1].strip().partition("(")[0].strip()
        yield Span(start, end), name


def _whole_stages(masked: Masked) -> frozenset[str]:
    """The names of the macros that are called where nothing else stands between two pipes."""
    names = set()
    for span, name in _calls(masked):
        before = masked.text[: span.start].rstrip()[-1:]
        after = masked.text[span.end :].lstrip()[:1]
        if before == "|" and after in ("|", "]", ""):
            names.add(name)
    return frozenset(names)


def _touches(span: Span, others: list[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def _with_text(error: SplError, text: str) -> SplError:
    error.text = text if error.text is None else error.text
    return error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}.", code="SPL501") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text.", code="SPL503") from error
