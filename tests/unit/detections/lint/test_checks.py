"""Every check finds its bad example, and nothing in its good one."""

import re

import pytest
import yaml

from spl.detections.lint import SEVERITIES, checks
from tests.unit.detections.lint.rules import linter, write_rule

KEYS = re.compile(r"\w+:( |\n|$)")


def written(folder, text):
    """The example as a file, and the lookups that it needs."""
    if KEYS.match(text):
        keys = yaml.safe_load(text)
        lookups = keys.pop("lookups", {})
        return write_rule(folder, keys), lookups
    path = folder / "example.spl"
    path.write_text(text)
    return path, {}


def codes(folder, text):
    path, lookups = written(folder, text)
    return [finding.code for finding in linter(folder, lookups).lint(path)]


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_the_bad_example_is_found_and_nothing_else_is(tmp_path, check):
    assert set(codes(tmp_path, check.bad)) == {check.code}


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_the_good_example_is_clean(tmp_path, check):
    assert codes(tmp_path, check.good) == []


def test_the_rule_of_the_examples_is_clean(tmp_path):
    assert linter(tmp_path).lint(write_rule(tmp_path, {})) == []


def test_codes_titles_and_severities_are_sound():
    assert len({check.code for check in checks()}) == len(checks()) >= 20
    for check in checks():
        assert re.fullmatch(r"LINT\d{3}", check.code)
        assert check.severity in SEVERITIES
        assert not check.title.endswith(".")
        assert check.explanation.splitlines()[0].endswith((".", "."))
