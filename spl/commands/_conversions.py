"""The functions of convert: each takes the text of one value, null where it cannot be converted."""

from __future__ import annotations

import re
from datetime import tzinfo

from spl.values.strftime import strftime
from spl.values.strptime import strptime
from spl.values.value import read_number

_DURATION = re.compile(r"(?:([0-9]{1,9})\+)?([0-9]{1,9}):([0-5]?[0-9]):([0-5]?[0-9](?:\.[0-9]+)?)")
_MINUTES = re.compile(r"(?:([0-9]{1,9}):)?([0-9]{1,9}(?:\.[0-9]+)?)")
_MEMORY = re.compile(r"([+-]?[0-9]{1,300}(?:\.[0-9]{1,300})?)\s*([kmg]?)b?", re.IGNORECASE)
_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_LEADING = re.compile(r"[+-]?(?:[0-9]{1,300}(?:\.[0-9]{0,300})?|\.[0-9]{1,300})")
_KILOBYTES = {"": 1, "k": 1, "m": 1024, "g": 1024 * 1024}

Number = int | float


def num(text: str) -> Number | None:
    """The number that the first fitting conversion gives."""
    number = read_number(text)
    if number is not None:
        return number
    if _COMMAS.fullmatch(text):
        return read_number(text.replace(",", ""))
    for convert in (dur2sec, mstime, memk):
        number = convert(text)
        if number is not None:
            return number
    return None


def auto(text: str) -> str | Number:
    """The number, or the text as it is."""
    number = num(text)
    return text if number is None else number


def dur2sec(text: str) -> Number | None:
    """``[D+]HH:MM:SS`` in seconds."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        return None
    days, hours, minutes, seconds = found.groups()
    return _sum(int(days or 0) * 86400 + int(hours) * 3600 + int(minutes) * 60, seconds)


def mstime(text: str) -> Number | None:
    """``[MM:]SS.SSS`` in seconds."""
    found = _MINUTES.fullmatch(text.strip())
    return None if found is None else _sum(int(found[1] or 0) * 60, found[2])


def memk(text: str) -> Number | None:
    """A number with k, m or g behind it in kilobytes; k where nothing stands there."""
    found = _MEMORY.fullmatch(text.strip())
    number = read_number(found[1]) if found else None
    if found is None or number is None:
        return None
    return number * _KILOBYTES[found[2].lower()]


def rmcomma(text: str) -> str:
    """The text without its commas."""
    return text.replace(",", "")


def rmunit(text: str) -> Number | None:
    """The number at the front."""
    found = _LEADING.match(text.strip())
    return read_number(found[0]) if found else None


def ctime(text: str, *, form: str, zone: tzinfo) -> str | None:
    """Epoch seconds as text."""
    number = read_number(text)
    return None if number is None else strftime(number, form, zone)


def mktime(text: str, *, form: str, zone: tzinfo) -> Number | None:
    """Text as epoch seconds."""
    return strptime(text, form, zone)


def _sum(whole: int, seconds: str) -> Number:
    number = read_number(seconds)
    return whole + (0 if number is None else number)
