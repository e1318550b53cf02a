"""The page about settings names every one that there is."""

import re

from click.testing import CliRunner

from spl.shell.cli import cli
from tests.pages.page import ROOT


def test_every_setting_is_on_the_page() -> None:
    page = (ROOT / "examples/settings/README.md").read_text("utf-8")
    told = {
        name
        for row in re.findall(r"^\|.*", page, re.MULTILINE)
        for name in re.findall("SPL_[A-Z_]+", row)
    }
    shown = CliRunner().invoke(cli, ["config"], env={"SPL_NO_CONFIG": "1"}).stdout
    assert told == set(re.findall("SPL_[A-Z_]+", shown))
