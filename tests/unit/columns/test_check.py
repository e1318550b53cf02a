"""What is refused before any row is read."""

import pytest

from spl.columns.check import check_assignment, check_expression
from spl.errors import BindError
from spl.language.parser import parse_eval_expression


@pytest.mark.parametrize(
    ("expression", "code", "says"),
    [
        ("nosuchfunc(1)", "SPL310", "The 'nosuchfunc' function is unsupported or undefined."),
        ("a+uper(b)", "SPL310", "The 'uper' function is unsupported or undefined."),
        ("len(123)", "SPL311", "The arguments to the 'len' function are invalid."),
        ("len()", "SPL311", "The arguments to the 'len' function are invalid."),
        ("len(a, b)", "SPL311", "The arguments to the 'len' function are invalid."),
        ("if(a=1, 2)", "SPL311", "The arguments to the 'if' function are invalid."),
        ("case(a=1, 2, b)", "SPL311", "The arguments to the 'case' function are invalid."),
        ('tonumber("abc")', "SPL311", "The arguments to the 'tonumber' function are invalid."),
        ('tonumber("9", 8)', "SPL311", "The arguments to the 'tonumber' function are invalid."),
        ('round("x")', "SPL311", "The arguments to the 'round' function are invalid."),
        ('"a"*2', "SPL314", "Type checking failed. '*' only takes numbers."),
        ("a - (b=1)", "SPL314", "Type checking failed. '-' only takes numbers."),
        ('a="x" OR "y"', "SPL314", "Type checking failed. 'OR' only takes boolean arguments."),
        ("NOT 1", "SPL314", "Type checking failed. 'NOT' only takes boolean arguments."),
        ('1="x"', "SPL314", "Type checking failed. The '=' operator received different types."),
        ('match(a, "(b")', "SPL315", "compiling the regex '(b'"),
        ('replace(a, "[", "")', "SPL315", "compiling the regex '['"),
    ],
)
def test_refused(expression: str, code: str, says: str) -> None:
    with pytest.raises(BindError) as caught:
        check_expression(parse_eval_expression(expression))
    assert caught.value.code == code
    assert says in caught.value.message


@pytest.mark.parametrize(
    "expression",
    [
        "a", "a=1", "a*b", 'a+"x"', '"a"+"b"', "len(a)>3 AND isnotnull(b)", 'tonumber("ff", 16)',
        'if(match(a, "^x"), 1, 0)', 'match(a, b)', "NOT a", 'tonumber(a) . "%"', 'a.len(b)',
    ],
)  # fmt: skip
def test_accepted(expression: str) -> None:
    check_expression(parse_eval_expression(expression))


@pytest.mark.parametrize(
    "expression", ["a>1", "isnull(a)", "a=1 AND b=2", "NOT a", "if(a=1, b=1, c=1)", 'a IN ("x")']
)
def test_a_boolean_is_not_stored(expression: str) -> None:
    expr = parse_eval_expression(expression)
    check_expression(expr, where=True)
    with pytest.raises(BindError) as caught:
        check_assignment(expr)
    assert caught.value.code == "SPL312"


@pytest.mark.parametrize(
    "expression", ["1", '"x"', "a*2", 'a."x"', "len(a)", "upper(a)", "sin(a)", "mvcount(a)"]
)
def test_where_wants_a_boolean(expression: str) -> None:
    expr = parse_eval_expression(expression)
    check_assignment(expr)
    with pytest.raises(BindError) as caught:
        check_expression(expr, where=True)
    assert caught.value.code == "SPL313"


def test_a_near_name_is_suggested() -> None:
    with pytest.raises(BindError) as caught:
        check_expression(parse_eval_expression("uper(a)"))
    assert "upper" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("nofunction(a)", "Error in 'EvalCommand': The 'nofunction' function is unsupported"),
        ("len(1)", "Error in 'EvalCommand': The arguments to the 'len' function are invalid."),
        ('"a"*2', "Error in 'where' command: Type checking failed. '*' only takes numbers."),
        ("len(a)", "Error in 'where' command: The expression is invalid."),
    ],
)
def test_an_error_names_the_command_as_splunk_does(expression: str, sentence: str) -> None:
    with pytest.raises(BindError) as caught:
        check_expression(parse_eval_expression(expression), where=True, command="where")
    assert caught.value.message.startswith(sentence)
