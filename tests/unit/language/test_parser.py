import pytest

from spl.errors import BindError, Span, SplError
from spl.language import ast
from spl.language.expand import Macro
from spl.language.parser import parse, parse_eval_expression, parse_search_expression
from tests.unit.language.shapes import SHAPES


def commands(text, **more):
    return parse(text, shapes=SHAPES, **more).commands


def arguments(text):
    return commands(f"x | {text}")[-1].arguments


def name(text):
    return ast.FieldName(text)


def pattern(raw, quoted=False):
    return ast.Pattern(raw, quoted)


def term(raw):
    return ast.Term(pattern(raw))


def equals(field, raw, quoted=False):
    return ast.Compare(name(field), "=", pattern(raw, quoted))


SEARCHES = {
    "": ast.Everything(),
    "()": ast.Everything(),
    "a b": ast.And((term("a"), term("b"))),
    "a AND b=1 OR c=2": ast.And((term("a"), ast.Or((equals("b", "1"), equals("c", "2"))))),
    "a and b": ast.And((term("a"), term("and"), term("b"))),
    "NOT a OR b": ast.Or((ast.Not(term("a")), term("b"))),
    "NOT (a b)": ast.Not(ast.And((term("a"), term("b")))),
    "(a (b c))": ast.And((term("a"), term("b"), term("c"))),
    'f = "x y"': equals("f", "x y", quoted=True),
    '"user name"=bob': equals("user name", "bob"),
    "f==1": equals("f", "1"),
    "f=a=b": equals("f", "a=b"),
    "f<>1": ast.Compare(name("f"), "!=", pattern("1")),
    r"f=C:\Temp\*.exe": equals("f", r"C:\Temp\*.exe"),
    "f=CASE(Ab)": ast.Compare(name("f"), "=", ast.Exactly(pattern("Ab"))),
    "CASE(Ab)": ast.Term(ast.Exactly(pattern("Ab"))),
    "TERM(10.0.0.1)": ast.Term(pattern("10.0.0.1"), whole=True),
    '"a phrase"': ast.Term(pattern("a phrase", quoted=True)),
    'f IN (a*, "b c",)': ast.Membership(name("f"), (pattern("a*"), pattern("b c", quoted=True))),
    "f in(,a b)": ast.Membership(name("f"), (pattern("a"), pattern("b"))),
    "f NOT IN (1)": ast.Membership(name("f"), (pattern("1"),), negated=True),
    "tag::host=web": equals("tag::host", "web"),
    "sourcetype::x": equals("sourcetype", "x"),
    "a.b{}.c=1": equals("a.b{}.c", "1"),
    "metric=a, OR metric=b": ast.Or((equals("metric", "a"), equals("metric", "b"))),
    "2023-01-01": term("2023-01-01"),
    "IN (a)": ast.And((term("IN"), term("a"))),
}


@pytest.mark.parametrize(("text", "tree"), SEARCHES.items())
def test_search_expression(text, tree):
    assert parse_search_expression(text) == tree


def call(function, *args):
    return ast.Call(function, args)


def binary(left, op, right):
    return ast.Binary(op, left, right)


A, B, C = name("a"), name("b"), name("c")
ONE, TWO = ast.Number("1"), ast.Number("2")

EXPRESSIONS = {
    "a=1 AND b=2 OR c=1": binary(
        binary(binary(A, "=", ONE), "AND", binary(B, "=", TWO)), "OR", binary(C, "=", ONE)
    ),
    "a and not b": binary(A, "AND", ast.Unary("NOT", B)),
    "NOT a=1": ast.Unary("NOT", binary(A, "=", ONE)),
    "a XOR b OR c": binary(A, "XOR", binary(B, "OR", C)),
    "a.b": binary(A, ".", B),
    "a-b": binary(A, "-", B),
    "'a-b'": name("a-b"),
    "-1": ast.Unary("-", ONE),
    "a - -1": binary(A, "-", ast.Unary("-", ONE)),
    "1+2*a": binary(ONE, "+", binary(TWO, "*", A)),
    "1-2-a": binary(binary(ONE, "-", TWO), "-", A),
    "(1-2)/a%b": binary(binary(binary(ONE, "-", TWO), "/", A), "%", B),
    '"a".b': binary(ast.Text("a"), ".", B),
    "0.5": ast.Number("0.5"),
    "5xx": name("5xx"),
    'IF(a==1, "x", null)': call("if", binary(A, "=", ONE), ast.Text("x"), name("null")),
    "null()": call("null"),
    'a IN ("x", "y")': ast.InList(A, (ast.Text("x"), ast.Text("y"))),
    'a NOT IN ("x")': ast.InList(A, (ast.Text("x"),), negated=True),
    'in(a, "x")': call("in", A, ast.Text("x")),
    'a LIKE "x%"': binary(A, "LIKE", ast.Text("x%")),
    'like(a, "x%")': call("like", A, ast.Text("x%")),
    'NOT(a="x")': ast.Unary("NOT", binary(A, "=", ast.Text("x"))),
    r'"\\.(exe|\"x\")"': ast.Text(r"\\.(exe|\"x\")"),
    "a AND (b AND c)": binary(binary(A, "AND", B), "AND", C),
}


@pytest.mark.parametrize(("text", "tree"), EXPRESSIONS.items())
def test_eval_expression(text, tree):
    assert parse_eval_expression(text) == tree


def test_a_bare_eval_expression_is_not_cut_at_its_pipe():
    assert parse_eval_expression('match(a, "x|y")').args[1] == ast.Text("x|y")


def aggregate(function, argument=None, alias=None, **more):
    return ast.Aggregate(function, argument, alias, text="", **more)


def option(key, value):
    return ast.Option(key, ast.Word(value))


def by(field, *options):
    return ast.ByField(name(field), options)


def sort_key(field, descending=False, kind="auto"):
    return ast.SortKey(name(field), descending, kind)


ARGUMENTS = {
    'eval x=1, "y z"=a, {b}_c=2': ast.EvalArguments(
        (
            ast.Assignment(name("x"), ONE),
            ast.Assignment(name("y z"), A),
            ast.Assignment(name("{b}_c"), TWO),
        )
    ),
    "where": ast.WhereArguments(call("true")),
    'stats count sum("a b") as "c d" by x, "y z"': ast.StatsArguments(
        (aggregate("count"), aggregate("sum", name("a b"), name("c d"))), (by("x"), by("y z"))
    ),
    "stats count(eval(a=1)), AS n": ast.StatsArguments(
        (aggregate("count", binary(A, "=", ONE), name("n"), is_eval=True),)
    ),
    "stats values(*) AS *": ast.StatsArguments((aggregate("values", name("*"), name("*")),)),
    "stats sparkline(avg(a), 1h)": ast.StatsArguments(
        (aggregate("sparkline", call("avg", A), sparkline_span="1h"),)
    ),
    "streamstats window=5 reset_before=(a>5) count": ast.StatsArguments(
        (aggregate("count"),),
        options=(option("window", "5"), ast.Option("reset_before", ast.Group("a>5"))),
    ),
    'streamstats reset_before="("a>5")" count': ast.StatsArguments(
        (aggregate("count"),), options=(ast.Option("reset_before", ast.Group("a>5")),)
    ),
    "chart count over a span=5 by b limit=3": ast.ChartArguments(
        (aggregate("count"),),
        over=by("a", option("span", "5")),
        by=(by("b"),),
        options=(option("limit", "3"),),
    ),
    "timechart span=1h eval(sum(a)/2) AS r by b where max in top5": ast.ChartArguments(
        (aggregate("eval", binary(call("sum", A), "/", TWO), name("r"), is_eval=True),),
        by=(by("b"),),
        where="max in top5",
        options=(option("span", "1h"),),
    ),
    "tstats count from datamodel=M.D where D.a=1 by D.b _time span=1h prestats=t": (
        ast.TstatsArguments(
            (aggregate("count"),),
            source="M.D",
            where=equals("D.a", "1"),
            by=(by("D.b"), by("_time", option("span", "1h"))),
            options=(option("prestats", "t"),),
        )
    ),
    'tstats count from datamodel="M"."D"': ast.TstatsArguments((aggregate("count"),), "M.D"),
    "fields - _*": ast.FieldsArguments((name("_*"),), "-"),
    "fields- a": ast.FieldsArguments((A,), "-"),
    'table a, b c,, "d e"': ast.FieldsArguments((A, B, C, name("d e"))),
    'fillnull value="" a': ast.FieldsArguments((A,), options=(ast.Option("value", ast.Text("")),)),
    'rename a AS b, "c d" as e f* TO g* x -> y': ast.RenameArguments(
        (
            ast.Renaming(A, B),
            ast.Renaming(name("c d"), name("e")),
            ast.Renaming(name("f*"), name("g*")),
            ast.Renaming(name("x"), name("y")),
        )
    ),
    "rename to as by_": ast.RenameArguments((ast.Renaming(name("to"), name("by_")),)),
    "sort - a, b, +c": ast.SortArguments(
        (sort_key("a", descending=True), sort_key("b", descending=True), sort_key("c"))
    ),
    "sort -a, b": ast.SortArguments((sort_key("a", descending=True), sort_key("b"))),
    "sort 0 -num(a) ip(b) desc": ast.SortArguments(
        (sort_key("a", descending=True, kind="num"), sort_key("b", kind="ip")), 0, reverse=True
    ),
    "sort limit=5 a d": ast.SortArguments((sort_key("a"),), 5, reverse=True),
    "sort d": ast.SortArguments((sort_key("d"),)),
    "sort -max(x)": ast.SortArguments((sort_key("max(x)", descending=True),)),
    "dedup 2 a b keepempty=t sortby -c": ast.DedupArguments(
        (A, B), 2, (option("keepempty", "t"),), (sort_key("c", descending=True),)
    ),
    "head 5": ast.HeadArguments(ast.Number("5")),
    "head (a>1) null=t": ast.HeadArguments(None, binary(A, ">", ONE), (option("null", "t"),)),
    "top 5 a, b by c showperc=f": ast.TopArguments((A, B), (C,), 5, (option("showperc", "f"),)),
    'lookup local=t t k AS "f g", l OUTPUTNEW a AS b c': ast.LookupArguments(
        "t",
        (ast.LookupPair("k", "f g"), ast.LookupPair("l", "l")),
        "OUTPUTNEW",
        (ast.LookupPair("a", "b"), ast.LookupPair("c", "c")),
        (option("local", "t"),),
    ),
    "inputlookup append=t t.csv where a=1 OR b=2": ast.InputlookupArguments(
        "t.csv", ast.Or((equals("a", "1"), equals("b", "2"))), (option("append", "t"),)
    ),
    r'rex field=a "(?<b>\d|\")" max_match=0': ast.RexArguments(
        ast.Text(r"(?<b>\d|\")"), (option("field", "a"), option("max_match", "0"))
    ),
    r"rex x=(?<b>\d+)": ast.RexArguments(ast.Word(r"x=(?<b>\d+)")),
    'regex a!="b"': ast.RegexArguments(ast.Text("b"), A, negated=True),
    'regex "b"': ast.RegexArguments(ast.Text("b")),
    'convert timeformat="%Y" ctime(a) AS b num(*)': ast.ConvertArguments(
        (ast.Conversion("ctime", A, B), ast.Conversion("num", name("*"))),
        (ast.Option("timeformat", ast.Text("%Y")),),
    ),
    "bin _time span=log2 as a": ast.BinArguments(name("_time"), A, (option("span", "log2"),)),
    'replace "a b" WITH c, d* with "e" IN a, b': ast.ReplaceArguments(
        (
            ast.Replacement(ast.Text("a b"), ast.Word("c")),
            ast.Replacement(ast.Word("d*"), ast.Text("e")),
        ),
        (A, B),
    ),
    "from datamodel:M.D": ast.FromArguments("datamodel", "M.D"),
    'from datamodel:"M"."D"': ast.FromArguments("datamodel", "M.D"),
    "from datamodel M.D": ast.FromArguments("datamodel", "M.D"),
    "transaction a startsWith=(b=1 (c)) endswith=eval(a>1) maxspan=5m": ast.OptionsArguments(
        (
            ast.Word("a"),
            ast.Option("startswith", ast.Group("b=1 (c)")),
            ast.Option("endswith", call("eval", binary(A, ">", ONE))),
            option("maxspan", "5m"),
        )
    ),
    "return 5 a=b $c": ast.OptionsArguments((ast.Word("5"), option("a", "b"), ast.Word("$c"))),
}


@pytest.mark.parametrize(("text", "tree"), ARGUMENTS.items())
def test_arguments(text, tree):
    assert arguments(text) == tree


@pytest.mark.parametrize("text", ARGUMENTS)
def test_printed_arguments_parse_to_the_same_tree(text):
    tree = parse(f"x | {text}", shapes=SHAPES)
    assert parse(str(tree), shapes=SHAPES) == tree


def test_an_aggregate_without_alias_is_named_as_written():
    aggregates = arguments('stats Sum(a) sum("b c") count(eval(x = 1))').aggregates
    assert [item.text for item in aggregates] == ["Sum(a)", "sum(b c)", "count(eval(x = 1))"]


def test_text_without_a_pipe_starts_with_an_implied_search():
    first = commands("stats count")[0]
    assert first.implied
    assert first.arguments.expression == ast.And((term("stats"), term("count")))
    assert commands("stats count", implied_search=False)[0].name == "stats"
    assert not commands("search stats")[0].implied
    assert commands("search=1")[0].implied


def test_generating():
    assert parse("| makeresults", shapes=SHAPES).generating
    assert not parse("a", shapes=SHAPES).generating


def test_command_names_have_any_case():
    assert commands("a | STATS count")[1].name == "stats"


def test_subsearches_stand_where_they_stood():
    join = arguments("join type=left a [search b | head 5]")
    assert [command.name for command in join.subsearch.pipeline.commands] == ["search", "head"]
    assert join.subsearch.raw == "search b | head 5"
    union = arguments("union [search a][search b]")
    assert [item.raw for item in union.items] == ["search a", "search b"]
    assert isinstance(arguments("where a=[search b | return $c]").expression.right, ast.Subsearch)


def test_inside_brackets_the_first_word_is_a_command():
    with pytest.raises(BindError, match="Unknown search command 'index'"):
        arguments("append [index=main]")


def test_foreach_keeps_its_template():
    text = "x | foreach a* [eval <<FIELD>>='<<FIELD>>'+1, y_<<MATCHSTR>>=1]"
    tree = parse(text, shapes=SHAPES)
    assert tree.commands[1].arguments.items[1].raw == text[text.index("[") + 1 : -1]
    assert str(tree) == text


def test_foreach_placeholders_of_its_own_are_read_as_names():
    text = 'x | foreach fieldstr="#f#" a b [eval #f#=#f#+1]'
    tree = parse(text, shapes=SHAPES)
    assert tree.commands[1].arguments.items[-1].raw == "eval #f#=#f#+1"
    assert str(tree) == text


def test_spans_count_in_the_typed_text():
    text = "a ```note``` | `m(b)` | where c>1"
    macros = {"m(1)": Macro("m", ("x",), "stats count by $x$")}
    first, second, third = commands(text, macros=macros)
    assert text[first.span.start : first.span.end] == "a"
    assert second.span == Span(15, 21, "m")
    assert second.arguments.by[0].field.span == Span(15, 21, "m")
    operand = third.arguments.expression.left
    assert text[operand.span.start : operand.span.end] == "c"


def test_a_macro_may_bring_pipes_and_halves_of_clauses():
    macros = {
        "both": Macro("both", (), "a=1 | stats"),
        "none": Macro("none", (), "```nothing```"),
    }
    names = [command.name for command in commands("`both` count | `none`", macros=macros)]
    assert names == ["search", "stats"]


def test_unknown_commands_are_refused_with_the_nearest_name():
    with pytest.raises(BindError) as caught:
        commands("a | stat count")
    assert caught.value.code == "SPL301"
    assert caught.value.hint == "Did you mean 'stats'?"


def test_a_word_that_only_starts_like_datamodel_names_no_source():
    with pytest.raises(SplError):
        parse("| tstats count from datamodelt=Registry by a", shapes=SHAPES)
