"""The macros of a session: those of the apps, and above them what the user sets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, TypeAlias

from spl.errors import MacroError
from spl.language.expand import Macro, macro_key

_KEY = re.compile(r"\s*([^\s()`=,\"|]+?)\s*(?:\(\s*([0-9]{1,3})\s*\))?\s*")
_ARGUMENT = re.compile(r"\$([\w-]+)\$")
_TRUE = frozenset(("1", "t", "true", "y", "yes"))


MacroSource: TypeAlias = Macro | str | Mapping[str, Any]
"""What a macro may be set as: itself, its definition, or its settings."""


class MacroBook(MutableMapping[str, MacroSource]):
    """Macros by name, ``name`` or ``name(2)``; setting one hides the one of the apps.

    A macro is set as its definition, as a mapping with the keys of macros.conf (``definition``,
    ``args``, ``iseval``, ``validation``, ``errormsg``) or as a `Macro`.

    Choice: where ``name(2)`` is set as a plain text, its arguments are the distinct ``$x$`` of the
    text, in order.

    >>> book = MacroBook({})
    >>> book["dest(1)"] = "Processes.dest=$host$"
    >>> book["dest(1)"].args
    ('host',)
    """

    def __init__(self, known: Mapping[str, MacroSource]) -> None:
        """Start with what the apps define."""
        self._macros = {_key(name): _macro(name, macro) for name, macro in known.items()}

    def __copy__(self) -> MacroBook:
        made = MacroBook({})
        made._macros = dict(self._macros)
        return made

    @property
    def definitions(self) -> dict[str, Macro]:
        """A copy of all macros, as the parser wants them."""
        return dict(self._macros)

    def __getitem__(self, key: str) -> Macro:
        return self._macros[_key(key)]

    def __setitem__(self, key: str, value: MacroSource) -> None:
        """Define a macro; MacroError SPL209 where the arguments do not fit its name."""
        self._macros[_key(key)] = _macro(key, value)

    def __delitem__(self, key: str) -> None:
        del self._macros[_key(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._macros)

    def __len__(self) -> int:
        return len(self._macros)


def _split(key: str) -> tuple[str, int]:
    found = _KEY.fullmatch(key)
    if found is None:
        raise MacroError(
            f"'{key}' cannot be the name of a macro.",
            code="SPL209",
            hint="Write name, or name(2) for a macro with two arguments.",
        )
    return found[1], int(found[2] or 0)


def _key(key: str) -> str:
    return macro_key(*_split(key))


def _macro(key: str, value: MacroSource) -> Macro:
    name, arity = _split(key)
    if isinstance(value, Macro):
        macro = value
    elif isinstance(value, str):
        macro = Macro(name, _arguments_in(value)[:arity], value)
    elif isinstance(value, Mapping):
        macro = _from_settings(name, value)
    else:
        raise MacroError(
            f"The macro '{key}' cannot be of type {type(value).__name__}.",
            code="SPL209",
            hint="Give its definition as text, or a mapping as in macros.conf.",
        )
    if len(macro.args) != arity:
        raise MacroError(
            f"The macro '{key}' must have {arity} arguments, not {len(macro.args)}.",
            code="SPL209",
            hint=f"Its arguments are: {', '.join(macro.args) or 'none'}.",
        )
    return macro


def _from_settings(name: str, settings: Mapping[str, Any]) -> Macro:
    definition = str(settings.get("definition", ""))
    args = settings.get("args") or ()
    words = args.split(",") if isinstance(args, str) else [str(word) for word in args]
    names = tuple(word.strip() for word in words if word.strip())
    return Macro(
        name,
        names,
        definition,
        iseval=str(settings.get("iseval", "")).lower() in _TRUE,
        validation=settings.get("validation"),
        errormsg=settings.get("errormsg"),
    )


def _arguments_in(definition: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ARGUMENT.findall(definition)))
