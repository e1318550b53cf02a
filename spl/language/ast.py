"""The syntax tree of a search: expressions of the search command, of eval, and argument shapes.

Every node keeps the text of its leaves as it was written (`raw`), so that printing a tree gives SPL
that parses to the same tree. Spans count in the user's own text and do not take part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from spl.errors import Span
from spl.language.literals import unescape_search, unescape_string

NOWHERE = Span(0, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """Anything that stands somewhere in the text."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


# --- leaves ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldName(Node):
    """A field, named bare, in 'single quotes' or, where a command allows it, "double quotes"."""

    name: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A double-quoted string; `raw` is what stands between the quotes, escapes and all."""

    raw: str

    @property
    def value(self) -> str:
        r"""The string that eval, rex and options read: ``\\`` and ``\"`` undone, all else kept."""
        return unescape_string(self.raw)


@dataclass(frozen=True, slots=True)
class Word(Node):
    """A bare word: an option value, a positional argument."""

    raw: str

    @property
    def value(self) -> str:
        """The word itself."""
        return self.raw


@dataclass(frozen=True, slots=True)
class Subsearch(Node):
    """A search in [brackets]; `raw` is its text, for commands that fill in a template first."""

    pipeline: Pipeline
    raw: str = field(compare=False)


# --- expressions of the search command ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pattern(Node):
    """What a field is compared with, or a term to look for: text in which ``*`` is a wildcard."""

    raw: str
    quoted: bool = False

    @property
    def value(self) -> str:
        """The pattern with Splunk's backslash rules for search values applied."""
        return unescape_search(self.raw)


@dataclass(frozen=True, slots=True)
class Exactly(Node):
    """``CASE(x)``: a value or term compared with regard to case."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Everything(Node):
    """An empty search expression, which every event satisfies."""


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of the items; blank and AND are the same."""

    items: tuple[SearchExpr, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Any of the items; binds tighter than And in a search."""

    items: tuple[SearchExpr, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Not the item: also true where a field that the item names is absent."""

    item: SearchExpr


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``field op value``; op is one of ``= != < > <= >=`` (``==`` is read as ``=``)."""

    field: FieldName
    op: str
    value: Pattern | Exactly | Subsearch


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """``field IN (a, "b c", d*)``; `negated` for ``field NOT IN (…)``."""

    field: FieldName
    values: tuple[Pattern | Exactly | Subsearch, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Term(Node):
    """A keyword, a quoted phrase, CASE(x) or, with `whole`, TERM(x), looked for in _raw."""

    pattern: Pattern | Exactly
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """``PREFIX(k=)``: what follows the text in a token of _raw; only tstats knows it."""

    raw: str


SearchExpr: TypeAlias = (
    Everything | And | Or | Not | Compare | Membership | Term | Prefix | Subsearch
)


# --- expressions of eval and where ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as written: ``10``, ``1.50``, ``0xff``, ``2e3``."""

    raw: str


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """``NOT x``, ``-x``, ``+x``, ``!x``."""

    op: str
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two operands; op in upper case: ``XOR OR AND LIKE = != < > <= >= + - . * / %``."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class InList(Node):
    """``x IN (a, b)`` or, negated, ``x NOT IN (a, b)``; no wildcards."""

    operand: Expr
    items: tuple[Expr, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of eval; the name in lower case."""

    name: str
    args: tuple[Expr, ...]


Expr: TypeAlias = Number | Text | FieldName | Unary | Binary | InList | Call | Subsearch


# --- parts that several shapes share --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option(Node):
    """``name=value``; the name in lower case."""

    name: str
    value: Word | Text | Subsearch | Group | Call


@dataclass(frozen=True, slots=True)
class Group(Node):
    """``( … )`` among options; `raw` is what stands between the parentheses."""

    raw: str


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """``function(field) AS name``.

    The name of the function is in lower case; `argument` is None for a bare ``count`` and an
    expression for ``f(eval(…))``, and a Call for the inner aggregate of ``sparkline(avg(x), 1h)``.
    `text` is the aggregate as written: its column's default name.
    """

    function: str
    argument: Expr | None
    alias: FieldName | None
    text: str = field(compare=False)
    is_eval: bool = False
    sparkline_span: str | None = None


@dataclass(frozen=True, slots=True)
class ByField(Node):
    """One field after BY, with the options that follow it (``_time span=1h``)."""

    field: FieldName
    options: tuple[Option, ...] = ()


# --- argument shapes, one per start symbol of the grammar -----------------------------------------


@dataclass(frozen=True, slots=True)
class SearchArguments(Node):
    """search, metasearch: a search expression."""

    expression: SearchExpr


@dataclass(frozen=True, slots=True)
class Assignment(Node):
    """``target = expression``; the target may hold ``{field}`` parts."""

    target: FieldName
    value: Expr


@dataclass(frozen=True, slots=True)
class EvalArguments(Node):
    """eval, fieldformat: assignments; a subsearch stands for text not known before it has run."""

    assignments: tuple[Assignment | Subsearch, ...]


@dataclass(frozen=True, slots=True)
class WhereArguments(Node):
    """where: one expression."""

    expression: Expr


@dataclass(frozen=True, slots=True)
class StatsArguments(Node):
    """stats, eventstats, streamstats, sistats: options, aggregates, BY fields."""

    aggregates: tuple[Aggregate, ...]
    by: tuple[ByField, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartArguments(Node):
    """chart, timechart: aggregates, ``OVER row``, ``BY …``, ``WHERE sum in top5``."""

    aggregates: tuple[Aggregate, ...]
    over: ByField | None = None
    by: tuple[ByField, ...] = ()
    where: str | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class TstatsArguments(Node):
    """tstats, mstats: aggregates, ``FROM datamodel=M.D``, ``WHERE search``, ``BY …``.

    `source_kind` is ``datamodel``, ``sid`` or, for a bare name after FROM, ``namespace``; the
    span is that of the source where there is one.
    """

    aggregates: tuple[Aggregate, ...]
    source: str | None = None
    source_kind: str = "datamodel"
    where: SearchExpr | None = None
    by: tuple[ByField, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldsArguments(Node):
    """fields, table, filldown, mvcombine …: an optional sign and field names with wildcards."""

    fields: tuple[FieldName, ...]
    sign: str | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionsArguments(Node):
    """Commands made of options and positional words, in the order in which they were written."""

    items: tuple[Option | Word | Text | Subsearch | Group, ...]


@dataclass(frozen=True, slots=True)
class TextArguments(Node):
    """Arguments with a subsearch among words: only its text tells what they are.

    Splunk puts the text of a subsearch in its place before a command reads its arguments (Splunk,
    Search Manual: About subsearches), as in ``sort [ … | return $field]``.
    """

    parts: tuple[str | Subsearch, ...]


@dataclass(frozen=True, slots=True)
class Renaming(Node):
    """``old AS new``; both may hold wildcards."""

    old: FieldName
    new: FieldName


@dataclass(frozen=True, slots=True)
class RenameArguments(Node):
    """rename: pairs of names."""

    pairs: tuple[Renaming, ...]


@dataclass(frozen=True, slots=True)
class SortKey(Node):
    """One key of sort: its own sign or the one before the list, ``auto|str|num|ip``, the field."""

    field: FieldName
    descending: bool = False
    kind: str = "auto"


@dataclass(frozen=True, slots=True)
class SortArguments(Node):
    """sort: count, keys; a trailing ``d`` or ``desc`` turns the whole order round."""

    keys: tuple[SortKey, ...]
    limit: int | None = None
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class DedupArguments(Node):
    """dedup: count, fields, options, ``SORTBY`` keys."""

    fields: tuple[FieldName, ...]
    count: int | None = None
    options: tuple[Option, ...] = ()
    sortby: tuple[SortKey, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadArguments(Node):
    """head, tail: a count or an expression, and options."""

    count: Number | None = None
    expression: Expr | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class TopArguments(Node):
    """top, rare: a count, fields, BY fields, options."""

    fields: tuple[FieldName, ...]
    by: tuple[FieldName, ...] = ()
    count: int | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class LookupPair(Node):
    """``table_column AS event_field``; `event_field` equals `column` where AS is absent."""

    column: str
    event_field: str


@dataclass(frozen=True, slots=True)
class LookupOutput(Node):
    """A further ``OUTPUT …`` or ``OUTPUTNEW …`` of lookup."""

    mode: str
    pairs: tuple[LookupPair, ...]


@dataclass(frozen=True, slots=True)
class LookupArguments(Node):
    """lookup: the table, its keys, and what to take from it (`mode` OUTPUT, OUTPUTNEW or None).

    The span is that of the table's name.
    """

    table: str
    keys: tuple[LookupPair, ...]
    mode: str | None = None
    outputs: tuple[LookupPair, ...] = ()
    options: tuple[Option, ...] = ()
    more: tuple[LookupOutput, ...] = ()


@dataclass(frozen=True, slots=True)
class InputlookupArguments(Node):
    """inputlookup, inputcsv: the table, options, ``WHERE`` search; the span is the table's."""

    table: str
    where: SearchExpr | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class RexArguments(Node):
    """rex, makemv tokenizers, erex: options and the pattern, quoted or bare."""

    pattern: Text | Word | Subsearch | None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class RegexArguments(Node):
    """regex: ``field = "pattern"``, ``field != "pattern"`` or a pattern for _raw."""

    pattern: Text | Word | Subsearch
    field: FieldName | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Conversion(Node):
    """``function(field) AS name``; a bare ``function`` means every field."""

    function: str
    field: FieldName | None
    alias: FieldName | None = None


@dataclass(frozen=True, slots=True)
class ConvertArguments(Node):
    """convert: options and conversions."""

    conversions: tuple[Conversion, ...]
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class BinArguments(Node):
    """bin, bucket, discretize: options, a field, ``AS name``."""

    field: FieldName | None
    alias: FieldName | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinArguments(Node):
    """join: options, fields, a subsearch; ``where`` is the form with qualified names."""

    fields: tuple[FieldName, ...]
    subsearch: Subsearch | None
    where: Expr | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement(Node):
    """``old WITH new``."""

    old: Text | Word
    new: Text | Word


@dataclass(frozen=True, slots=True)
class ReplaceArguments(Node):
    """replace: pairs, and the fields they apply to (none: all)."""

    pairs: tuple[Replacement, ...]
    fields: tuple[FieldName, ...] = ()


@dataclass(frozen=True, slots=True)
class FromArguments(Node):
    """from: ``datamodel:M.D``, ``savedsearch:x``, ``lookup:x``, ``inputlookup:x``."""

    kind: str
    name: str


Arguments: TypeAlias = (
    SearchArguments
    | EvalArguments
    | WhereArguments
    | StatsArguments
    | ChartArguments
    | TstatsArguments
    | FieldsArguments
    | OptionsArguments
    | TextArguments
    | RenameArguments
    | SortArguments
    | DedupArguments
    | HeadArguments
    | TopArguments
    | LookupArguments
    | InputlookupArguments
    | RexArguments
    | RegexArguments
    | ConvertArguments
    | BinArguments
    | JoinArguments
    | ReplaceArguments
    | FromArguments
)


# --- the pipeline ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Command(Node):
    """One stage: the command's name in lower case and its arguments.

    `implied` is true for the search that starts a pipeline without being named.
    """

    name: str
    arguments: Arguments
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Pipeline(Node):
    """Commands in order; `generating` is true where the text starts with a pipe."""

    commands: tuple[Command, ...]
    generating: bool = False

    def __str__(self) -> str:
        """SPL text that parses to this very tree."""
        from spl.language.format import format_pipeline

        return format_pipeline(self)
