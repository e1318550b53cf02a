"""The choices on the page for Splunk users are cases on which sources disagree."""

import re

import pytest
import yaml

from tests.pages.page import ROOT

PAGE = (ROOT / "examples/splunk_users/README.md").read_text("utf-8")
TOLD = re.findall(
    r"^\| `(.+?)`.* \| .+ \| .+ \|$", PAGE.split("## Where a choice")[1], re.MULTILINE
)
OPEN = {
    case["search"].removesuffix(" | table id")
    for file in (ROOT / "tests/spec/contested").glob("*.yaml")
    for case in yaml.safe_load(file.read_text("utf-8"))
    if "others" in case
}


@pytest.mark.parametrize("search", [search.replace("\\|", "|") for search in TOLD])
def test_a_choice_is_a_contested_case(search: str) -> None:
    assert search.removesuffix(" | table id") in OPEN


def test_there_are_some() -> None:
    assert len(TOLD) > 5
