import pytest

from spl.errors import MacroError, Span
from spl.language.comments import blank_comments
from spl.language.expand import Macro, expand


def expanded(text, *macros, evaluate=None):
    by_key = {f"{m.name}({len(m.args)})" if m.args else m.name: m for m in macros}
    return expand(text, by_key, evaluate)[0]


CTIME = Macro("ctime", ("field",), "convert ctime($field$)")
PAIR = Macro("pair", ("a", "b"), "$a$-$b$ \"$a$\" '$b$'")
ECHO = Macro("echo", ("x",), "$x$")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a `ctime(t)` b", "a convert ctime(t) b"),
        ("`pair(x, y)`", "x-y \"x\" 'y'"),
        ('`pair("x, 1", y)`', "x, 1-y \"x, 1\" 'y'"),
        ("`pair(b=1, a=2)`", "2-1 \"2\" '1'"),
        ("`pair(f(1,2), [x,y])`", "f(1,2)-[x,y] \"f(1,2)\" '[x,y]'"),
        ("`pair($b$, z)`", "$b$-z \"$b$\" 'z'"),
        ('`echo("")`', ""),
        (r'`echo("index=\"main\"")`', 'index="main"'),
        ('x="`ctime(t)`"', 'x="`ctime(t)`"'),
        (r'x="a\"`ctime(t)`"', r'x="a\"`ctime(t)`"'),
        ("` ctime( t ) `", "convert ctime(t)"),
    ],
)
def test_expansion(text, result):
    assert expanded(text, CTIME, PAIR, ECHO) == result


def test_arity_is_part_of_the_name():
    one, two = Macro("m", ("a",), "one"), Macro("m", ("a", "b"), "two")
    assert expanded("`m(1)` `m(1,2)` `m`", one, two, Macro("m", (), "none")) == "one two none"


def test_macros_nest_and_arguments_reach_inner_macros():
    outer = Macro("outer", ("f",), "`ctime($f$)` | x")
    assert expanded("`outer(t)`", outer, CTIME) == "convert ctime(t) | x"


def test_comments_in_a_definition_go():
    assert expanded("`m`", Macro("m", (), "a ```why``` b")).split() == ["a", "b"]


def test_iseval_definitions_are_evaluated_after_substitution():
    macro = Macro("m", ("n",), '"x".$n$', iseval=True)
    assert expanded("`m(3)`", macro, evaluate=lambda text: f"<{text}>") == '<"x".3>'


@pytest.mark.parametrize(("verdict", "said"), [(False, "no"), ("too big", "too big"), (None, "no")])
def test_validation_refuses(verdict, said):
    macro = Macro("m", ("n",), "$n$", validation="$n$<3", errormsg="no")
    with pytest.raises(MacroError) as caught:
        expanded("`m(5)`", macro, evaluate=lambda text: verdict)
    assert caught.value.message.endswith(said)
    assert caught.value.code == "SPL206"


def test_validation_lets_pass():
    macro = Macro("m", ("n",), "$n$", validation="$n$<3")
    assert expanded("`m(1)`", macro, evaluate=lambda text: text == "1<3") == "1"


def test_a_cycle_is_named():
    with pytest.raises(MacroError) as caught:
        expanded("`a`", Macro("a", (), "`b`"), Macro("b", (), "`a`"))
    assert "a -> b -> a" in caught.value.hint


def test_spans_lead_back_to_the_typed_text():
    text = "x `ctime(t)` y"
    _, source = expand(text, {"ctime(1)": CTIME})
    assert source.span(0, 1) == Span(0, 1)
    assert source.span(5, 9) == Span(2, 12, "ctime")
    assert source.span(19, 20) == Span(13, 14)


def test_comments_become_blanks_of_the_same_length():
    text = 'a ```b | c\nd``` "```e```" f'
    blanked = blank_comments(text)
    assert len(blanked) == len(text)
    assert blanked.split() == ["a", '"```e```"', "f"]


def test_a_stage_that_is_an_undefined_filter_lets_everything_through():
    assert expand("a | `my_rule_filter`", {})[0] == "a | search *"
    assert expand("a | `my_rule_filter` | head 1", {})[0] == "a | search * | head 1"
    assert expand("a | append [b | `x_filter` ]", {})[0] == "a | append [b | search * ]"
    own = {"my_rule_filter": Macro("my_rule_filter", (), "where n>1")}
    assert expand("a | `my_rule_filter`", own)[0] == "a | where n>1"


@pytest.mark.parametrize(
    "text", ["`x_filter`", "a `x_filter`", "a | `x_filter` b", "a | `x_filter(1)`"]
)
def test_an_undefined_filter_anywhere_else_is_an_error(text):
    with pytest.raises(MacroError):
        expand(text, {})
