from pathlib import Path

import pytest
import yaml

from spl.errors import SplError
from spl.language.expand import Macro
from spl.language.parser import parse
from tests.unit.language.shapes import SHAPES

MACROS = {
    "sysmon": Macro("sysmon", (), "sourcetype=sysmon"),
    "ctime(1)": Macro("ctime", ("field",), "convert ctime($field$)"),
    "loop": Macro("loop", (), "`loop`"),
    "broken": Macro("broken", (), "(a OR"),
    "broken_eval": Macro("broken_eval", (), "eval x="),
    "unfinished": Macro("unfinished", (), "eval x=len("),
    "checked(1)": Macro("checked", ("n",), "$n$", validation="$n$ < 3", errormsg="n must be small"),
}
CASES = yaml.safe_load(Path(__file__).with_name("errors.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["search"] or "empty" for case in CASES])
def test_error(case):
    with pytest.raises(SplError) as caught:
        parse(case["search"], shapes=SHAPES, macros=MACROS, evaluate=lambda text: False)
    error = caught.value
    assert error.message == case["message"]
    assert error.code == case["code"]
    assert [error.span.start, error.span.end] == case["at"]
    assert error.hint == case.get("hint")
    assert error.text == case["search"]
    assert "^" in error.render()


def test_an_error_inside_a_macro_names_the_macro_and_covers_the_call():
    with pytest.raises(SplError) as caught:
        parse("a `broken` b", shapes=SHAPES, macros=MACROS)
    assert caught.value.span.macro == "broken"
    assert "in the expansion of `broken`" in caught.value.render()


def test_an_odd_quote_is_reported_where_it_is_not_where_it_surfaces():
    text = 'x | eval a="b | eval c="d" | stats count | where e="f"'
    with pytest.raises(SplError) as caught:
        parse(text, shapes=SHAPES)
    assert text[caught.value.span.start :].startswith('d"')
