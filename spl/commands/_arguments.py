"""How a command reads its arguments: options by name and kind, words in order, Splunk's wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias, TypeVar

from spl.errors import BindError, Span, did_you_mean
from spl.language import ast
from spl.values.value import read_number

Item: TypeAlias = ast.Word | ast.Text | ast.Subsearch | ast.Group
A = TypeVar("A")

_TRUE = frozenset(("t", "true", "1", "yes", "y"))
_FALSE = frozenset(("f", "false", "0", "no", "n"))


def complaint(
    node: ast.Command,
    sentence: str,
    *,
    code: str = "SPL353",
    span: Span | None = None,
    hint: str | None = None,
) -> BindError:
    """Return the error that Splunk's frame ``Error in 'x' command:`` is put around.

    Codes: SPL350 unknown option, SPL351 option or number that makes no sense, SPL352 argument
    missing, SPL353 arguments that do not fit, SPL354 bad regular expression, SPL355 two columns
    of one name, SPL356 unknown aggregate or conversion, SPL357 command in a wrong place.
    """
    return BindError(
        f"Error in '{node.name}' command: {sentence}", code=code, span=span or node.span, hint=hint
    )


def arguments_of(node: ast.Command, shape: type[A]) -> A:
    """Return the arguments of *node*, which the grammar has read with *shape*."""
    if not isinstance(node.arguments, shape):
        raise complaint(node, "The arguments have the wrong form.")
    return node.arguments


class Options:
    """The options of one command: each is read once by name and kind; what is left is unknown."""

    def __init__(self, node: ast.Command, options: Iterable[ast.Option]) -> None:
        """Take the options as written; of two with the same name the last holds."""
        self._node = node
        self._written = [*options]
        self._left = {option.name.lower(): option for option in self._written}
        self._known: list[str] = []

    def given(self, name: str) -> ast.Option | None:
        """The option as written, or None where it is not given."""
        self._known.append(name)
        return self._left.pop(name, None)

    def text(self, name: str, default: str) -> str:
        """The text of an option."""
        option = self.given(name)
        return default if option is None else self._text(option)

    def maybe(self, name: str) -> str | None:
        """The text of an option, None where it is not given."""
        option = self.given(name)
        return None if option is None else self._text(option)

    def texts(self, name: str) -> list[str]:
        """The texts of an option that may be given several times."""
        self.given(name)
        return [self._text(option) for option in self._written if option.name.lower() == name]

    def flag(self, name: str, default: bool = False) -> bool:
        """An option that is true or false."""
        option = self.given(name)
        if option is None:
            return default
        word = self._text(option).lower()
        if word not in _TRUE | _FALSE:
            raise self.bad(option, "It must be true or false.")
        return word in _TRUE

    def whole(self, name: str, default: int, least: int = 0) -> int:
        """An option that is a whole number of at least *least*."""
        option = self.given(name)
        if option is None:
            return default
        number = read_number(self._text(option))
        if not isinstance(number, int) or number < least:
            raise self.bad(option, f"It must be a whole number of at least {least}.")
        return number

    def choice(self, name: str, choices: Sequence[str], default: str) -> str:
        """An option that is one of a few words, in any case."""
        option = self.given(name)
        if option is None:
            return default
        word = self._text(option).lower()
        if word not in choices:
            raise self.bad(option, f"It must be one of {', '.join(choices)}.")
        return word

    def rest(self) -> dict[str, str]:
        """The texts of all options that nobody has asked for, which have names of the user's."""
        texts = {name: self._text(option) for name, option in self._left.items()}
        self._left.clear()
        return texts

    def close(self) -> None:
        """Complain about the first option that nobody has asked for."""
        for option in self._left.values():
            hint = did_you_mean(option.name, self._known) or self._list()
            raise complaint(
                self._node,
                f"Invalid argument: '{option.name}={_raw(option.value)}'",
                code="SPL350",
                span=option.span,
                hint=hint,
            )

    def bad(self, option: ast.Option, hint: str) -> BindError:
        """The error for an option whose value makes no sense."""
        return complaint(
            self._node,
            f"Invalid value '{_raw(option.value)}' for the option '{option.name}'.",
            code="SPL351",
            span=option.span,
            hint=hint,
        )

    def _text(self, option: ast.Option) -> str:
        if isinstance(option.value, ast.Word | ast.Text):
            return option.value.value
        raise self.bad(option, "A word or a quoted text is needed here.")

    def _list(self) -> str:
        known = sorted(set(self._known))
        return f"Options: {', '.join(known)}." if known else "This command has no options."


def _raw(value: object) -> str:
    return str(getattr(value, "raw", "(…)"))


def options_and_items(node: ast.Command) -> tuple[Options, list[Item]]:
    """Split the arguments of an ``options`` command into options and what stands in order."""
    items = arguments_of(node, ast.OptionsArguments).items
    options = [item for item in items if isinstance(item, ast.Option)]
    return Options(node, options), [item for item in items if not isinstance(item, ast.Option)]


def words_of(node: ast.Command, items: Iterable[Item]) -> list[str]:
    """The texts of positional *items*; BindError for a bracket among them."""
    words = []
    for item in items:
        if not isinstance(item, ast.Word | ast.Text):
            raise complaint(node, f"Invalid argument: '{_raw(item)}'", code="SPL350")
        words.append(item.value)
    return words


def subsearches_of(node: ast.Command, items: Iterable[Item]) -> list[ast.Subsearch]:
    """The subsearches among *items*; BindError for anything else."""
    found = []
    for item in items:
        if not isinstance(item, ast.Subsearch):
            raise complaint(
                node, f"Invalid argument: '{_raw(item)}'", code="SPL350", span=item.span
            )
        found.append(item)
    return found


def only_word(node: ast.Command, items: Sequence[Item], what: str) -> str:
    """The one positional word of a command; BindError where there is none or a second."""
    words = words_of(node, items)
    if not words:
        raise complaint(node, f"You must specify {what}.", code="SPL352")
    if len(words) > 1:
        raise complaint(node, f"Invalid argument: '{words[1]}'", code="SPL350", span=items[1].span)
    return words[0]


def no_arguments(node: ast.Command) -> None:
    """BindError for anything behind a command that takes nothing."""
    options, items = options_and_items(node)
    options.close()
    words = words_of(node, items)
    if words:
        raise complaint(node, f"Invalid argument: '{words[0]}'", code="SPL350", span=items[0].span)


def read_limits(options: Options, maxout: int) -> int:
    """Read ``maxout``; the limits of time that go with it are understood and set nothing."""
    for name in ("maxtime", "timeout"):
        options.whole(name, 0)
    options.flag("extendtimerange")
    return options.whole("maxout", maxout)


def field_as_name(node: ast.Command, items: Sequence[Item]) -> tuple[str, str | None]:
    """Read ``field`` or ``field AS name``."""
    words = words_of(node, items)
    match words:
        case []:
            raise complaint(node, "You must specify a field.", code="SPL352")
        case [field]:
            return field, None
        case [field, word, name] if word.lower() == "as":
            return field, name
    raise complaint(node, f"Invalid argument: '{words[1]}'", code="SPL350", span=items[1].span)
