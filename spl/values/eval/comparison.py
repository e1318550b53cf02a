"""Comparison and Conditional functions."""

from __future__ import annotations

from collections.abc import Callable

from spl.values import compare
from spl.values.book import eval_function
from spl.values.cidr import network
from spl.values.regex import BadRegex, compile_regex
from spl.values.value import Value, as_texts, single_text

_HEADING = "Comparison and Conditional functions"


@eval_function("case(condition, value, ...)", category=_HEADING, step=2)
def case(*pairs: Value) -> Value:
    """Return the value after the first condition that is true, null when none is.

    Examples:
        case(1=2, "a", 2=2, "b", 3=3, "c") -> b
        case(null()=1, "a", 1=2, "b") -> null
        case(isnull(null()), "none", true(), "other") -> none
    """
    for condition, value in zip(pairs[::2], pairs[1::2], strict=False):
        if condition is True:
            return value
    return None


@eval_function("cidrmatch(network, address)", category=_HEADING)
def cidrmatch(net: Value, address: Value) -> Value:
    """Return whether an IPv4 or IPv6 address lies in a network in CIDR notation.

    What is no address lies in none; any one value of a multivalue will do.

    Examples:
        cidrmatch("10.0.0.0/8", "10.9.8.7") -> True
        cidrmatch("10.0.0.0/8", "11.9.8.7") -> False
        cidrmatch("2001:db8::/32", "2001:db8:1::1") -> True
        cidrmatch("10.0.0.0/8", "unknown") -> False
        cidrmatch("10.0.0.0/8", null()) -> null
    """
    text = single_text(net)
    if text is None or address is None:
        return None
    holds = network(text)
    return holds is not None and any(map(holds, as_texts(address)))


@eval_function("coalesce(value, ...)", category=_HEADING, aliases=("ifnull",))
def coalesce(*values: Value) -> Value:
    """Return the first value that is not null; an empty text is a value.

    Examples:
        coalesce(null(), "a", "b") -> a
        len(coalesce(null(), "", "b")) -> 0
        coalesce(null(), null()) -> null
        ifnull(null(), 5) -> 5
    """
    return next((value for value in values if value is not None), None)


@eval_function("false()", category=_HEADING)
def false() -> Value:
    """Return the boolean false.

    Examples:
        if(false(), "a", "b") -> b
        tostring(false()) -> False
    """
    return False


@eval_function("if(condition, value, otherwise)", category=_HEADING)
def if_(condition: Value, value: Value, otherwise: Value) -> Value:
    """Return the second argument where the condition is true, else the third: also for null.

    Examples:
        if(1=1, "yes", "no") -> yes
        if(null()=1, "yes", "no") -> no
        if(1=2, "yes", null()) -> null
    """
    return value if condition is True else otherwise


@eval_function("in(value, item, ...)", category=_HEADING)
def in_(value: Value, *items: Value) -> Value:
    """Return whether the value equals one of the items, with regard to case, without wildcards.

    Examples:
        in("a", "a", "b") -> True
        in("A", "a", "b") -> False
        in(4, 1, 4) -> True
        in("ab", "a*") -> False
        in(null(), "a") -> null
    """
    return compare.in_list(value, items)


@eval_function("like(text, pattern)", category=_HEADING)
def like(text: Value, pattern: Value) -> Value:
    """Return whether a pattern covers the text: ``%`` is any run, ``_`` any one character.

    Examples:
        like("foobar", "foo%") -> True
        like("foobar", "FOO%") -> False
        like("cat", "c_t") -> True
        like(null(), "%") -> null
    """
    return compare.like(text, pattern)


@eval_function("lookup(table, inputs, outputs)", category=_HEADING, special=True)
def lookup(ask: Callable[[], Value]) -> Value:
    """Return, as a JSON object, what a lookup table says of the JSON object of inputs.

    *outputs* is a JSON array of the columns to return. The first row that matches counts; without
    one the result is null.

    Examples:
        lookup("people", json_object("name", "al"), json_array("dept")) -> {"dept":"ops"}
        lookup("people", json_object("name", "cy"), json_array("dept")) -> null
    """
    return ask()


@eval_function("match(text, regex)", category=_HEADING, regex=1)
def match(text: Value, regex: Value) -> Value:
    r"""Return whether a regular expression matches anywhere in the text.

    Any one value of a multivalue will do. Choice: a regular expression that comes from a field and
    is none gives null.

    Examples:
        match("foobar", "^foo") -> True
        match("foobar", "^oba") -> False
        match("FOO", "(?i)foo") -> True
        match("10.2.3.4", "^\d+\.\d+") -> True
        match(null(), "a") -> null
    """
    pattern = single_text(regex)
    if pattern is None or text is None or isinstance(text, bool):
        return None
    try:
        compiled = compile_regex(pattern)
    except BadRegex:
        return None
    if isinstance(text, str):
        return compiled.matches(text)
    return any(map(compiled.matches, as_texts(text)))


@eval_function("null()", category=_HEADING)
def null() -> Value:
    """Return null.

    Examples:
        null() -> null
        isnull(null()) -> True
    """
    return None


@eval_function("nullif(value, other)", category=_HEADING)
def nullif(value: Value, other: Value) -> Value:
    """Return null where the two are equal, else the first.

    Examples:
        nullif("a", "a") -> null
        nullif("a", "b") -> a
        nullif("a", null()) -> a
    """
    return None if compare.equals(value, other) else value


@eval_function("searchmatch(search)", category=_HEADING, special=True)
def searchmatch(ask: Callable[[], Value]) -> Value:
    """Return whether the event matches a search, written as the search command takes it.

    Examples:
        searchmatch("nosuchfield=b*") -> False
        searchmatch("NOT nosuchfield=b*") -> True
    """
    return ask()


@eval_function("true()", category=_HEADING)
def true() -> Value:
    """Return the boolean true.

    Examples:
        if(true(), "a", "b") -> a
        case(1=2, "a", true(), "default") -> default
    """
    return True


@eval_function("validate(condition, value, ...)", category=_HEADING, step=2)
def validate(*pairs: Value) -> Value:
    """Return the value after the first condition that is not true, null when all are.

    Examples:
        validate(5>3, "first", 2>9, "second") -> second
        validate(1=1, "first", 2=2, "second") -> null
        validate(null()=1, "unknown") -> unknown
    """
    for condition, value in zip(pairs[::2], pairs[1::2], strict=False):
        if condition is not True:
            return value
    return None
