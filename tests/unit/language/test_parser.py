from spl.language import ast
from spl.language.parser import parse
from tests.unit.language.shapes import SHAPES


def arguments(text):
    return parse(text, shapes=SHAPES).commands[-1].arguments


def test_or_binds_before_and_in_a_search():
    tree = arguments("search a=1 AND b=2 OR c=3").expression
    assert isinstance(tree, ast.And)
    assert isinstance(tree.items[1], ast.Or)


def test_and_binds_before_or_in_where():
    tree = arguments("x | where a=1 AND b=2 OR c=3").expression
    assert tree.op == "OR"
    assert tree.left.op == "AND"
