"""An error in the search of a rule is shown in the rule's file."""

import pytest

from spl.detections import Runner, read_rule
from spl.detections.rule_place import in_rule_file
from spl.errors import SplError
from spl.session import Session

RULE = """name: Broken
search: >-
  index=main a=1
  | stats count by b | whree c=1
tests: [{name: T, attack_data: [{data: a.log, sourcetype: words}]}]
"""


def test_an_error_shows_the_line_of_the_file(tmp_path):
    path = tmp_path / "broken.yml"
    path.write_text(RULE)
    (tmp_path / "a.log").write_text("a=1\n")
    (outcome,) = Runner(Session, [tmp_path]).run(read_rule(path))
    assert outcome.error.render().splitlines()[1:4] == [
        f"  {path}, line 4, column 24",
        "      | stats count by b | whree c=1",
        "                           ^^^^^",
    ]


def test_an_error_about_another_text_stays(tmp_path):
    path = tmp_path / "broken.yml"
    path.write_text(RULE)
    with pytest.raises(SplError) as caught:
        Session().search("index=main | whree b=1")
    assert in_rule_file(caught.value, path) is caught.value
    assert in_rule_file(caught.value, tmp_path / "gone.yml") is caught.value
