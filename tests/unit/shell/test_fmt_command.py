"""spl fmt: files are rewritten in place, of a rule nothing but its search."""

import pytest
from click.testing import CliRunner

from spl.shell.fmt_command import fmt

RULE = """# A comment of the file.
name:   Odd spacing
search: {search}
date: 2024-01-01   # kept
tags:
    - one
"""
LAID = """  `m`
  | stats count BY a
  | `odd_filter`"""
MACROS = "[m]\ndefinition = index=main\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "macros.conf").write_text(MACROS)
    return tmp_path


def run(folder, *arguments, given=None):
    macros = ("--macros", str(folder / "macros.conf"))
    return CliRunner().invoke(fmt, [*arguments, *macros], input=given, standalone_mode=False)


@pytest.mark.parametrize(
    ("written", "header", "tail"),
    [
        ("'`m`|stats count by a|`odd_filter`'", "|-", ""),
        ('"`m`|stats count\\tby a|`odd_filter`" # why', "|- # why", ""),
        ("`x`".replace("`x`", ">-\n  `m`\n  | stats count by a\n  | `odd_filter`"), "|-", ""),
        ("|\n    `m`|stats count\n    by a|`odd_filter`", "|", ""),
        ("|+\n    `m`|stats count by a|`odd_filter`\n\n", "|+", "\n\n"),
        ("|2\n   `m`|stats count by a|`odd_filter`", "|", ""),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_of_a_rule_only_the_search_is_rewritten(folder, written, header, tail, newline):
    path = folder / "odd.yml"
    path.write_bytes(RULE.format(search=written).replace("\n", newline).encode())
    assert run(folder, str(path)).return_value == 0
    want = RULE.format(search=f"{header}\n{LAID}{tail}").replace("\n", newline)
    assert path.read_bytes().decode() == want
    assert run(folder, "--check", str(path)).return_value == 0


def test_check_and_diff_write_nothing(folder):
    path = folder / "a.spl"
    path.write_text("a=1|stats count by b")
    checked = run(folder, "--check", str(path))
    assert checked.return_value == 1
    assert "would change" in checked.output
    shown = run(folder, "--diff", str(path))
    assert shown.return_value == 0
    assert "+| stats count BY b" in shown.output
    assert path.read_text() == "a=1|stats count by b"


def test_standard_input(folder):
    assert run(folder, "-", given="a=1|head 1").output == "a=1\n| head 1\n"


def test_what_does_not_parse_is_not_touched_and_the_rest_is_done(folder):
    bad, good = folder / "bad.yml", folder / "good.spl"
    bad.write_text("name: x\nsearch: |\n  index=main\n  | statz count\n")
    good.write_text("a|head 1")
    result = run(folder, str(bad), str(good))
    assert result.return_value == 3
    assert f"{bad}, line 4, column 5" in result.output
    assert "Did you mean 'stats'?" in result.output
    assert "statz" in bad.read_text()
    assert good.read_text() == "a\n| head 1\n"


def test_a_folder_gives_rules_and_files_of_spl(folder):
    (folder / "a.spl").write_text("a|head 1")
    (folder / "b.yml").write_text("name: b\nsearch: a|head 1\n")
    (folder / "story.yml").write_text("name: no rule\n")
    assert run(folder, str(folder)).return_value == 0
    assert (folder / "a.spl").read_text() == "a\n| head 1\n"
    assert (folder / "b.yml").read_text() == "name: b\nsearch: |-\n  a\n  | head 1\n"
    assert (folder / "story.yml").read_text() == "name: no rule\n"


def test_what_no_block_can_hold_is_quoted(folder):
    path = folder / "bell.yml"
    path.write_text('name: x\nsearch: "a=\\"\\x07\\"|head 1"\n')
    assert run(folder, str(path)).return_value == 0
    assert path.read_text() == 'name: x\nsearch: "a=\\"\\a\\"\\n| head 1"\n'


def test_a_search_between_brackets_is_refused(folder):
    path = folder / "json.yml"
    path.write_text("{name: x, search: a|head 1}\n")
    result = run(folder, str(path))
    assert result.return_value == 4
    assert "SPL613" in result.output
