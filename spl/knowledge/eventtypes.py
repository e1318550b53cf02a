"""Event types: searches with a name, which say what kind of event an event is.

Splunk, eventtypes.conf.spec. An event type may name others (``eventtype=x``); their searches are
put in its place here, so that each stands for itself.

Choices: the values of the field `eventtype` are sorted by name. An event type that speaks of tags
is refused, because tags are given after event types; ``eventtype!=x`` is ``NOT eventtype=x``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from spl.errors import KnowledgeError, SplError
from spl.knowledge.conf import Setting, Settings
from spl.language import ast
from spl.language.expand import Macro, expand
from spl.language.parser import parse_search_expression
from spl.values.wildcard import wildcard

_NONE: Mapping[str, Macro] = {}
_MOST = 5000  # so that a few lines cannot grow without end


@dataclass(frozen=True, slots=True)
class EventType:
    """A named search without pipes, other event types in it already replaced by their searches.

    Attributes:
        setting: where it is written.
    """

    name: str
    search: ast.SearchExpr
    setting: Setting | None = None


class EventTypes:
    """The event types of eventtypes.conf, parsed when somebody first asks for them.

    Each is a search, and many a search never needs one.

    Attributes:
        macros: what their searches may call.
    """

    def __init__(
        self, stanzas: Mapping[str, Settings] | None = None, macros: Mapping[str, Macro] = _NONE
    ) -> None:
        """Take the *stanzas*, which may call *macros*."""
        self._stanzas = stanzas or {}
        self.macros = macros

    @property
    def all(self) -> tuple[EventType, ...]:
        """Those that make sense, sorted by name."""
        return self._read[0]

    @property
    def problems(self) -> tuple[KnowledgeError, ...]:
        """What is wrong with the others, as far as it is known: nothing before they are read."""
        return self._read[1] if "_read" in self.__dict__ else ()

    def check(self) -> tuple[KnowledgeError, ...]:
        """What is wrong with the others, for which all are read."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[EventType, ...], tuple[KnowledgeError, ...]]:
        problems: list[KnowledgeError] = []
        found = _read_eventtypes(self._stanzas, self.macros, problems)
        return found, tuple(problems)


def _read_eventtypes(
    stanzas: Mapping[str, Settings], macros: Mapping[str, Macro], problems: list[KnowledgeError]
) -> tuple[EventType, ...]:
    parsed: dict[str, tuple[Setting, ast.SearchExpr]] = {}
    for name in sorted(stanzas):
        setting = stanzas[name].get("search")
        if setting is None:
            continue
        try:
            parsed[name] = setting, constraint(setting, macros)
        except KnowledgeError as error:
            problems.append(error)
    found = []

    @cache
    def names_like(pattern: str) -> list[str]:
        return [name for name in parsed if wildcard(pattern)(name)]

    for name, (setting, search) in parsed.items():
        try:
            resolved = _Resolver(parsed, setting, names_like).search(search, (name,))
            found.append(EventType(name, resolved, setting))
        except KnowledgeError as error:
            problems.append(error)
    return tuple(found)


def constraint(setting: Setting, macros: Mapping[str, Macro]) -> ast.SearchExpr:
    """Parse a search of a .conf file; what is wrong with it is the setting's error."""
    try:
        return parse_search_expression(expand(setting.value, macros)[0])
    except SplError as error:
        raise setting.error(error.message, hint=error.hint) from None


class _Resolver:
    """Puts the searches of event types in the place of their names."""

    def __init__(
        self,
        parsed: Mapping[str, tuple[Setting, ast.SearchExpr]],
        setting: Setting,
        names_like: Callable[[str], list[str]],
    ) -> None:
        self._parsed = parsed
        self._names_like = names_like
        self._setting = setting
        self._left = _MOST

    def search(self, search: ast.SearchExpr, above: tuple[str, ...]) -> ast.SearchExpr:
        """The search without names of event types; *above* are those that it stands in."""
        match search:
            case ast.And(items) as node:
                return ast.And(tuple(self.search(i, above) for i in items), span=node.span)
            case ast.Or(items) as node:
                return ast.Or(tuple(self.search(i, above) for i in items), span=node.span)
            case ast.Not(item) as node:
                return ast.Not(self.search(item, above), span=node.span)
            case ast.Compare(ast.FieldName("eventtype"), op, ast.Pattern() as value):
                named = self._named([value.value], above)
                return ast.Not(named) if op == "!=" else named
            case ast.Membership(ast.FieldName("eventtype"), values, negated):
                texts = [v.value for v in values if isinstance(v, ast.Pattern)]
                named = self._named(texts, above)
                return ast.Not(named) if negated else named
            case ast.Compare(ast.FieldName(name)) | ast.Membership(ast.FieldName(name)):
                self._refuse_tags(name)
                return search
            case _:
                return search

    def _named(self, patterns: list[str], above: tuple[str, ...]) -> ast.SearchExpr:
        names = list(dict.fromkeys(n for p in patterns for n in self._names_like(p)))
        if any(name in above for name in names):
            raise self._setting.error("event types name each other in a circle")
        self._left -= len(names)
        if self._left < 0:
            raise self._setting.error(f"event types name each other more than {_MOST} times")
        items = [self.search(self._parsed[name][1], (*above, name)) for name in names]
        if not items:
            return ast.Not(ast.Everything())
        return items[0] if len(items) == 1 else ast.Or(tuple(items))

    def _refuse_tags(self, name: str) -> None:
        if name == "tag" or name.startswith("tag::"):
            raise self._setting.error("an event type cannot search for tags", code="SPL605")
