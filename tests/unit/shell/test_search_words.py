"""What newcomers get wrong about the words of ``spl search``."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import spl
from spl.shell.cli import cli

LOG = Path(spl.__file__).parents[1] / "datasets/malware/azorult/sysmon.log"
NOTHING = "warning: No log was given, so there was nothing to search."


def test_a_log_before_the_search_is_told():
    result = CliRunner().invoke(cli, ["search", str(LOG), "EventCode=1 | stats count"])
    assert result.exit_code == 2
    assert f"{LOG} is a file. The search stands first, then the logs." in result.stderr


@pytest.mark.parametrize("search", ["EventCode=1 | stats count", "| tstats count", "index=*"])
def test_a_search_without_a_log_is_told(search):
    assert NOTHING in CliRunner().invoke(cli, ["search", search]).stderr


@pytest.mark.parametrize(
    "words", [["| makeresults"], ["| inputlookup x | head 1"], ["EventCode=1", str(LOG)]]
)
def test_a_search_that_needs_no_log_or_has_one_is_not(words):
    assert NOTHING not in CliRunner().invoke(cli, ["search", *words]).stderr
