"""xpath: values out of XML by an XPath expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from lxml import etree

from spl.columns.table import Table
from spl.commands._arguments import complaint, only_word, options_and_items
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
from spl.language import ast
from spl.values.spath_xml import read_xml
from spl.values.value import Value, as_texts, multivalue


@command(
    'xpath [outfield=f] "expression" [field=f] [default=s]', shape="options", category="Fields"
)
@dataclass(frozen=True)
class Xpath:
    """Reads values out of XML by an XPath expression; several make a multivalue.

    Options: `field` to read, default _raw; `outfield` that gets the values, default xpath;
    `default`, what it gets where there are none (Splunk, Search Reference: xpath).

    Choices: functions that reach outside of the text (``document()``) do not exist.

    [{"_raw": "<a><b c='1'>x</b><b c='2'>y</b></a>"}] | xpath outfield=o "//b/@c" | table o -> [{"o": ["1", "2"]}]
    """  # noqa: E501 - an example stands on one line

    expression: str
    field: str = "_raw"
    outfield: str = "xpath"
    default: str | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read the expression, which must be XPath."""
        options, items = options_and_items(node)
        field, outfield = options.text("field", "_raw"), options.text("outfield", "xpath")
        default = options.maybe("default")
        options.close()
        expression = only_word(node, items, "an XPath expression")
        try:
            etree.XPath(expression)
        except etree.XPathSyntaxError as error:
            sentence = f"'{expression}' is no XPath expression: {error}."
            raise complaint(node, sentence, code="SPL354") from error
        return cls(expression, field, outfield, default)

    def apply(self, table: Table, job: Job) -> Table:
        """Read the values of one batch."""
        read = partial(self._fields, etree.XPath(self.expression))
        return overlay(table, extract(table.column(self.field), read))

    def _fields(self, find: Any, value: Value) -> Mapping[str, Value]:
        texts: list[str] = []
        for text in as_texts(value):
            root = read_xml(text)
            if root is not None:
                texts.extend(_found(find, root))
        if not texts:
            return {} if self.default is None else {self.outfield: self.default}
        return {self.outfield: multivalue(texts)}


def _found(find: Any, root: Any) -> list[str]:
    try:
        found = find(root.getroottree())
    except etree.XPathEvalError:
        return []
    if not isinstance(found, list):
        return [str(found)]
    return [str(one) if isinstance(one, str) else "".join(one.itertext()) for one in found]
