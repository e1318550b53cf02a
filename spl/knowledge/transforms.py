"""Transforms: what a stanza of transforms.conf takes out of a text, as names and values.

Splunk, transforms.conf.spec. Choices: REPEAT_MATCH is ignored at search time, as Splunk does; an
empty capture gives no field. Every match of a regex counts where MV_ADD is set or the data names
the fields, else the first; where names repeat, all values are kept with MV_ADD only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from spl.knowledge.conf import Setting, Settings, own_setting
from spl.knowledge.layers import flag
from spl.knowledge.setting_regex import compiled
from spl.values.regex import Match, Regex

Pair = tuple[str, str]
Extractor = Callable[[str], Iterator[Pair]]

_MODULE = re.compile(r"\[\[(?P<name>[^\]:]+)(?::(?P<prefix>[^\]]*))?\]\]")
_FORMAT_PAIR = re.compile(r'(?P<name>"[^"]*"|[^\s:]+(?::[^\s:]+)*)::(?P<value>"[^"]*"|\S+)')
_REFERENCE = re.compile(r"\$(\d+)")
_GROUP_NAME = re.compile(r"(?<!\\)\(\?P?<(?P<name>\w*)>")
_DEEPEST = 8
_LONGEST = 100_000  # characters of a regex that is put together


@dataclass(frozen=True, slots=True, eq=False)
class Transform:
    """A search-time field transform.

    Attributes:
        source_key: field that it reads.
        names: the fields that it can give; None where the data names them.
        mv_add: whether a value joins those that the field already has.
        extract: the pairs of name and value in a text, in the order of the text.
        setting: its REGEX or DELIMS.
    """

    name: str
    source_key: str
    names: frozenset[str] | None
    mv_add: bool
    extract: Extractor
    setting: Setting


def read_transform(name: str, stanzas: Mapping[str, Settings]) -> Transform:
    """Make the transform *name*.

    Raises:
        KnowledgeError: SPL602 where the stanza makes no sense.
    """
    settings = stanzas[name]
    source = settings.get("SOURCE_KEY")
    mv_add = flag(settings.get("MV_ADD"), default=False)
    key = "_raw" if source is None else _source_field(source.value)
    if "DELIMS" in settings:
        names, extract = _delimited(settings)
    else:
        names, extract = _by_regex(name, stanzas, every=mv_add)
    setting = settings["DELIMS" if "DELIMS" in settings else "REGEX"]
    return Transform(name, key, names, mv_add, extract, setting)


@lru_cache(maxsize=4096)
def clean_key(name: str) -> str:
    """Turn text from an event into a field's name: CLEAN_KEYS of transforms.conf."""
    return re.sub(r"[^A-Za-z0-9_]", "_", name).lstrip("0123456789_")


def _source_field(value: str) -> str:
    return {"MetaData:Host": "host", "MetaData:Source": "source"}.get(
        value, "sourcetype" if value == "MetaData:Sourcetype" else value.removeprefix("field:")
    )


def _by_regex(
    name: str, stanzas: Mapping[str, Settings], *, every: bool
) -> tuple[frozenset[str] | None, Extractor]:
    settings = stanzas[name]
    setting = settings.get("REGEX")
    if setting is None:
        some = own_setting(name, settings) or next(iter(settings.values()))
        raise some.error("a transform needs REGEX or DELIMS", hint=f"In [{name}].")
    regex = compiled(_with_modules(setting.value, setting, stanzas), setting)
    clean = flag(settings.get("CLEAN_KEYS"), default=True)
    form = settings.get("FORMAT")
    if form is None:
        return _named_groups(regex, clean, every)
    pairs = [(_unquote(p["name"]), _unquote(p["value"])) for p in _FORMAT_PAIR.finditer(form.value)]
    if not pairs:
        raise form.error("must be pairs of name::value", hint="For example FORMAT = user::$1.")
    if any("$" in key for key, _ in pairs):
        return None, _dynamic(regex, pairs, clean)
    return frozenset(key for key, _ in pairs), _static(regex, pairs, every)


def _with_modules(pattern: str, setting: Setting, stanzas: Mapping[str, Settings]) -> str:
    """Put the REGEX of other stanzas for ``[[name]]`` and ``[[name:prefix]]``."""
    left = _LONGEST

    def module(found: re.Match[str]) -> str:
        nonlocal left
        other = stanzas.get(found["name"], {}).get("REGEX")
        if other is None:
            raise setting.error(f"there is no transform '{found['name']}' with a REGEX")
        left -= len(other.value)
        if left < 0:
            raise setting.error(f"[[transforms]] make a regex of more than {_LONGEST} characters")
        return _prefixed(other.value, found["prefix"] or "")

    for _ in range(_DEEPEST):
        if _MODULE.search(pattern) is None:
            return pattern
        pattern = _MODULE.sub(module, pattern)
    raise setting.error("[[transforms]] name each other without end")


def _prefixed(regex: str, prefix: str) -> str:
    """A modular regex with *prefix* before the names of its groups.

    ``(?<>…)`` is a group whose name is the prefix alone; a regex in which no group has a name is
    such a group as a whole.
    """
    if prefix and _GROUP_NAME.search(regex) is None:
        return f"(?<{prefix}>{regex})"

    def named(found: re.Match[str]) -> str:
        name = prefix + found["name"]
        return f"(?<{name}>" if name else "(?:"

    return f"(?:{_GROUP_NAME.sub(named, regex)})"


def _named_groups(
    regex: Regex, clean: bool, every: bool
) -> tuple[frozenset[str] | None, Extractor]:
    """Named groups, or pairs of groups ``_KEY_n`` and ``_VAL_n`` that name fields by themselves."""
    keys = [n for n in regex.names if n.startswith("_KEY_")]
    plain = [n for n in regex.names if not n.startswith(("_KEY_", "_VAL_"))]

    def extract(text: str) -> Iterator[Pair]:
        for match in regex.occurrences(text, every=every or bool(keys)):
            for name in plain:
                yield from _pair(name, match.group(name))
            for key in keys:
                name = match.group(key) or ""
                value = match.group(f"_VAL_{key[5:]}")
                yield from _pair(clean_key(name) if clean else name, value)

    return (None if keys else frozenset(plain)), extract


def _static(regex: Regex, pairs: list[Pair], every: bool) -> Extractor:
    filled = [(name, _filler(form, regex)) for name, form in pairs]

    def extract(text: str) -> Iterator[Pair]:
        for match in regex.occurrences(text, every=every):
            for name, fill in filled:
                yield from _pair(name, fill(match))

    return extract


def _dynamic(regex: Regex, pairs: list[Pair], clean: bool) -> Extractor:
    filled = [(_filler(key, regex), _filler(form, regex)) for key, form in pairs]

    def extract(text: str) -> Iterator[Pair]:
        for match in regex.finditer(text):
            for key, fill in filled:
                name, value = key(match), fill(match)
                if name and value:
                    yield from _pair(clean_key(name) if clean else name, value)

    return extract


def _pair(name: str, value: str | None) -> Iterator[Pair]:
    if name and value:
        yield name, value


def _filler(form: str, regex: Regex) -> Callable[[Match], str | None]:
    """What puts the groups for ``$n``; it gives None where one of them took no part.

    ``$0``, and a group that the regex does not have, never take part.
    """
    literals, numbers = _REFERENCE.split(form)[::2], [int(n) for n in _REFERENCE.findall(form)]
    if any(not 0 < number <= regex.groups for number in numbers):
        return lambda _: None
    if len(numbers) == 1 and literals == ["", ""]:
        (only,) = numbers
        return lambda match: match.group(only)

    def fill(match: Match) -> str | None:
        parts = [literals[0]]
        for number, literal in zip(numbers, literals[1:], strict=True):
            group = match.group(number)
            if group is None:
                return None
            parts += (group, literal)
        return "".join(parts)

    return fill


def _unquote(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _delimited(settings: Settings) -> tuple[frozenset[str] | None, Extractor]:
    """DELIMS: one string splits values named by FIELDS; two split pairs, then name from value."""
    setting = settings["DELIMS"]
    delims = [_characters(d) for d in re.findall(r'"((?:[^"\\]|\\.)*)"', setting.value)]
    clean = flag(settings.get("CLEAN_KEYS"), default=True)
    if len(delims) == 1:
        if "FIELDS" not in settings:
            raise setting.error("one set of DELIMS needs FIELDS to name the values")
        names = [_unquote(n) for n in re.findall(r'"[^"]*"|[^\s,]+', settings["FIELDS"].value)]
        return frozenset(names), _positions(delims[0], names)
    if len(delims) == 2:
        return None, _key_values(delims[0], delims[1], clean)
    raise setting.error('must be one or two strings in quotes, for example DELIMS = "|", "="')


def _characters(text: str) -> str:
    return text.replace(r"\t", "\t").replace(r"\n", "\n").replace(r"\"", '"').replace("\\\\", "\\")


def _positions(delims: str, names: list[str]) -> Extractor:
    """A value that stands in quotes as a whole may hold delimiters."""
    some = re.escape(delims)
    cell = re.compile(
        rf'(?P<value>\s*"(?:[^"\\]|\\.)*"\s*(?=[{some}]|\Z)|[^{some}]*)(?:[{some}]|\Z)'
    )

    def extract(text: str) -> Iterator[Pair]:
        for name, found in zip(names, cell.finditer(text), strict=False):
            yield from _pair(name, _unquote(found["value"].strip()))

    return extract


def _key_values(pairs: str, separators: str, clean: bool) -> Extractor:
    inner = f"[{re.escape(separators)}]"
    pattern = re.compile(
        rf'\s*([^{re.escape(pairs + separators)}]+){inner}\s*("[^"]*"|[^{re.escape(pairs)}]*)'
    )

    def extract(text: str) -> Iterator[Pair]:
        for found in pattern.finditer(text):
            name = found[1].strip()
            yield from _pair(clean_key(name) if clean else name, _unquote(found[2].strip()))

    return extract
