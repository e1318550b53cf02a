"""Comparing the fields of example events with those that Splunk listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from spl.detections.fidelity import compare, find_data_sources
from spl.errors import DataError
from spl.shell.cli import cli

JSON = """\
source: s
sourcetype: st
fields: [_time, _raw, a, b.c, missing]
example_log: '{"a": 1, "b": {"c": 2}}'
"""
XML = """\
source: XmlWinEventLog:Security
sourcetype: xmlwineventlog
fields: [EventCode, Computer]
example_log: <Event><System><EventID>1</EventID><Computer>c</Computer>%s
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "data_sources"
    folder.mkdir()
    (folder / "a_json.yml").write_text(JSON)
    (folder / "b_xml.yml").write_text(XML % "<Channel>Security</Channel></System></Event>")
    (folder / "c_cut.yml").write_text(XML % "")
    (folder / "d_empty.yml").write_text("fields: [a]\n")
    (folder / "d_json.yml").write_text('fields: [a]\nexample_log: \'{"a": 1, "b\'\n')
    (folder / "d_time.yml").write_text("fields: [a]\nexample_log: 10/09/2020 10:41:26 AM\n")
    (folder / "e_unlisted.yml").write_text("example_log: x\n")
    return tmp_path


def test_compares_what_is_usable(checkout: Path) -> None:
    sources = find_data_sources(checkout)
    assert [source.unusable for source in sources] == [
        None,
        None,
        "the example is cut off",
        "no example",
        "the example is cut off",
        "the example is cut off",
        "no list of fields",
    ]
    found = list(compare(sources))
    assert [(each.source.family, each.hits, each.misses) for each in found] == [
        ("other", 3, ("missing",)),
        ("windows", 2, ()),
    ]
    assert "punct" in found[0].extra


def test_the_command_shows_percentages(checkout: Path) -> None:
    result = CliRunner().invoke(cli, ["knowledge", "fidelity", str(checkout), "--misses"])
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        " 75.0 %      3 of     4  a_json.yml",
        "      missing",
        "100.0 %      2 of     2  b_xml.yml",
        "   not compared: c_cut.yml: the example is cut off",
        "   not compared: d_empty.yml: no example",
        "   not compared: d_json.yml: the example is cut off",
        "   not compared: d_time.yml: the example is cut off",
        "   not compared: e_unlisted.yml: no list of fields",
        "100.0 %      2 of     2  Windows XML",
        " 75.0 %      3 of     4  all others",
    ]


@pytest.mark.parametrize(("folder", "code"), [("nowhere", "SPL501"), (".", "SPL502")])
def test_says_what_is_not_there(tmp_path: Path, folder: str, code: str) -> None:
    with pytest.raises(DataError) as raised:
        find_data_sources(tmp_path / folder)
    assert raised.value.code == code
