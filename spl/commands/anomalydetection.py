"""anomalydetection: events whose values are improbable together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spl.columns.column import Column
from spl.columns.table import Table
from spl.commands._arguments import Options, complaint, options_and_items, words_of
from spl.commands._book import Bound, Scope, command
from spl.commands._job import Job
from spl.commands._wildcards import is_internal, select_names
from spl.commands.outlier import Outlier
from spl.language import ast
from spl.values.value import Value, as_number, as_texts, read_number

_FENCE = 1.5


@command(
    "anomalydetection [method=histogram|iqr] [action=filter|annotate|summary] [pthresh=n] "
    "[cutoff=bool] [field ...]",
    shape="options",
    category="Aggregate",
)
@dataclass(frozen=True)
class Anomalydetection:
    """Finds events whose probability, the product of the frequencies of their values, is small.

    The frequency of a text is its share of all events; that of a number the share of the bin of a
    histogram that it falls into. Options: `action`, ``filter`` (default) keeps the improbable
    events, ``annotate`` keeps all, ``summary`` gives one row about the threshold; `pthresh`, the
    probability below which an event is improbable; `method=iqr` does what the outlier command does.
    The events get log_event_prob, the natural logarithm of the probability, and the improbable ones
    probable_cause, the field with the rarest value, probable_cause_freq and max_freq, the
    frequencies of its value and of its most frequent value. Without names all fields count but the
    internal ones. The threshold, unless given, is the lower quartile of the logarithms less 1.5
    times the distance of the quartiles (Splunk, Search Reference: anomalydetection).

    Deviations: ``method=zscore`` is refused. How Splunk makes its histogram and how `cutoff=true`
    lowers the threshold is not published, so probabilities of numbers are not Splunk's; here a
    histogram has as many equal bins as the square root of the number of values, and `cutoff`
    changes nothing.

    Choices: a null and a multivalue are values like any other. A field all of whose values are
    numbers is numerical.

    [{"u": "a"}, {"u": "a"}, {"u": "a"}, {"u": "a"}, {"u": "a"}, {"u": "b"}] | anomalydetection u | table u probable_cause max_freq -> [{"u": "b", "probable_cause": "u", "max_freq": "0.8333333333333334"}]
    """  # noqa: E501 - an example stands on one line

    fields: tuple[str, ...] = ()
    action: str = "filter"
    threshold: float | None = None

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Bound:
        """Read method, action, threshold and fields."""
        options, items = options_and_items(node)
        method = options.choice("method", ("histogram", "zscore", "iqr"), "histogram")
        if method == "zscore":
            sentence = "method=zscore is not supported."
            hint = "It does what anomalousvalue does, whose numbers Splunk does not publish."
            raise complaint(node, sentence, code="SPL302", hint=hint)
        if method == "iqr":
            return _bind_iqr(node, options, words_of(node, items))
        action = options.choice("action", ("filter", "annotate", "summary"), "filter")
        options.flag("cutoff", True)
        threshold = _probability(node, options)
        options.close()
        return cls(tuple(words_of(node, items)), action, threshold)

    def run(self, table: Table, job: Job) -> Table:
        """Work out the probability of each event."""
        names = select_names(self.fields or ("*",), table.names())
        names = [n for n in names if self.fields or not is_internal(n)]
        shares = {name: _frequencies(table.column(name).to_list()) for name in names}
        logs = [
            math.fsum(math.log(shares[name][row]) for name in names) for row in range(table.size)
        ]
        if not logs:
            return table
        first, third = (float(q) for q in np.percentile(logs, [25, 75]))
        limit = first - _FENCE * (third - first)
        if self.threshold is not None:
            limit = math.log(self.threshold) if self.threshold else -math.inf
        odd = [log < limit for log in logs]
        if self.action == "summary":
            return _summary(logs, odd, limit, (first, third))
        causes = [_cause(shares, row) if odd[row] else {} for row in range(table.size)]
        columns = {
            name: Column.of(cause.get(name) for cause in causes)
            for name in ("probable_cause", "probable_cause_freq", "max_freq")
        }
        table = table.with_columns({"log_event_prob": Column.of(logs), **columns})
        return table if self.action == "annotate" else table.take(np.array(odd, dtype=np.bool_))


def _bind_iqr(node: ast.Command, options: Options, words: list[str]) -> Bound:
    """The outlier command, whose options these are then."""
    action = options.choice("action", ("remove", "transform", "rm", "tf"), "transform")
    if options.given("pthresh") is not None:
        raise complaint(node, "Invalid argument: 'pthresh'", code="SPL350")
    options.close()
    return Outlier(tuple(words), action in ("remove", "rm"))


def _probability(node: ast.Command, options: Options) -> float | None:
    text = options.maybe("pthresh")
    if text is None:
        return None
    number = read_number(text)
    if number is None or not 0 <= number <= 1:
        sentence = f"The value for option pthresh ({text}) is invalid."
        raise complaint(node, sentence, code="SPL351", hint="A probability from 0 to 1.")
    return float(number)


def _frequencies(values: Sequence[Value]) -> list[float]:
    """The share of all events that have the value, or the bin, of each event."""
    numbers = [as_number(value) for value in values]
    known = [float(n) for n in numbers if n is not None and math.isfinite(n)]
    keys: list[object] = [tuple(as_texts(value)) for value in values]
    present = sum(value is not None for value in values)
    if known and len(known) == present:
        low, bins = min(known), max(1, math.isqrt(len(known)))
        width = (max(known) - low) / bins or 1.0
        keys = [None if n is None else min(bins - 1, int((n - low) / width)) for n in numbers]
    counts = Counter(keys)
    return [counts[key] / len(values) for key in keys]


def _cause(shares: dict[str, list[float]], row: int) -> dict[str, Value]:
    """The field with the rarest value of an event."""
    name = min(shares, key=lambda n: shares[n][row])
    return {
        "probable_cause": name,
        "probable_cause_freq": shares[name][row],
        "max_freq": max(shares[name]),
    }


def _summary(
    logs: list[float], odd: list[bool], limit: float, quartiles: tuple[float, float]
) -> Table:
    return Table.of(
        [
            {
                "num_anomalies": sum(odd),
                "thresh": limit,
                "max_logprob": max(logs),
                "min_logprob": min(logs),
                "1st_quartile": quartiles[0],
                "3rd_quartile": quartiles[1],
            }
        ]
    )
