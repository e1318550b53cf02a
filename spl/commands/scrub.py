"""scrub: words and numbers of the results replaced by made-up ones."""

from __future__ import annotations

import hashlib
import re
import string
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal
from spl.language import ast
from spl.values.value import Value, as_texts, multivalue

_RUN = re.compile(r"[A-Za-z]+|[0-9]+")
_KEPT = frozenset(("_raw",))
_FILES = ("public-terms", "private-terms", "name-terms", "dictionary", "timeconfig", "namespace")


@command("scrub", shape="options", category="Fields")
@dataclass(frozen=True)
class Scrub:
    """Replaces every word and number of the results, but for times, by one of the same length.

    The same word gives the same made-up one throughout a search, and upper case stays upper case.
    Internal fields other than _raw and fields called ``date_…`` stay (Splunk, Search Reference:
    scrub).

    Deviations: Splunk takes its made-up words from word lists of its own, and leaves public terms
    alone; here every word is replaced by letters that a hash of it gives. The options that name
    such lists are refused.

    [{"user": "Carol7"}, {"user": "Carol7"}] | scrub | stats dc(user) AS users count(eval(user="Carol7")) AS same -> [{"users": "1", "same": "0"}]
    """  # noqa: E501 - an example stands on one line

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Take no arguments."""
        options, items = options_and_items(node)
        for name in _FILES:
            option = options.given(name)
            if option is not None:
                sentence = f"The option '{name}' is not supported."
                hint = "It names a word list on a Splunk server."
                raise complaint(node, sentence, code="SPL302", span=option.span, hint=hint)
        options.close()
        if words_of(node, items):
            raise complaint(node, "Only options are understood here.", code="SPL350")
        return cls()

    def apply(self, table: Table, job: Job) -> Table:
        """Replace what one batch holds."""
        names = [n for n in table.names() if n in _KEPT or not is_internal(n)]
        names = [n for n in names if not n.startswith("date_")]
        salt = repr(job.environment.now)

        def each(value: Value) -> Value:
            return multivalue(
                _RUN.sub(lambda run: _made_up(run[0], salt), t) for t in as_texts(value)
            )

        return table.with_columns({name: table.column(name).map(each) for name in names})


def _made_up(run: str, salt: str) -> str:
    """Letters for letters and digits for digits."""
    seed = hashlib.shake_256(f"{salt} {run.lower()}".encode()).digest(len(run))
    if run.isdigit():
        return "".join(string.digits[byte % 10] for byte in seed)
    letters = (string.ascii_lowercase[byte % 26] for byte in seed)
    pairs = zip(run, letters, strict=True)
    return "".join(new.upper() if old.isupper() else new for old, new in pairs)
