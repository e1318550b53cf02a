"""savedsearch: the results of a search that is known by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import complaint, options_and_items, words_of
from spl.commands._book import Scope, command
from spl.commands._job import Job
from spl.errors import BindError
from spl.language import ast

_TOKEN = re.compile(r"\$([A-Za-z_]\w*)\$")


@command(
    "savedsearch name [nosubstitution=bool] [token=text ...]", shape="options", category="Generate"
)
@dataclass(frozen=True)
class Savedsearch:
    """Runs a saved search: one of savedsearches.conf, or one that the session has been given.

    ``token=text`` puts the text where ``$token$`` stands in the saved search, unless
    `nosubstitution` is true (Splunk, Search Reference: savedsearch).

    Choices: a token that is not given stays as it stands. Permissions and schedules mean nothing
    here.

    | savedsearch "staff of" unit=ops -> [{"name": "al", "dept": "ops"}]
    """

    name: str
    tokens: tuple[tuple[str, str], ...] = ()

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read name and tokens; the saved search must be there."""
        options, items = options_and_items(node)
        plain = options.flag("nosubstitution")
        tokens = options.rest()
        words = words_of(node, items)
        if not words:
            raise complaint(node, "You must specify the name of a saved search.", code="SPL352")
        name = " ".join(words)
        check_saved(node, name, scope)
        return cls(name, () if plain else tuple(tokens.items()))

    def read(self, job: Job) -> Iterator[Table]:
        """The rows of the saved search."""
        text = filled(job.knowledge.savedsearch(self.name), dict(self.tokens))
        yield job.run(job.parse(text), None)


def check_saved(node: ast.Command, name: str, scope: Scope) -> None:
    """Tell before a row is read that there is no saved search *name*."""
    if scope.knowledge is None:
        return
    try:
        scope.knowledge.savedsearch(name)
    except BindError as error:
        sentence = f"Unable to find saved search named '{name}'."
        raise complaint(node, sentence, code=error.code, hint=error.hint) from None


def filled(text: str, tokens: Mapping[str, str]) -> str:
    """*text* with the tokens in it replaced by what was given for them."""
    return _TOKEN.sub(lambda token: tokens.get(token[1].lower(), token[0]), text)
