"""Macros: `name` and `name(a, b)` replaced by their definitions before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from spl.errors import MacroError, Span, did_you_mean
from spl.language.comments import blank_comments
from spl.language.macro_arguments import bind_arguments, split_arguments, substitute
from spl.language.source import Piece, SourceMap

MAX_DEPTH = 100
MAX_CALLS = 100_000
MAX_LENGTH = 50_000_000

Evaluate = Callable[[str], object]

_NEXT = re.compile(r'\\.|"(?:[^"\\]++|\\.)*+(?:"|$)|`', re.DOTALL)
_CLOSE = re.compile(r'"(?:[^"\\]++|\\.)*+"|`', re.DOTALL)
_CALL = re.compile(r"\s*([^\s()`=,\"|]+)\s*(?:\((.*)\))?\s*", re.DOTALL)
_STAGE_ENDS = re.compile(r"\s*(?:\Z|[|\]])")


@dataclass(frozen=True, slots=True)
class Macro:
    """One stanza of macros.conf.

    Attributes:
        name: the name without the number of arguments.
        args: names of the arguments, in order.
        definition: the text that replaces a call; with `iseval` an eval expression that gives it.
        iseval: whether `definition` is an eval expression.
        validation: eval expression over the arguments; true is well, a text is an error.
        errormsg: what to say when `validation` is false.
    """

    name: str
    args: tuple[str, ...] = ()
    definition: str = ""
    iseval: bool = False
    validation: str | None = None
    errormsg: str | None = None


def macro_key(name: str, arity: int) -> str:
    """Return the name of the stanza that defines *name* with *arity* arguments: ``name(2)``."""
    return f"{name}({arity})" if arity else name


def expand(
    text: str, macros: Mapping[str, Macro], evaluate: Evaluate | None = None
) -> tuple[str, SourceMap]:
    """Return *text* with all macro calls replaced, and the way back to *text*.

    Splunk, Knowledge Manager Manual "Use search macros": calls inside double quotes stay,
    ``$arg$`` is replaced everywhere in the definition, arity is part of the name.

    A published rule ends in a stage of its own filter, ``<rule file name>_filter``, which is made
    together with the rule and says ``search *`` until somebody writes one. So a stage that is a
    call of an undefined macro of such a name means ``search *``, and a rule can be pasted whole.

    Args:
        text: a search without comments.
        macros: definitions under ``name`` or ``name(2)``; only `get` and iteration are used.
        evaluate: gives the value of an eval expression, for `iseval` and `validation`.

    Raises:
        MacroError: SPL201 to SPL208.
    """
    if "`" not in text:
        return text, SourceMap()
    return _Expander(text, macros, evaluate).run()


def call_end(text: str, start: int) -> int:
    """Return where the macro call that opens at *start* ends, its closing tick included.

    Ticks inside quoted arguments do not close it.

    Raises:
        MacroError: SPL203, the call is not closed.
    """
    at = start + 1
    while found := _CLOSE.search(text, at):
        at = found.end()
        if found.group() == "`":
            return at
    raise MacroError(
        "Error in 'SearchParser': Missing a closing tick mark for macro expansion.",
        code="SPL203",
        span=Span(start, len(text)),
        hint="End the call with `.",
        text=text,
    )


@dataclass(slots=True)
class _Expander:
    text: str
    macros: Mapping[str, Macro]
    evaluate: Evaluate | None
    calls: int = 0
    length: int = 0
    at: Span = field(default_factory=lambda: Span(0, 0))
    path: list[str] = field(default_factory=list)

    def run(self) -> tuple[str, SourceMap]:
        """Expand the typed text and note where each piece came from."""
        source, parts, out = SourceMap(), list[str](), 0
        for start, end, name, text in self.pieces(self.text, top=True):
            if text or name:
                source.add(Piece(out, start, end, name, text if name else ""))
                parts.append(text)
                out += len(text)
        if not source.pieces:
            source.add(Piece(0, 0, len(self.text)))
        return "".join(parts), source

    def pieces(self, text: str, top: bool) -> list[tuple[int, int, str | None, str]]:
        """The stretches of *text*: verbatim ones, and calls with their replacement."""
        found: list[tuple[int, int, str | None, str]] = []
        done = at = 0
        while tick := _NEXT.search(text, at):
            at = tick.end()
            if tick.group() != "`":
                continue
            start = tick.start()
            if top:
                self.at = Span(start, len(text))
            close = self.close(text, at)
            if top:
                self.at = Span(start, close + 1)
            found.append((done, start, None, text[done:start]))
            stage = text[done:start].rstrip().endswith("|") and _STAGE_ENDS.match(text, close + 1)
            name, replacement = self.call(text[at:close], stage=bool(stage))
            found.append((start, close + 1, name, replacement))
            done = at = close + 1
        found.append((done, len(text), None, text[done:]))
        return found

    def close(self, text: str, at: int) -> int:
        """Offset of the tick that ends a call; ticks inside quoted arguments do not."""
        try:
            return call_end(text, at - 1) - 1
        except MacroError as error:
            framed = error.message.removeprefix("Error in 'SearchParser': ")
            raise self.error("SPL203", framed, error.hint) from None

    def call(self, body: str, stage: bool) -> tuple[str, str]:
        """The macro's name and the text that its call stands for; *stage*: it is all of a stage."""
        parsed = _CALL.fullmatch(body)
        if parsed is None:
            open_only = body.count("(") > body.count(")")
            detail = " Expected closing ')'." if open_only else ""
            raise self.error("SPL205", f"The macro expression '{body}' is invalid.{detail}")
        name = parsed[1]
        values = [] if parsed[2] is None else split_arguments(parsed[2])
        key = macro_key(name, len(values))
        macro = self.macros.get(key)
        if macro is None and not values:
            macro = self.macros.get(f"{name}(0)")
        if macro is None and stage and not values and name.endswith("_filter"):
            return name, "search *"
        if macro is None:
            raise self.missing(name, len(values))
        return name, self.replacement(macro, key, values)

    def replacement(self, macro: Macro, key: str, values: list[str]) -> str:
        """The definition with its arguments, evaluated where it is iseval, expanded in turn."""
        self.guard(key)
        bound = bind_arguments(macro.args, values)
        self.validate(macro, bound)
        text = substitute(macro.definition, bound)
        if macro.iseval:
            text = self.evaluated(macro, text)
        self.path.append(key)
        text = blank_comments(text)
        if "`" in text:
            text = "".join(piece[3] for piece in self.pieces(text, top=False))
        self.path.pop()
        self.length += len(text)
        if self.length > MAX_LENGTH:
            raise self.error("SPL208", f"Macros expand to more than {MAX_LENGTH:,} characters.")
        return text

    def guard(self, key: str) -> None:
        """Refuse cycles, endless chains and endless numbers of calls."""
        self.calls += 1
        if key in self.path or len(self.path) >= MAX_DEPTH:
            chain = " -> ".join([*self.path[-5:], key])
            raise self.error(
                "SPL204",
                f"Reached maximum recursion depth ({MAX_DEPTH}) while expanding macros.",
                f"The macro '{key}' is reached by way of {chain}.",
            )
        if self.calls > MAX_CALLS:
            raise self.error("SPL208", f"The search makes more than {MAX_CALLS:,} macro calls.")

    def validate(self, macro: Macro, bound: Mapping[str, str]) -> None:
        """Run the macro's validation expression over its arguments."""
        if not macro.validation or self.evaluate is None:
            return
        verdict = self.evaluate(substitute(macro.validation, bound))
        if verdict is True:
            return
        reason = verdict if isinstance(verdict, str) and verdict else macro.errormsg
        raise self.error(
            "SPL206", reason or f"The arguments of the macro '{macro.name}' are invalid."
        )

    def evaluated(self, macro: Macro, text: str) -> str:
        """The text that an iseval definition gives."""
        if self.evaluate is None:
            raise self.error(
                "SPL207", f"The macro '{macro.name}' is an eval expression, which is not run here."
            )
        result = self.evaluate(text)
        if not isinstance(result, str):
            raise self.error(
                "SPL207",
                f"The eval expression of the macro '{macro.name}' must give a string.",
            )
        return result

    def missing(self, name: str, arity: int) -> MacroError:
        """The error for a macro that nobody defined, with the nearest ones that exist."""
        known = list(self.macros)
        arities = sorted(_arity(key) for key in known if key.split("(")[0] == name)
        if arities:
            counts = " or ".join(map(str, arities))
            takes = f"It is defined with {counts} argument{'' if arities == [1] else 's'}"
            code, call = "SPL202", macro_key(name, arity)
            message = f"The macro '{name}' takes other arguments than '{call}' gives it."
            return self.error(code, message, f"{takes}, and called with {arity}.")
        return self.error(
            "SPL201",
            f"The search specifies a macro '{macro_key(name, arity)}' that cannot be found.",
            did_you_mean(name, (key.split("(")[0] for key in known))
            or "Define it, or load the app that does.",
        )

    def error(self, code: str, message: str, hint: str | None = None) -> MacroError:
        """A MacroError at the outermost call, which stands in the typed text."""
        inside = f"It is called in the definition of `{self.path[-1]}`." if self.path else None
        hints = " ".join(part for part in (hint, inside) if part)
        framed = f"Error in 'SearchParser': {message}"
        return MacroError(framed, code=code, span=self.at, hint=hints or None, text=self.text)


def _arity(key: str) -> int:
    count = key.partition("(")[2].rstrip(")")
    return int(count) if count.isdecimal() else 0
