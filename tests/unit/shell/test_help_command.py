"""spl help: errors, checks, commands, functions."""

import pytest
from click.testing import CliRunner

from spl.errors import BindError
from spl.shell.cli import cli
from spl.shell.help_page import error_pages, help_pages


def run(*arguments):
    return CliRunner().invoke(cli, ["help", *arguments], standalone_mode=False)


@pytest.mark.parametrize("code", error_pages())
def test_every_code_is_explained(code):
    output = run(code.lower()).output
    assert output.startswith(f"{code}: {error_pages()[code].title}\n\n")
    assert error_pages()[code].why in output


def test_a_page_shows_what_its_example_needs():
    output = run("SPL202").output
    assert "    index=main | `m(a, b)`\n    with macros: {'m(1)': 'stats count by $x$'}" in output


@pytest.mark.parametrize(
    ("topic", "shown"),
    [("stats", "#### `stats`"), ("Upper", "upper(text)"), ("LINT110", "LINT110: OR beside AND")],
)
def test_other_topics(topic, shown):
    assert shown in run(topic).output


def test_several_topics_and_none():
    assert run("SPL301", "SPL302").output.count("SPL30") == 2
    assert "Commands:" in run().output


def test_a_misspelt_command_is_told_what_it_may_have_been():
    result = CliRunner().invoke(cli, ["serch", "x"])
    assert result.exit_code == 2
    assert "No such command 'serch'. Did you mean 'search'?" in result.output


@pytest.mark.parametrize(
    ("topic", "near"), [("statz", "'stats'"), ("SPL3O1", "'SPL"), ("LINT11O", "'LINT11")]
)
def test_an_unknown_topic(topic, near):
    with pytest.raises(BindError) as caught:
        list(help_pages(topic))
    assert caught.value.code == "SPL320"
    assert near in caught.value.hint
