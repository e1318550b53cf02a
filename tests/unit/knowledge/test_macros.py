"""Macros: from macros.conf, YAML files and folders of either."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spl.errors import KnowledgeError
from spl.knowledge import Knowledge
from spl.language.expand import Macro, expand

WriteApp = Callable[..., Path]


def test_macros_conf(write_app: WriteApp) -> None:
    app = write_app(
        {
            "default/macros.conf": "[plain]\ndefinition = index=main\n"
            "[two(2)]\nargs = a, b\ndefinition = $a$=$b$\niseval = 0\n"
            '[checked(1)]\nargs = n\ndefinition = "x".$n$\niseval = true\n'
            "validation = isnum($n$)\nerrormsg = n must be a number\n"
        }
    )
    macros = Knowledge.read([app]).macros
    assert macros["plain"] == Macro("plain", (), "index=main")
    assert macros["two(2)"] == Macro("two", ("a", "b"), "$a$=$b$")
    checked = macros["checked(1)"]
    assert (checked.iseval, checked.validation) == (True, "isnum($n$)")
    assert checked.errormsg == "n must be a number"


def test_published_yaml(tmp_path: Path) -> None:
    (tmp_path / "ctime.yml").write_text(
        "name: to_time\narguments:\n  - field\ndefinition: convert ctime($field$)\n"
    )
    macros = Knowledge.read(macros=[tmp_path]).macros
    assert expand("`to_time(_time)`", macros)[0] == "convert ctime(_time)"


def test_local_overrides_what_is_shipped(write_app: WriteApp) -> None:
    app = write_app(
        {"local/macros.conf": "[drop_dm_object_name(1)]\nargs = object\ndefinition = table *\n"}
    )
    macros = Knowledge.read([app]).macros
    assert macros["drop_dm_object_name(1)"].definition == "table *"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[two(2)]\nargs = a\ndefinition = x\n", "counts 2 arguments, args has 1"),
        ("[a b(]\ndefinition = x\n", "this is not the name of a macro"),
    ],
)
def test_a_bad_macro_is_told_and_the_rest_stands(
    write_app: WriteApp, text: str, message: str
) -> None:
    app = write_app({"default/macros.conf": text + "[good]\ndefinition = y\n"})
    knowledge = Knowledge.read([app])
    assert "good" in knowledge.macros
    (problem,) = knowledge.problems
    assert message in problem.render()
    assert "macros.conf, line" in problem.render()


def test_broken_yaml_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("name: [unclosed\n")
    (problem,) = Knowledge.read(macros=[tmp_path]).problems
    assert "bad.yml" in problem.render()


def test_no_macros_at_a_path(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="There are no macros"):
        Knowledge.read(macros=[tmp_path / "nowhere"])
