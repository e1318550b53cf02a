"""Keys that have no effect are told by `spl knowledge check`, each once, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spl.knowledge import Knowledge

WriteApp = Callable[..., Path]


def told(write_app: WriteApp, **confs: str) -> list[str]:
    files = {f"default/{name}.conf": text for name, text in confs.items()}
    return [problem.render() for problem in Knowledge.read([write_app(files)]).check()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("EXTRACTS-a = (?<a>x)", "SPL614: [st] EXTRACTS-a: is not a key that Splunk knows"),
        ("kv_mode = json", "Did you mean 'KV_MODE'?"),
        ("WHATEVER = 1", "Splunk has no such key in this file."),
        ("TZ_ALIAS = EST=GMT+10", "SPL605: [st] TZ_ALIAS: is not supported"),
        ("CHARSET = SHIFT-JIS", "SPL605: [st] CHARSET: 'SHIFT-JIS' is not supported"),
    ],
)
def test_a_key_of_props_without_effect(write_app: WriteApp, line: str, words: str) -> None:
    (problem,) = told(write_app, props=f"[st]\n{line}\n")
    assert words in problem


def test_a_key_of_transforms_without_effect(write_app: WriteApp) -> None:
    (problem,) = told(write_app, transforms="[t]\nREGEX = (?<a>x)\nMVADD = true\n")
    assert "SPL614: [t] MVADD" in problem
    assert "Did you mean 'MV_ADD'?" in problem


def test_a_key_of_the_default_stanza_is_told_once(write_app: WriteApp) -> None:
    (problem,) = told(write_app, props="[default]\nKVMODE = none\n[a]\nTZ = UTC\n[b]\nTZ = UTC\n")
    assert "[default] KVMODE" in problem


def test_keys_that_change_no_answer_are_passed_over(write_app: WriteApp) -> None:
    props = """
        [st]
        CHARSET = UTF-8
        pulldown_type = true
        category = Web
        LOOKUP_x = people user
        EVENT_BREAKER = ([\\r\\n]+)
        SEGMENTATION-raw = inner
        """
    transforms = (
        "[people]\nfilename = people.csv\nbatch_index_query = 0\npython.version = python3\n"
    )
    app = write_app(
        {
            "default/props.conf": "\n".join(line.strip() for line in props.splitlines()),
            "default/transforms.conf": transforms,
            "lookups/people.csv": "user,name\n",
        }
    )
    assert Knowledge.read([app]).check() == []
