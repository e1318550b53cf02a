"""TRANSFORMS-class of props.conf: what changes an event, or where it goes, while it is loaded.

Splunk, transforms.conf.spec: "Index-time transforms". DEST_KEY may be `_raw`, `queue`, `_meta`,
`_MetaData:Index`, `MetaData:Host`, `MetaData:Source` and `MetaData:Sourcetype`; without it
WRITE_META = true writes fields of index time. INGEST_EVAL assigns in order, each assignment seeing
those before it; ``=`` adds to a field, ``:=`` replaces it.

Deviations: routing to other servers (`_TCP_ROUTING`, `_SYSLOG_ROUTING`) has no effect, as there is
one place only; CLONE_SOURCETYPE is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spl.errors import KnowledgeError, SplError
from spl.knowledge.conf import Setting, Settings, own_setting
from spl.knowledge.layers import flag
from spl.knowledge.setting_regex import compiled
from spl.language import ast
from spl.language.parser import parse_eval_expression
from spl.values.regex import Match, Regex

DESTINATIONS = {
    "_raw": "_raw",
    "queue": "queue",
    "_metadata:index": "index",
    "metadata:host": "host",
    "metadata:source": "source",
    "metadata:sourcetype": "sourcetype",
}
_NOWHERE = ("_TCP_ROUTING", "_SYSLOG_ROUTING", "_INDEX_AND_FORWARD_ROUTING", "_HTTPOUT_ROUTING")
_PREFIXED = ("host", "source", "sourcetype")  # written as host::name
_ASSIGNMENT = re.compile(
    r"\s*(?P<name>\"[^\"]+\"|'[^']+'|[^\s=:\"'(),]+?)(?:\[\w+\])?\s*(?P<sign>:?=)(?!=)(?P<rest>.*)",
    re.DOTALL,
)
_META_PAIR = re.compile(r'(?P<name>"[^"]*"|[^\s:]+(?::[^\s:]+)*)::(?P<value>"[^"]*"|\S+)')
_LOOKAHEAD = 4096  # characters, where LOOKAHEAD does not say otherwise (transforms.conf.spec)
_REFERENCE = re.compile(r"\$(?:(\d+)|<(\w+)>)")


@dataclass(frozen=True, slots=True, eq=False)
class Rewrite:
    """What a REGEX finds in one key is written to another.

    Attributes:
        settings: the TRANSFORMS-class, and the REGEX.
        source: `_raw`, or the default field that is looked at.
        target: a default field, `_raw`, `queue`, or None for fields of index time.
        form: text with ``$1``; for fields, pairs of name and text in `pairs`.
        repeat: whether every match counts, not just the first.
        lookahead: how many characters of the source are looked at.
        default: what is written to the target where the REGEX finds nothing, or None.
    """

    settings: tuple[Setting, Setting]
    source: str
    regex: Regex
    target: str | None
    form: str
    pairs: tuple[tuple[str, str], ...]
    repeat: bool
    lookahead: int = _LOOKAHEAD
    default: str | None = None

    def fill(self, form: str, match: Match, before: str = "") -> str:
        """Put the groups for ``$n``; ``$0`` is what the target held *before*."""

        def group(found: re.Match[str]) -> str:
            if found[1] is None:
                return match.group(found[2]) or ""
            number = int(found[1])
            if number == 0:
                return before
            return (match.group(number) or "") if number <= self.regex.groups else ""

        return _REFERENCE.sub(group, form)


@dataclass(frozen=True, slots=True)
class IngestEval:
    """Assignments to fields: name, whether it replaces, and expression.

    Attributes:
        settings: the TRANSFORMS-class, and INGEST_EVAL.
    """

    settings: tuple[Setting, Setting]
    assignments: tuple[tuple[str, bool, ast.Expr], ...]


IndexTransform = Rewrite | IngestEval


def read_index_transforms(
    settings: Settings, transforms: Mapping[str, Settings], problems: list[KnowledgeError]
) -> tuple[IndexTransform, ...]:
    """The transforms of all TRANSFORMS-classes, in order; broken ones go to *problems*."""
    found: list[IndexTransform] = []
    for key in sorted(settings):
        if not key.startswith(("TRANSFORMS-", "RULESET-")):
            continue
        for name in (part.strip() for part in settings[key].value.split(",")):
            try:
                found.extend(read_index_transform(name, settings[key], transforms) if name else ())
            except KnowledgeError as error:
                problems.append(error)
    return tuple(found)


def read_index_transform(
    name: str, setting: Setting, transforms: Mapping[str, Settings]
) -> Iterator[IndexTransform]:
    """The transform *name*, which *setting* asks for; none for one that has no effect here.

    Raises:
        KnowledgeError: SPL602 where the stanza makes no sense, SPL605 where it is not supported.
    """
    if name not in transforms:
        raise setting.error(f"there is no transform '{name}'")
    settings = transforms[name]
    if "CLONE_SOURCETYPE" in settings:
        raise settings["CLONE_SOURCETYPE"].error("is not supported", code="SPL605")
    if "INGEST_EVAL" in settings:
        yield _ingest_eval(setting, settings["INGEST_EVAL"])
        return
    destination = settings.get("DEST_KEY")
    if destination is not None and destination.value in _NOWHERE:
        return
    yield _rewrite(name, setting, settings)


def _rewrite(name: str, setting: Setting, settings: Settings) -> Rewrite:
    some = own_setting(name, settings) or setting
    if "REGEX" not in settings:
        raise some.error("a transform needs REGEX", hint=f"In [{name}].")
    target = _target(settings.get("DEST_KEY"))
    regex = compiled(settings["REGEX"].value, settings["REGEX"])
    form = settings["FORMAT"].value if "FORMAT" in settings else ""
    pairs: tuple[tuple[str, str], ...] = ()
    if target is None:
        pairs = meta_pairs(form)
        pairs = pairs if form else tuple((name, f"$<{name}>") for name in regex.names)
        if not pairs:
            raise some.error("must be pairs of name::value", hint="FORMAT = user::$1.")
    elif target in _PREFIXED:
        form = form.removeprefix(f"{target}::")
    repeat = flag(settings.get("REPEAT_MATCH"), default=False)
    both = setting, settings["REGEX"]
    lookahead = settings["LOOKAHEAD"].whole_number() if "LOOKAHEAD" in settings else _LOOKAHEAD
    default = settings["DEFAULT_VALUE"].value if "DEFAULT_VALUE" in settings else None
    return Rewrite(
        both, _source(settings), regex, target, form or "$1", pairs, repeat, lookahead, default
    )


def meta_pairs(form: str) -> tuple[tuple[str, str], ...]:
    """The ``name::value`` pairs of a FORMAT or a DEFAULT_VALUE that writes fields."""
    return tuple((_bare(p["name"]), _bare(p["value"])) for p in _META_PAIR.finditer(form))


def _target(setting: Setting | None) -> str | None:
    """The key that is written; None for fields."""
    if setting is None or setting.value == "_meta":
        return None
    found = DESTINATIONS.get(setting.value.lower())
    if found is None:
        hint = f"One of {', '.join(DESTINATIONS)}, _meta."
        raise setting.error(f"there is no key '{setting.value}'", hint=hint)
    return found


def _source(settings: Settings) -> str:
    setting = settings.get("SOURCE_KEY")
    if setting is None:
        return "_raw"
    text = setting.value
    return DESTINATIONS.get(text.lower(), text.removeprefix("field:").removeprefix("fields:"))


def _ingest_eval(setting: Setting, text: Setting) -> IngestEval:
    assignments = []
    for piece in _pieces(text.value):
        found = _ASSIGNMENT.fullmatch(piece)
        if found is None:
            raise text.error(f"'{piece.strip()}' is not name=expression")
        try:
            expression = parse_eval_expression(found["rest"])
        except SplError as error:
            raise text.error(error.message, hint=error.hint) from None
        assignments.append((_bare(found["name"]), found["sign"] == ":=", expression))
    return IngestEval((setting, text), tuple(assignments))


def _pieces(text: str) -> Iterator[str]:
    """The assignments, parted by commas outside of quotes and brackets."""
    depth, start, at = 0, 0, 0
    while at < len(text):
        character = text[at]
        if character == '"':
            at += 1
            while at < len(text) and text[at] != '"':
                at += 2 if text[at] == "\\" else 1
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth <= 0:
            yield text[start:at]
            start = at + 1
        at += 1
    yield text[start:]


def _bare(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name
