"""Every regular expression in published searches compiles."""

from spl.language import ast
from spl.language.parser import parse
from spl.values.regex import compile_regex
from tests.corpus.published import needs_checkout, nodes, searches, session
from tests.unit.language.shapes import SHAPES

pytestmark = needs_checkout
IN_EVAL = {"match": 1, "mvfind": 1, "replace": 1}


def patterns(tree):
    """The regular expressions of rex, regex, and the eval functions that take one."""
    for node in nodes(tree):
        if isinstance(node, ast.RexArguments):
            sed = any(option.name == "mode" for option in node.options)
            given = None if sed else node.pattern
        elif isinstance(node, ast.RegexArguments):
            given = node.pattern
        elif isinstance(node, ast.Call) and node.name in IN_EVAL:
            given = node.args[IN_EVAL[node.name]]
        else:
            continue
        if isinstance(given, ast.Text | ast.Word):
            yield given.value


def test_compile():
    macros = session().macros.definitions
    found = {
        pattern
        for folder in ("detections", "baselines")
        for text in searches(folder).values()
        for pattern in patterns(parse(text, shapes=SHAPES, macros=macros))
    }
    assert len(found) > 100
    for pattern in found:
        compile_regex(pattern)
