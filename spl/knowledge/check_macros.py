"""What is wrong with macros, told before anybody calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from spl.errors import KnowledgeError, MacroError
from spl.knowledge.conf import Setting, Settings
from spl.language.expand import MAX_CALLS, Macro, expand, macro_key


class _Called(dict[str, Macro]):
    """Macros by key; notes which of them an expansion asks for."""

    def __init__(self, macros: Mapping[str, Macro]) -> None:
        super().__init__(macros)
        self.keys_asked: list[str] = []

    def get(self, key: str, default: Macro | None = None) -> Macro | None:  # type: ignore[override]
        found = super().get(key, default)
        if found is not None:
            self.keys_asked.append(key)
        return found


def check_macros(
    stanzas: Mapping[str, Settings], macros: Mapping[str, Macro]
) -> Iterator[KnowledgeError]:
    """The macros of macros.conf that cannot be expanded: circles, and calls that lead nowhere."""
    places = _places(stanzas)
    empty = {key: replace(macro, definition="", iseval=False) for key, macro in macros.items()}
    calls: dict[str, list[str]] = {}
    for key, macro in macros.items():
        called = _Called({**empty, key: replace(macro, iseval=False, validation=None)})
        arguments = ",".join("x" for _ in macro.args)
        try:
            expand(f"`{macro.name}({arguments})`" if arguments else f"`{macro.name}`", called)
        except MacroError as error:
            if key in places:
                yield places[key].error(error.message, hint=error.hint, code="SPL602")
        else:
            calls[key] = called.keys_asked[1:]
    for key in _endless(calls):
        if key in places:
            yield places[key].error("macros call each other without end, or far too often")


def _places(stanzas: Mapping[str, Settings]) -> dict[str, Setting]:
    """The definition of each macro, by its key."""
    found = {}
    for stanza, settings in stanzas.items():
        name, _, arity = stanza.partition("(")
        count = arity.strip(" )")
        if "definition" in settings and (not count or count.isdecimal()):
            found[macro_key(name.strip(), int(count or 0))] = settings["definition"]
    return found


def _endless(calls: Mapping[str, list[str]]) -> list[str]:
    """The macros that lead into a circle, or to more calls than a search may make."""
    costs: dict[str, int] = {}
    waiting = list(calls)
    while waiting:
        left = [key for key in waiting if any(each not in costs for each in calls[key])]
        if len(left) == len(waiting):
            break
        for key in waiting:
            if all(each in costs for each in calls[key]):
                costs[key] = 1 + sum(costs[each] for each in calls[key])
        waiting = left
    return [key for key in calls if costs.get(key, MAX_CALLS + 1) > MAX_CALLS]
