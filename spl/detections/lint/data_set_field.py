"""LINT106: a field that the data set of tstats does not have."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.errors import SplError, did_you_mean
from spl.knowledge.datamodels import DataModel, DataSet
from spl.language import ast
from spl.language.walk import walk

_EVERYWHERE = frozenset(
    {"_time", "_raw", "_indextime", "_span", "host", "source", "sourcetype", "index",
     "splunk_server", "nodename", "earliest", "latest", "eventtype", "tag", "*"}
)  # fmt: skip


@check("LINT106", "a field that the data set does not have", "error")
def data_set_field(subject: Subject) -> Iterator[Flaw]:
    """In a tstats over a data model every field is called ``Dataset.field``, as the model has it.

    A field that the data set does not have matches nothing and groups nothing. A name without its
    data set is none of the model's fields either.

    Bad:
        | tstats `security_content_summariesonly` count FROM datamodel=Endpoint.Processes
            WHERE Processes.proces_name=cmd.exe BY Processes.dest

    Good:
        | tstats `security_content_summariesonly` count FROM datamodel=Endpoint.Processes
            WHERE Processes.process_name=cmd.exe BY Processes.dest
    """
    for passed in subject.passed:
        arguments = passed.node.arguments
        if not isinstance(arguments, ast.TstatsArguments) or passed.node.name != "tstats":
            continue
        if arguments.source is None or arguments.source_kind != "datamodel":
            continue
        try:
            model, dataset = subject.knowledge.dataset(arguments.source)
        except SplError:
            continue
        known = _names(model, dataset)
        seen: set[str] = set()
        for node in walk(arguments):
            if not isinstance(node, ast.FieldName) or node.name in seen | known | _EVERYWHERE:
                continue
            if node.span == ast.NOWHERE or _is_alias(node, arguments) or "*" in node.name:
                continue
            seen.add(node.name)
            yield subject.in_search(
                f"The data set '{arguments.source}' has no field '{node.name}'.",
                node.span,
                _hint(node.name, known),
            )


def _is_alias(node: ast.FieldName, arguments: ast.TstatsArguments) -> bool:
    return any(node is each.alias for each in arguments.aggregates)


def _names(model: DataModel, dataset: DataSet | None) -> frozenset[str]:
    """Every field of the data set as it may be written: by way of each name of its lineage."""
    names: set[str] = set()
    sets = [dataset] if dataset is not None else list(model.objects.values())
    below = [child for each in sets for child in model.descendants(each)]
    for each in [*sets, *below]:
        lineage = model.ancestry(each)
        fields = {name for parent in lineage for name in parent.fields}
        for start in range(len(lineage)):
            path = ".".join(parent.name for parent in lineage[start:])
            names |= {f"{path}.{name}" for name in fields}
        names |= {f"{parent.name}.{name}" for parent in lineage for name in fields}
    return frozenset(names)


def _hint(name: str, known: frozenset[str]) -> str | None:
    qualified = [each for each in known if each.rpartition(".")[2] == name]
    if qualified:
        return f"Write {min(qualified, key=len)}."
    return did_you_mean(name, known)
