"""Steps that make fields of fields: FIELDALIAS, EVAL, LOOKUP, groups of a regex."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

import numpy as np

from spl.columns.column import Column
from spl.columns.evaluate import evaluate
from spl.columns.lift import lift
from spl.errors import SplError
from spl.events.chain import Before
from spl.events.merge import choose, first_present
from spl.events.origin import Change
from spl.knowledge.conf import Setting
from spl.knowledge.lookups import LookupTable
from spl.knowledge.props import Alias
from spl.language import ast
from spl.values.environment import Environment
from spl.values.value import Value, as_number, as_texts, multivalue


class AliasStep:
    """One pair of a FIELDALIAS: AS replaces the target, and removes it where the source is absent.

    ASNEW only fills a target that is absent (Splunk, props.conf.spec).
    """

    def __init__(self, alias: Alias) -> None:
        """Copy `alias.source` to `alias.target`."""
        self._alias = alias

    def gives(self, name: str) -> bool:
        """Whether this is the target."""
        return name == self._alias.target

    def names(self, before: Before) -> Iterable[str]:
        """The target."""
        del before
        return (self._alias.target,)

    def column(self, name: str, before: Before) -> Column | None:
        """The source's values, or with ASNEW the target's where it has one."""
        source = before.column(self._alias.source)
        return first_present((before.column(name), source)) if self._alias.only_new else source

    def said(self, change: Change) -> Iterable[Setting]:
        """The FIELDALIAS-class."""
        del change
        return (self._alias.setting,)


class EvalStep:
    """Calculated fields that all see the same fields: no one sees what another one gives."""

    def __init__(
        self,
        expressions: Mapping[str, ast.Expr],
        env: Environment,
        settings: Mapping[str, Setting] | None = None,
    ) -> None:
        """Give each name what its expression evaluates to; null removes the field."""
        self._expressions = expressions
        self._settings = settings or {}
        self._env = env

    def gives(self, name: str) -> bool:
        """Whether a calculated field has this name."""
        return name in self._expressions

    def names(self, before: Before) -> Iterable[str]:
        """The names of the calculated fields."""
        del before
        return self._expressions

    def column(self, name: str, before: Before) -> Column | None:
        """What the expression evaluates to.

        One of an app that cannot be worked out leaves the field as it was, and is told.
        """
        try:
            return evaluate(self._expressions[name], before.table(), self._env)
        except SplError as error:
            setting = self._settings.get(name)
            if setting is None:
                raise
            setting.tell(setting.error(error.message, hint=error.hint, code="SPL609"))
            return before.column(name)

    def said(self, change: Change) -> Iterable[Setting]:
        """The EVAL-name."""
        found = self._settings.get(change.name)
        return () if found is None else (found,)


class LookupStep:
    """An automatic lookup: it runs for the events that have all of its keys.

    OUTPUT replaces the outputs, and removes those for which the table says nothing; OUTPUTNEW only
    fills outputs that are absent (Splunk, props.conf.spec).
    """

    def __init__(
        self,
        table: LookupTable,
        keys: Sequence[tuple[str, str]],
        outputs: Sequence[tuple[str, str]] | None,
        *,
        only_new: bool = False,
        settings: Sequence[Setting] = (),
    ) -> None:
        """Look up by *keys* and give *outputs*, both as pairs of table column and event field."""
        columns = {column for column, _ in keys}
        if outputs is None:
            outputs = [(name, name) for name in table.columns if name not in columns]
        self._table = table
        self._keys = tuple(keys)
        self._outputs = {field: column for column, field in outputs}
        self._only_new = only_new
        self._settings = tuple(settings)

    def gives(self, name: str) -> bool:
        """Whether this is an output."""
        return name in self._outputs

    def names(self, before: Before) -> Iterable[str]:
        """The outputs."""
        del before
        return self._outputs

    def column(self, name: str, before: Before) -> Column | None:
        """The output, and where the lookup did not run the field as it was.

        The field as it was is asked for only where it counts: many a step may have to run for it.
        """
        known = before.column(name) if self._only_new else None
        if known is not None and known.present().all():
            return known
        keys = [before.column(field) for _, field in self._keys]
        present = [column for column in keys if column is not None]
        if len(present) < len(keys):
            return known if self._only_new else before.column(name)
        own = self._look_up(self._outputs[name], present, before)
        if self._only_new:
            return first_present((known, own))
        ran = np.logical_and.reduce([column.present() for column in present])
        known = None if ran.all() else before.column(name)
        return own if known is None else choose(ran, own, known)

    def said(self, change: Change) -> Iterable[Setting]:
        """The LOOKUP-class, and the definition of the lookup."""
        del change
        return self._settings

    def _look_up(self, output: str, keys: Sequence[Column], before: Before) -> Column:
        columns = [column for column, _ in self._keys]
        temporal = self._table.rules.time_field is not None
        times = before.column("_time") if temporal else None

        def find(*values: Value) -> Value:
            *texts, time = values if times is not None else (*values, None)
            if any(text is None for text in texts):
                return None
            cells: list[str] = []
            for each in product(*map(as_texts, texts)):
                rows = self._table.find(dict(zip(columns, each, strict=True)), as_number(time))
                cells.extend(row[output] for row in rows if output in row)
            return multivalue(cells)

        return lift(find, keys if times is None else [*keys, times], before.size)


class RexStep:
    """Fields that the named groups of a regular expression take out of another field."""

    def __init__(
        self, source: str, names: Sequence[str], work: Callable[[str, str], Value]
    ) -> None:
        """Give *names*; ``work(text, name)`` is what a group takes, None for nothing."""
        self._source = source
        self._names = tuple(names)
        self._work = work

    def gives(self, name: str) -> bool:
        """Whether a group has this name."""
        return name in self._names

    def names(self, before: Before) -> Iterable[str]:
        """The names of the groups."""
        del before
        return self._names

    def column(self, name: str, before: Before) -> Column | None:
        """What the group takes, and where it takes nothing the field as it was."""
        source = before.column(self._source)
        if source is None:
            return before.column(name)
        own = source.map(lambda value: self._of(value, name))
        return first_present((own, before.column(name)))

    def _of(self, value: Value, name: str) -> Value:
        found = (self._work(text, name) for text in as_texts(value))
        return multivalue(text for each in found for text in as_texts(each))
