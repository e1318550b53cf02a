"""What to say when arguments do not fit their shape: Splunk's wording, a code, a place, a hint."""

from __future__ import annotations

import re
from dataclasses import dataclass

SEARCH_WORDS = frozenset({"S_WORD", "S_WORD_BY", "S_VALUE", "IN_WORD", "S_OP"})
EVAL_WORDS = frozenset({"E_NAME", "CMP", "E_TARGET"})

_COMPARATOR_BEFORE = re.compile(r"(==|!=|<=|>=|<>|[=<>])\s*$")
_COMPARATOR = re.compile(r"==|!=|<=|>=|<>|[=<>]")
_CLAUSE_BEFORE = re.compile(r"\b(AND|OR|NOT)\s*$")
_CLAUSE = re.compile(r"(AND|OR)(?!\w)")
_TERM_BEFORE = re.compile(r"\b(AND|OR|XOR|NOT|LIKE|IN)\s*$", re.IGNORECASE)
_TERM = re.compile(r"(?:AND|OR|XOR)\b|\)|,", re.IGNORECASE)
_FACTOR_BEFORE = re.compile(r"[-+*/%.!]\s*$")
_KEYWORD_BEFORE = re.compile(r"\b(by|groupby|as|over|where|from)\s*$", re.IGNORECASE)
_BY = re.compile(r"(?:group)?by\b", re.IGNORECASE)
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
_QUOTED_OR_PAREN = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[()]', re.DOTALL)
_WORD = re.compile(r'[^\s,"]*"[^"]*"?[^\s,"]*|[^\s,]+')


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a parser stopped.

    Attributes:
        command: name of the command.
        shape: its argument shape.
        text: the argument text.
        at: offset in `text` of what does not fit; its length at the end.
        expected: names of the terminals that would have fitted.
    """

    command: str
    shape: str
    text: str
    at: int
    expected: frozenset[str]

    @property
    def before(self) -> str:
        """The text that fitted."""
        return self.text[: self.at]

    @property
    def rest(self) -> str:
        """The text that did not fit."""
        return self.text[self.at :].rstrip()


@dataclass(frozen=True, slots=True)
class Said:
    """An explanation; offsets count in the argument text."""

    code: str
    message: str
    start: int
    end: int
    hint: str | None = None


def explain(fault: Fault) -> Said:
    """Return what to say about *fault*, worded as Splunk words it where that is known."""
    if fault.expected & SEARCH_WORDS or _inside_search(fault):
        return _explain_search(fault)
    if fault.shape == "eval" and (not fault.text.strip() or "E_TARGET" in fault.expected):
        return _explain_assignment(fault)
    if fault.expected == {"_EQUAL"} and fault.shape == "eval":
        return _explain_assignment(fault)
    if fault.expected & EVAL_WORDS or fault.shape in ("eval", "where"):
        return _explain_eval(fault)
    if fault.shape in _USAGES:
        return _usage(fault)
    if fault.shape in ("stats", "chart", "tstats"):
        return _explain_aggregates(fault)
    return _argument(fault, "SPL142")


def _inside_search(fault: Fault) -> bool:
    """Whether what was read last is a search expression, not only what could come next."""
    if fault.shape in ("tstats", "inputlookup"):
        return "RPAR" in fault.expected and _WHERE.search(fault.before) is not None
    return fault.shape == "search"


# --- expressions of the search command


def _explain_search(fault: Fault) -> Said:
    comparator = _COMPARATOR_BEFORE.search(fault.before)
    if comparator and "S_VALUE" in fault.expected:
        return _no_right_side(fault, comparator)
    clause = _CLAUSE_BEFORE.search(fault.before)
    if clause and (not fault.rest or _CLAUSE.match(fault.rest) or fault.rest[0] == ")"):
        operator = clause[1]
        message = f"'{operator}' operator is missing a clause on the right hand side."
        return _in_search(fault, "SPL114", message, clause.start(1), clause.end(1))
    if found := _CLAUSE.match(fault.rest):
        message = f"'{found[1]}' operator is missing a clause on the left hand side."
        return _in_search(fault, "SPL114", message, fault.at, fault.at + len(found[1]))
    if found := _COMPARATOR.match(fault.rest):
        message = f"Comparator '{found[0]}' is missing a term on the left hand side."
        return _in_search(fault, "SPL116", message, fault.at, fault.at + len(found[0]))
    return _unbalanced(fault)


def _no_right_side(fault: Fault, comparator: re.Match[str]) -> Said:
    sign, start, end = comparator[1], comparator.start(1), comparator.end(1)
    if fault.rest.startswith("("):
        close = fault.rest.find(")")
        group = fault.rest[: close + 1] if close >= 0 else fault.rest
        message = f"Comparator '{sign}' has an invalid term on the right hand side: {group}"
        hint = "For several values write field IN (a, b)."
        return _in_search(fault, "SPL113", message, fault.at, fault.at + len(group), hint)
    message = f"Comparator '{sign}' is missing a term on the right hand side."
    keyword = _CLAUSE.match(fault.rest) or fault.rest.startswith("NOT")
    hint = "Put a value that is a keyword in quotes." if keyword else f"Write a value after {sign}."
    return _in_search(fault, "SPL112", message, start, end, hint)


def _unbalanced(fault: Fault) -> Said:
    opened = _open_parenthesis(fault.before)
    if opened is not None and (not fault.rest or _BY.match(fault.rest)):
        message = "unbalanced parentheses."
        return _in_search(fault, "SPL111", message, opened, opened + 1, "Close it with ).")
    if fault.rest.startswith(")") and opened is None:
        message, hint = "unbalanced parentheses.", "Remove it, or open it with (."
        return _in_search(fault, "SPL111", message, fault.at, fault.at + 1, hint)
    if fault.rest.startswith(")"):
        return _in_search(fault, "SPL115", "the list is empty.", fault.at, fault.at + 1)
    word = _word(fault.rest)
    message = f"'{word}' cannot stand here."
    return _in_search(fault, "SPL115", message, fault.at, fault.at + len(word))


def _in_search(
    fault: Fault, code: str, message: str, start: int, end: int, hint: str | None = None
) -> Said:
    frame = f"Error in '{fault.command}' command: Unable to parse the search: "
    return Said(code, frame + message, start, end, hint)


# --- expressions of eval


def _explain_assignment(fault: Fault) -> Said:
    usage = f"Usage: {fault.command} dest_key = expression."
    if not fault.text.strip():
        message = f"Arguments are missing. {usage}"
        return Said("SPL120", _frame(fault, message), fault.at, fault.at)
    message = f"Failed to parse the provided arguments. {usage}"
    hint = "Write name = expression, with a comma between two of them."
    return Said("SPL121", _frame(fault, message), fault.at, fault.at + 1, hint)


def _explain_eval(fault: Fault) -> Said:
    if "E_NAME" in fault.expected:
        return _no_operand(fault)
    opened = _open_parenthesis(fault.before)
    if not fault.rest:
        start = fault.at if opened is None else opened
        return _malformed(fault, "SPL122", "Expected ).", start, start + 1, "Close it with ).")
    if fault.rest[0] in "),":
        return _unexpected_character(fault)
    message = f"The operator at '{fault.rest}' is invalid."
    return Said("SPL127", _frame(fault, message), fault.at, len(fault.text), _operator_hint(fault))


def _operator_hint(fault: Fault) -> str:
    if fault.rest[0] in ":@{#":
        return "Put a field name with such characters in 'single quotes'."
    if fault.shape == "eval" and re.match(r"[\w.]+\s*=", fault.rest):
        return "Put a comma between two assignments."
    return "Put an operator such as AND between two terms."


def _no_operand(fault: Fault) -> Said:
    if fault.rest and not _TERM.match(fault.rest):
        return _unexpected_character(fault)
    if found := _TERM_BEFORE.search(fault.before):
        word = found[1].upper()
        what = f"A{'n' if word[0] in 'AIO' else ''} '{word}' term is missing."
        return _malformed(fault, "SPL124", what, found.start(1), found.end(1))
    if found := _FACTOR_BEFORE.search(fault.before):
        return _malformed(fault, "SPL123", "The factor is missing.", found.start(), fault.at)
    if found := _COMPARATOR_BEFORE.search(fault.before):
        if fault.shape == "eval" and not _COMPARATOR.search(fault.before[: found.start()]):
            return _explain_assignment(fault)
        what = "A comparison term is missing."
        return _malformed(fault, "SPL125", what, found.start(1), found.end(1))
    if not fault.rest:
        return _malformed(fault, "SPL123", "The factor is missing.", fault.at, fault.at + 1)
    return _unexpected_character(fault)


def _unexpected_character(fault: Fault) -> Said:
    what = f"An unexpected character is reached at '{fault.rest}'."
    return _malformed(fault, "SPL126", what, fault.at, fault.at + 1)


def _malformed(
    fault: Fault, code: str, what: str, start: int, end: int, hint: str | None = None
) -> Said:
    return Said(code, _frame(fault, f"The expression is malformed. {what}"), start, end, hint)


# --- aggregates and everything else


def _explain_aggregates(fault: Fault) -> Said:
    keyword = _KEYWORD_BEFORE.search(fault.before)
    word = keyword[1].lower() if keyword else ""
    if keyword and word in ("by", "groupby", "over"):
        message = f"You must specify at least one field after '{word}'."
        if fault.shape == "tstats":
            message = f"Missing field list after '{word}' keyword."
        return Said("SPL131", _frame(fault, message), keyword.start(1), keyword.end(1))
    if keyword and word == "as":
        message = "You must specify a field name after 'as'."
        return Said("SPL132", _frame(fault, message), keyword.start(1), keyword.end(1))
    return _argument(fault, "SPL130")


_USAGES: dict[str, str] = {
    "rename": "Error in 'rename' command: Usage: rename [old_name AS/TO/-> new_name]+.",
    "replace": "Error in 'replace' command: Usage: replace [orig_str WITH new_str]+ "
    "[IN field1, field2, ...].",
    "regex": "Error in 'SearchOperator:regex': Usage: regex <field> (=|!=) <regex>.",
    "join": "Error in 'join' command: Usage: join (<join-options>)* <join-constraint> <dataset>.",
    "lookup": "Error in 'lookup' command: Usage: lookup <table> <column> [AS <field>] "
    "[OUTPUT|OUTPUTNEW <column> [AS <field>]].",
    "inputlookup": "Error in 'inputlookup' command: Usage: inputlookup [append=<bool>] "
    "[start=<int>] [max=<int>] <table> [WHERE <search>].",
    "from": "Error in 'from' command: Usage: from <dataset-type>:<dataset-name>.",
    "rex": "Error in 'SearchOperator:rex': Usage: rex [field=<field>] [max_match=<int>] "
    "[mode=sed] <regex>.",
    "head": "Error in 'head' command: The argument must be a positive number or a boolean "
    "expression.",
}


def _usage(fault: Fault) -> Said:
    word = _word(fault.rest)
    return Said("SPL140", _USAGES[fault.shape], fault.at, fault.at + max(1, len(word)))


def _argument(fault: Fault, code: str) -> Said:
    if not fault.text.strip():
        return Said("SPL141", _frame(fault, "Arguments are missing."), fault.at, fault.at)
    start = fault.at
    while start and not fault.text[start - 1].isspace() and fault.text[start - 1] != ",":
        start -= 1
    if not fault.rest:
        start = fault.before.rstrip().rfind(" ") + 1
    word = _word(fault.text[start:]) or fault.rest
    message = f"The argument '{word}' is invalid."
    return Said(code, _frame(fault, message), start, start + max(1, len(word)))


def _frame(fault: Fault, message: str) -> str:
    return f"Error in '{fault.command}' command: {message}"


def _word(text: str) -> str:
    found = _WORD.match(text)
    return found[0] if found else text[:1]


def _open_parenthesis(text: str) -> int | None:
    """Offset of the innermost parenthesis that is still open at the end of *text*."""
    opened: list[int] = []
    for found in _QUOTED_OR_PAREN.finditer(text):
        if found[0] == "(":
            opened.append(found.start())
        elif found[0] == ")" and opened:
            opened.pop()
    return opened[-1] if opened else None
