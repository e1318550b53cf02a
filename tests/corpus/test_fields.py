"""The shipped data models have the fields that published searches ask of them."""

from collections import defaultdict

from spl.errors import SplError
from spl.language import ast
from spl.language.parser import parse
from tests.corpus.published import needs_checkout, nodes, searches, session
from tests.unit.language.shapes import SHAPES

pytestmark = needs_checkout
EVERYWHERE = {"_time", "host", "source", "sourcetype"}
# What the rules themselves get wrong: there are no such fields in the Common Information Model.
MISTAKEN = {
    "Authentication.method",
    "DNS.flow_id",
    "Filesystem.process_name",
    "Processes.orig_process_name",
    "Processes.path",
    "processes.process_name",
    "web.url",
}


def asked(tree):
    """The fields with a prefix that tstats reads, and the data set that it reads them from."""
    for node in nodes(tree):
        if isinstance(node, ast.TstatsArguments) and node.source:
            parts = (node.where, node.by, *(each.argument for each in node.aggregates))
            for field in nodes(parts):
                if isinstance(field, ast.FieldName) and "." in field.name and "*" not in field.name:
                    yield node.source, field.name


def has(model, name):
    """Whether the last data set that *name* names, or one above or below it, has the field."""
    parts = name.split(".")
    depth = next((i for i, part in enumerate(parts) if part not in model.objects), len(parts))
    if not depth:
        return False
    dataset = model.objects[parts[depth - 1]]
    related = [*model.ancestry(dataset), *model.descendants(dataset)]
    fields = {field for each in related for field in each.fields} | EVERYWHERE
    return ".".join(parts[depth:]) in fields


def test_every_field_is_there():
    ours = session()
    macros = ours.macros.definitions
    missing = defaultdict(set)
    for stem, text in searches("detections").items():
        for source, name in asked(parse(text, shapes=SHAPES, macros=macros)):
            try:
                model, _ = ours.knowledge.dataset(source)
            except SplError:
                continue  # test_execute names the rules that ask a model nobody publishes
            if not has(model, name):
                missing[name].add(stem)
    assert set(missing) == MISTAKEN, dict(missing)
