"""Everything that is wrong in apps: what cannot be read, and what could not be worked out."""

from __future__ import annotations

from spl.columns.table import Table
from spl.errors import KnowledgeError
from spl.events.fields import EventFields
from spl.events.indexing import check_transform
from spl.knowledge import Knowledge
from spl.values.environment import Environment


def check_knowledge(knowledge: Knowledge, env: Environment) -> list[KnowledgeError]:
    """All problems, each once, whether or not any event would meet them."""
    found = knowledge.check()
    for props in knowledge.all_props():
        found += EventFields(Table({}, 0), props, knowledge, env).problems
    for index_time in knowledge.at_index_time.each():
        for transform in index_time.transforms:
            found += check_transform(transform)
    return list({problem.render(): problem for problem in found}.values())
