"""Macros: from macros.conf, from folders of macro files, and from published YAML definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from spl.errors import KnowledgeError, Span
from spl.knowledge.conf import Setting, Settings, decode, own_setting, parse_conf
from spl.knowledge.layers import flag
from spl.language.expand import Macro, macro_key

_STANZA = re.compile(r"(?P<name>[^()\s]+)\s*(?:\(\s*(?P<arity>\d+)\s*\))?")
Problems = list[KnowledgeError]


def conf_macros(stanzas: Mapping[str, Settings], problems: Problems) -> dict[str, Macro]:
    """The macros of macros.conf by stanza name; a stanza that makes no sense is reported.

    Splunk, macros.conf.spec: the number of arguments is part of the name.
    """
    macros = {}
    for stanza, settings in stanzas.items():
        try:
            macro = _conf_macro(stanza, settings)
        except KnowledgeError as error:
            problems.append(error)
        else:
            if macro is not None:
                macros[macro_key(macro.name, len(macro.args))] = macro
    return macros


def read_macros(paths: Iterable[Path], problems: Problems) -> dict[str, Macro]:
    """The macros in files and folders: ``*.conf`` like macros.conf, ``*.yml`` one macro each.

    Later paths override earlier ones.

    Raises:
        KnowledgeError: SPL603 where a path is not there.
    """
    macros: dict[str, Macro] = {}
    for path in paths:
        if not path.exists():
            raise KnowledgeError(f"There are no macros at {path}.", code="SPL603")
        for file in _macro_files(path):
            data = _read(file, problems)
            if data is not None:
                macros.update(file_macros(file.name, str(file), data, problems))
    return macros


def file_macros(name: str, origin: str, data: bytes, problems: Problems) -> dict[str, Macro]:
    """The macros of one file, by its kind."""
    if name.endswith(".conf"):
        conf = parse_conf(decode(data), origin)
        problems.extend(conf.problems)
        return conf_macros(conf.stanzas, problems)
    return _yaml_macros(decode(data), origin, problems)


def yaml_documents(text: str, origin: str, problems: Problems) -> list[dict[str, Any]]:
    """The mappings of a YAML file; anything else is reported."""
    import yaml  # here, because what ships is .conf and most sessions read no YAML

    try:
        documents = list(yaml.safe_load_all(text))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problems.append(_yaml_problem(error, text, origin))
        return []
    problems += (
        KnowledgeError("This is not a YAML mapping.", code="SPL601", origin=origin)
        for document in documents
        if document is not None and not isinstance(document, dict)
    )
    return [d for d in documents if isinstance(d, dict)]


def _macro_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.iterdir() if p.suffix in (".conf", ".yml", ".yaml"))


def _read(file: Path, problems: Problems) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as error:
        problems.append(KnowledgeError(f"Cannot read {file}: {error.strerror}.", code="SPL603"))
        return None


def _conf_macro(stanza: str, settings: Settings) -> Macro | None:
    some = own_setting(stanza, settings)
    if some is None:
        return None
    found = _STANZA.fullmatch(stanza.strip())
    if found is None:
        raise some.error("this is not the name of a macro", hint="Write [name] or [name(2)].")
    args = _arguments(settings.get("args"))
    if len(args) != int(found["arity"] or 0):
        raise settings.get("args", some).error(
            f"the stanza's name counts {found['arity'] or 0} arguments, args has {len(args)}",
            hint=f"Write [{macro_key(found['name'], len(args))}].",
        )
    return Macro(
        found["name"],
        args,
        _text(settings.get("definition")) or "",
        flag(settings.get("iseval"), default=False),
        _text(settings.get("validation")),
        _text(settings.get("errormsg")),
    )


def _arguments(setting: Setting | None) -> tuple[str, ...]:
    if setting is None:
        return ()
    return tuple(name.strip() for name in setting.value.split(",") if name.strip())


def _text(setting: Setting | None) -> str | None:
    return None if setting is None else setting.value


def _yaml_macros(text: str, origin: str, problems: Problems) -> dict[str, Macro]:
    """Published form: ``name``, ``definition`` and, where it has any, ``arguments``."""
    macros = {}
    for document in yaml_documents(text, origin, problems):
        name, definition = document.get("name"), document.get("definition")
        args = document.get("arguments") or []
        if not isinstance(name, str) or not isinstance(definition, str | int | float):
            problems.append(
                KnowledgeError(
                    "A macro needs a name and a definition.", code="SPL602", origin=origin
                )
            )
            continue
        bare = name.partition("(")[0].strip()
        macro = Macro(bare, tuple(str(a) for a in args), str(definition))
        macros[macro_key(bare, len(macro.args))] = macro
    return macros


def _yaml_problem(error: Exception, text: str, origin: str) -> KnowledgeError:
    mark = getattr(error, "problem_mark", None)
    place = mark.index if mark is not None else 0
    return KnowledgeError(
        f"This is not YAML: {getattr(error, 'problem', None) or error}.",
        code="SPL601",
        span=Span(place, place + 1),
        text=text,
        origin=origin,
    )
