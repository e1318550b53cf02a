"""Laws of the parser and the formatter on generated trees and on arbitrary text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from spl.errors import SplError
from spl.language import ast
from spl.language.format import format_eval_expression, format_search_expression
from spl.language.parser import parse, parse_eval_expression, parse_search_expression
from spl.language.tokens import tokens
from tests.unit.language.shapes import SHAPES

QUIET = settings(max_examples=150, deadline=None)

NAMES = st.one_of(
    st.sampled_from(
        ["a", "_time", "user.name", "x{}.y", "b-c", "by", "as", "OR", "in", "a b", "*x*"]
    ),
    st.text("abz_. '-{}:\"\\é", min_size=1, max_size=6).filter(
        lambda name: name.strip() == name and "\\" not in name
    ),
)
FIELDS = NAMES.map(ast.FieldName)
PIECES = st.sampled_from(
    ["a", "Z", "*", "1", " ", "(", ")", "|", "[", "]", ",", "=", '\\"', "\\\\", "\\w"]
)
QUOTED = st.lists(PIECES, max_size=6).map("".join)
BARE = st.text("abcZ019._*/-:@$", min_size=1, max_size=6)

PATTERNS = st.one_of(BARE.map(ast.Pattern), QUOTED.map(lambda raw: ast.Pattern(raw, quoted=True)))
VALUES = st.one_of(PATTERNS, PATTERNS.map(ast.Exactly))
OPS = st.sampled_from(["=", "!=", "<", ">", "<=", ">="])


def joined(kind, items):
    """An And or Or as the parser builds it: flat."""
    flat = []
    for item in items:
        flat += item.items if isinstance(item, kind) else (item,)
    return kind(tuple(flat))


def is_plain(pattern):
    return pattern.quoted or "::" not in pattern.raw


SEARCH = st.recursive(
    st.one_of(
        st.builds(ast.Compare, FIELDS, OPS, VALUES),
        st.builds(
            ast.Membership,
            FIELDS,
            st.lists(VALUES, min_size=1, max_size=3).map(tuple),
            st.booleans(),
        ),
        PATTERNS.filter(is_plain).map(ast.Term),
        BARE.map(lambda raw: ast.Term(ast.Pattern(raw), whole=True)),
        st.just(ast.Everything()),
    ),
    lambda inner: st.one_of(
        inner.map(ast.Not),
        st.lists(inner, min_size=2, max_size=4).map(lambda items: joined(ast.And, items)),
        st.lists(inner, min_size=2, max_size=4).map(lambda items: joined(ast.Or, items)),
    ),
    max_leaves=12,
)

NUMBERS = st.sampled_from(["0", "1", "10", "1.50", "2e3", "0xff", ".5"]).map(ast.Number)
ARITHMETIC = st.sampled_from(["+", "-", "*", "/", "%", "."])


def chain(op, items):
    """A chain of AND or OR as the parser builds it: from the left, however it was grouped."""
    operands = []
    for item in items:
        waiting = [item]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Binary) and node.op == op:
                waiting += node.right, node.left
            else:
                operands.append(node)
    tree = operands[0]
    for operand in operands[1:]:
        tree = ast.Binary(op, tree, operand)
    return tree


EVAL = st.recursive(
    st.one_of(NUMBERS, QUOTED.map(ast.Text), FIELDS),
    lambda inner: st.one_of(
        st.builds(ast.Binary, st.one_of(ARITHMETIC, OPS, st.just("LIKE")), inner, inner),
        st.builds(
            chain, st.sampled_from(["AND", "OR", "XOR"]), st.lists(inner, min_size=2, max_size=3)
        ),
        st.builds(ast.Unary, st.sampled_from(["NOT", "-", "+", "!"]), inner),
        st.builds(
            ast.InList, inner, st.lists(inner, min_size=1, max_size=3).map(tuple), st.booleans()
        ),
        st.builds(
            ast.Call,
            st.sampled_from(["if", "like", "null", "in"]),
            st.lists(inner, max_size=3).map(tuple),
        ),
    ),
    max_leaves=12,
)

ALIAS = st.one_of(st.none(), FIELDS)
WORDS = st.sampled_from(["t", "1h", "log2", "5", "a.b"]).map(ast.Word)
OPTIONS = st.lists(
    st.builds(
        ast.Option,
        st.sampled_from(["span", "limit", "useother"]),
        st.one_of(WORDS, QUOTED.map(ast.Text)),
    ),
    max_size=2,
).map(tuple)
AGGREGATES = st.one_of(
    st.builds(lambda alias: ast.Aggregate("count", None, alias, text="count"), ALIAS),
    st.builds(
        lambda f, x, alias: ast.Aggregate(f, x, alias, text=f),
        st.sampled_from(["sum", "dc"]),
        FIELDS,
        ALIAS,
    ),
    st.builds(
        lambda x, alias: ast.Aggregate("count", x, alias, text="count", is_eval=True), EVAL, ALIAS
    ),
)
AGGREGATE_LISTS = st.lists(AGGREGATES, min_size=1, max_size=3).map(tuple)
FIELD_LISTS = st.lists(FIELDS, min_size=1, max_size=3).map(tuple)
BY = st.lists(FIELDS.map(ast.ByField), max_size=3).map(tuple)
SORT_KEYS = st.lists(
    st.builds(ast.SortKey, FIELDS, st.booleans(), st.sampled_from(["auto", "num", "str", "ip"])),
    min_size=1,
    max_size=3,
).map(tuple)
COUNTS = st.one_of(st.none(), st.integers(0, 99))
TARGETS = st.one_of(st.sampled_from(["x", "a.b", "{x}_y", "p q"])).map(ast.FieldName)

COMMANDS = st.one_of(
    SEARCH.map(lambda expr: ast.Command("search", ast.SearchArguments(expr))),
    EVAL.map(lambda expr: ast.Command("where", ast.WhereArguments(expr))),
    st.lists(st.builds(ast.Assignment, TARGETS, EVAL), min_size=1, max_size=3).map(
        lambda items: ast.Command("eval", ast.EvalArguments(tuple(items)))
    ),
    st.builds(ast.StatsArguments, AGGREGATE_LISTS, BY, st.just(())).map(
        lambda arguments: ast.Command("stats", arguments)
    ),
    st.builds(ast.FieldsArguments, FIELD_LISTS, st.sampled_from([None, "-", "+"]), OPTIONS).map(
        lambda arguments: ast.Command("fields", arguments)
    ),
    st.lists(st.builds(ast.Renaming, FIELDS, FIELDS), min_size=1, max_size=3).map(
        lambda pairs: ast.Command("rename", ast.RenameArguments(tuple(pairs)))
    ),
    st.builds(ast.SortArguments, SORT_KEYS, COUNTS, st.booleans()).map(
        lambda arguments: ast.Command("sort", arguments)
    ),
    st.builds(ast.DedupArguments, FIELD_LISTS, COUNTS, st.just(()), SORT_KEYS).map(
        lambda arguments: ast.Command("dedup", arguments)
    ),
    st.builds(ast.TopArguments, FIELD_LISTS, FIELD_LISTS, COUNTS, OPTIONS).map(
        lambda arguments: ast.Command("top", arguments)
    ),
    st.builds(ast.BinArguments, FIELDS, ALIAS, OPTIONS).map(
        lambda arguments: ast.Command("bin", arguments)
    ),
    QUOTED.map(lambda raw: ast.Command("rex", ast.RexArguments(ast.Text(raw)))),
)


def pipelines(commands):
    return st.lists(commands, min_size=1, max_size=4).map(
        lambda items: ast.Pipeline(tuple(items), generating=True)
    )


NESTED = st.one_of(
    COMMANDS,
    pipelines(COMMANDS).map(
        lambda pipeline: ast.Command("append", ast.OptionsArguments((ast.Subsearch(pipeline, ""),)))
    ),
    st.builds(
        ast.JoinArguments, FIELD_LISTS, pipelines(COMMANDS).map(lambda p: ast.Subsearch(p, ""))
    ).map(lambda arguments: ast.Command("join", arguments)),
)


@QUIET
@given(SEARCH)
def test_a_printed_search_expression_parses_to_itself(expr):
    assert parse_search_expression(format_search_expression(expr)) == expr


@QUIET
@given(EVAL)
def test_a_printed_eval_expression_parses_to_itself(expr):
    assert parse_eval_expression(format_eval_expression(expr)) == expr


@QUIET
@given(pipelines(NESTED))
def test_a_printed_pipeline_parses_to_itself(pipeline):
    assert parse(str(pipeline), shapes=SHAPES) == pipeline


WORDS_OF_SEARCHES = (
    'a b= "x" " \' ( ) [ ] | , = AND OR NOT IN by as where eval stats search sort - '
    "+ ` ``` \\ * < > count(x) span=1h from datamodel=A.B tstats join rename rex 5 . "
    "timechart head transaction"
)
FRAGMENTS = st.lists(
    st.sampled_from(WORDS_OF_SEARCHES.split(" ")),
    max_size=15,
).map(" ".join)


@QUIET
@given(st.one_of(FRAGMENTS, st.text(max_size=40)))
def test_any_text_gives_a_tree_or_a_located_error(text):
    try:
        tree = parse(text, shapes=SHAPES)
    except SplError as error:
        assert error.span is not None
        assert error.code != type(error).code
        assert error.render()
    else:
        assert parse(str(tree), shapes=SHAPES) == tree


@QUIET
@given(st.one_of(FRAGMENTS, st.text(max_size=40)))
def test_tokens_cover_any_text_in_order(text):
    end = 0
    for token in tokens(text, SHAPES):
        assert end <= token.start < token.end <= len(text)
        end = token.end
