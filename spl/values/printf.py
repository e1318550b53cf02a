"""The format language of the printf function: C's, with %z for text and ' for thousands.

Splunk, Search Reference: Conversion functions. Conversions: ``%c`` a character; ``%d %i`` signed,
``%u`` unsigned, ``%o`` octal, ``%x %X %p`` hexadecimal numbers; ``%e %E %f %F %g %G %a %A``
floating-point numbers; ``%s %z`` text; ``%%`` a percent sign. Flags ``- + blank # 0 '``, a width
and a precision, each a number or ``*`` for the next argument.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spl.values.value import NumericText, Value, as_number, single_text

_DIRECTIVE = re.compile(r"%([-+ #0']*)(\*|[0-9]+)?(?:\.(\*|[0-9]*))?(.)", re.DOTALL)
_WIDEST = 10_000
_WRAP = 2**64


class BadFormat(ValueError):  # noqa: N818 - read as "except BadFormat"
    """The format or an argument cannot be used."""


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive of a format, its ``*`` filled in."""

    flags: str
    width: int
    precision: int | None
    kind: str


def printf(format_: str, arguments: Iterator[Value]) -> str:
    """Fill the arguments into the format; raises BadFormat."""
    parts, place = [], 0
    for found in _DIRECTIVE.finditer(format_):
        parts.append(format_[place : found.start()])
        place = found.end()
        parts.append(_fill(found, arguments))
    rest = format_[place:]
    if "%" in rest:
        raise BadFormat("a lone % at the end")
    return "".join([*parts, rest])


def _fill(found: re.Match[str], arguments: Iterator[Value]) -> str:
    flags, width, precision, kind = found.groups()
    if kind == "%":
        return "%"
    wide = _size(width, arguments) or 0
    if wide < 0:
        flags, wide = flags + "-", -wide
    exact = _size(precision, arguments)
    if precision is not None and exact is None:
        exact = 0
    directive = Directive(flags, wide, None if exact is None or exact < 0 else exact, kind)
    value = next(arguments, None)
    if value is None or isinstance(value, tuple):
        raise BadFormat("an argument is missing, null or a multivalue")
    return _pad(directive, *_convert(directive, value))


def _size(text: str | None, arguments: Iterator[Value]) -> int | None:
    """A width or precision; None where there is none."""
    if not text:
        return None
    number = as_number(next(arguments, None)) if text == "*" else int(text[:9])
    if number is None or not abs(number) <= _WIDEST:
        raise BadFormat("a width or precision is no number or too large")
    return int(number)


def _convert(directive: Directive, value: Value) -> tuple[str, str]:
    """The sign or prefix, and what follows it."""
    kind = directive.kind
    if kind in "sz":
        shown = ("True" if value else "False") if isinstance(value, bool) else single_text(value)
        return "", (shown or "")[: directive.precision]
    if kind == "c":
        return "", _character(value)
    number = as_number(value)
    if number is None:
        raise BadFormat(f"%{kind} takes a number")
    if kind in "diuoxXp":
        return _whole(directive, number)
    if kind in "eEfFgGaA":
        return _floating(directive, number)
    raise BadFormat(f"%{kind} is not a conversion")


def _character(value: Value) -> str:
    """The character of a code point, or the first of a text."""
    if isinstance(value, str) and not isinstance(value, NumericText):
        return value[:1]
    number = as_number(value)
    if number is None or not 0 <= number <= 0x10FFFF:
        raise BadFormat("%c takes a code point or text")
    return chr(int(number))


def _whole(directive: Directive, number: float) -> tuple[str, str]:
    if not math.isfinite(number):
        raise BadFormat("not a finite number")
    whole, kind, flags = math.trunc(number), directive.kind, directive.flags
    if kind not in "di" and whole < 0:
        whole %= _WRAP
    digits = format(abs(whole), {"o": "o", "x": "x", "X": "X", "p": "X"}.get(kind, "d"))
    if directive.precision is not None:
        digits = "" if not whole and not directive.precision else digits.zfill(directive.precision)
    if "'" in flags and kind in "diu":
        digits = _thousands(digits)
    prefix = ""
    if "#" in flags and kind in "xXp" and whole:
        prefix = "0x" if kind == "x" else "0X"
    elif "#" in flags and kind == "o" and not digits.startswith("0"):
        digits = "0" + digits
    return (_sign(flags, negative=whole < 0) if kind in "di" else "") + prefix, digits


def _floating(directive: Directive, number: float) -> tuple[str, str]:
    kind, flags = directive.kind, directive.flags
    sign = _sign(flags, negative=math.copysign(1, number) < 0 and not math.isnan(number))
    size = abs(float(number))
    if not math.isfinite(size):
        return sign, str(size).upper() if kind.isupper() else str(size)
    if kind in "aA":
        prefix, digits = "0x", _hexadecimal(size, directive.precision, point="#" in flags)
        return (sign + prefix.upper(), digits.upper()) if kind == "A" else (sign + prefix, digits)
    precision = 6 if directive.precision is None else directive.precision
    digits = format(size, f"{'#' if '#' in flags else ''}.{precision}{kind}")
    if "'" in flags and kind in "fFgG":
        whole, rest = re.fullmatch(r"([0-9]*)(.*)", digits, re.DOTALL).groups()  # type: ignore[union-attr]  # fits all
        digits = _thousands(whole) + rest
    return sign, digits


def _hexadecimal(size: float, precision: int | None, *, point: bool) -> str:
    """C's %a: one hexadecimal digit, the fraction, and the exponent of two."""
    lead, _, rest = size.hex()[2:].partition(".")
    fraction, _, exponent = rest.partition("p") if rest else ("", "", lead.partition("p")[2])
    lead = lead.partition("p")[0]
    if precision is None:
        fraction = fraction.rstrip("0")
    elif precision < len(fraction):
        scaled = int(lead + fraction, 16)
        unit = 16 ** (len(fraction) - precision)
        kept, over = divmod(scaled, unit)
        kept += over * 2 > unit or (over * 2 == unit and kept % 2)
        digits = format(kept, "x").zfill(precision + 1)
        lead, fraction = digits[: len(digits) - precision], digits[len(digits) - precision :]
    else:
        fraction = fraction.ljust(precision, "0")
    return f"{lead}{'.' if fraction or point else ''}{fraction}p{exponent}"


def _sign(flags: str, *, negative: bool) -> str:
    if negative:
        return "-"
    return "+" if "+" in flags else " " if " " in flags else ""


def _thousands(digits: str) -> str:
    return re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", digits)


def _pad(directive: Directive, prefix: str, body: str) -> str:
    missing = max(0, directive.width - len(prefix) - len(body))
    if "-" in directive.flags:
        return prefix + body + " " * missing
    zeros = "0" in directive.flags and directive.kind not in "szc"
    exact_whole = directive.precision is not None and directive.kind in "diuoxXp"
    endless = body[:1].lower() in ("i", "n")  # inf, nan
    if zeros and not exact_whole and not endless:
        return prefix + "0" * missing + body
    return " " * missing + prefix + body
