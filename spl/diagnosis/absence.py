"""Why rows lack a field: a wrong name, a stage that lost it, a stanza that did not fill it."""

from __future__ import annotations

from collections.abc import Iterable

from spl.columns.table import Table
from spl.commands import reads_of
from spl.diagnosis.fields_there import has, one_of, similar
from spl.diagnosis.named_fields import parts_of_command
from spl.diagnosis.place import Inquiry, Place
from spl.diagnosis.unfilled import other_data, unfilled
from spl.engine.trace import Stage
from spl.errors import SplError
from spl.language import ast

_COLUMNS = 6
_DEEPEST = 5


class Absence:
    """Finds out about fields that rows of one search lack.

    Attributes:
        explained: the fields that have been told about.
    """

    def __init__(self, inquiry: Inquiry) -> None:
        """Look at the search of *inquiry*."""
        self.explained: set[str] = set()
        self._inquiry = inquiry
        self._stages = inquiry.run.stages

    def of_all(self, name: str, place: Place, depth: int = 0) -> list[str]:
        """Sentences on why no row of *place* has the field, the most telling first."""
        self.explained.add(name)
        told = self._told_by_stages(name, place, depth)
        if told:
            return told
        said = [_no_such(name, place)]
        if place.dataset is None or place.plain(name) in _fields_of(place):
            said += [*other_data(name, place), *unfilled(name, place)]
        return said

    def of_some(self, name: str, place: Place) -> list[str]:
        """Sentences on why some rows of *place* lack a field that others have."""
        return self._told_by_stages(name, place, 0) or unfilled(name, place)

    def _told_by_stages(self, name: str, place: Place, depth: int) -> list[str]:
        """What an earlier stage did to the field: lost it, renamed it, or failed to make it."""
        for at in range(place.at - 1, -1, -1):
            node = self._stages[at].step.node
            if renamed := _renamed(name, node):
                return [f"Since stage {at + 1} '{name}' is called '{renamed}'."]
            if old := _star_source(name, node):
                if similar(name, place.rows):
                    return [_no_such(name, place)]
                before = self._inquiry.place(at)
                return self.of_all(old, before, depth + 1) if depth < _DEEPEST else []
            makers = [part for part in parts_of_command(node) if name in part.gives]
            if makers and not all(name in part.reads for part in makers):
                needs = [need for part in makers for need in part.reads]
                return self._not_made(name, at, needs, depth)
            if lost := self._lost(name, at):
                return lost
        return []

    def _not_made(self, name: str, at: int, needs: list[str], depth: int) -> list[str]:
        what = f"Stage {at + 1}, {self._stages[at].step.node.name}, should give '{name}'"
        place = self._inquiry.place(at)
        missing = next((need for need in needs if not place.has(need)), None)
        if missing is None:
            return [f"{what}, but gives these rows no value."]
        reasons = self.of_all(missing, place, depth + 1) if depth < _DEEPEST else []
        return [f"{what} from '{missing}', which no row has there.", *reasons]

    def _lost(self, name: str, at: int) -> list[str]:
        """What is said of a stage whose rows have the field before it and not behind it."""
        stage = self._stages[at]
        if stage.after is None or has([stage.after], name):
            return []
        if stage.after.size and self._inquiry.place(at).has(name):
            asked = one_of(similar(name, [stage.after])) or _only(stage)
            return [f"Stage {at + 1}, {stage.step.node.name}, drops '{name}'. {asked}"]
        if _makes_columns(stage):
            asked = one_of(similar(name, [stage.after]))
            return [f"No row has a field '{name}'. {asked or _only(stage)}"]
        return []


def _no_such(name: str, place: Place) -> str:
    asked = one_of(similar(name, place.rows))
    if place.dataset is None:
        names = dict.fromkeys(each for table in place.rows for each in table.names())
        few = f"The rows have {', '.join(names)}." if 0 < len(names) <= _COLUMNS else ""
        return f"No row has a field '{name}'. {asked or few}".rstrip()
    known = _fields_of(place)
    prefix = place.dataset.rpartition(".")[2]
    if other := _other_dataset(name, place):
        return f"'{name}' is of the data set {other}; the search reads {place.dataset}."
    if place.plain(name) not in known:
        return f"The data set {place.dataset} has no field '{name}'. {asked}".rstrip()
    if "." not in name:
        return f"Fields of {place.dataset} start with its name: '{prefix}.{name}'."
    return f"The data set {place.dataset} has '{name}', but no event fills it. {asked}".rstrip()


def _other_dataset(name: str, place: Place) -> str | None:
    """The data set of the same model that the field names and the search does not read."""
    model_name, _, own = (place.dataset or "").partition(".")
    head = name.partition(".")[0]
    try:
        model = place.job.knowledge.datamodel(model_name)
    except SplError:
        return None
    other = model.objects.get(head)
    if other is None or not own or other in model.ancestry(model.dataset(own)):
        return None
    return f"{model.name}.{head}"


def _fields_of(place: Place) -> set[str]:
    """The fields that the data set declares; none where it is not known, as with given rows."""
    assert place.dataset is not None
    try:
        model, dataset = place.job.knowledge.dataset(place.dataset)
    except SplError:
        return set()
    sets = model.ancestry(dataset) if dataset is not None else model.roots()
    return {name for each in sets for name in each.fields}


def _renamed(name: str, node: ast.Command) -> str | None:
    if not isinstance(node.arguments, ast.RenameArguments):
        return None
    return next((p.new.name for p in node.arguments.pairs if p.old.name == name), None)


def _star_source(name: str, node: ast.Command) -> str | None:
    """What a field was called before a renaming with stars, as drop_dm_object_name makes it."""
    if not isinstance(node.arguments, ast.RenameArguments):
        return None
    for pair in node.arguments.pairs:
        if pair.new.name.count("*") == pair.old.name.count("*") == 1:
            head, tail = pair.new.name.split("*")
            whole = len(name) >= len(head) + len(tail)
            if whole and name.startswith(head) and name.endswith(tail):
                old = pair.old.name.replace("*", name[len(head) : len(name) - len(tail)])
                return None if old == name else old
    return None


def _makes_columns(stage: Stage) -> bool:
    """Whether the rows behind a stage have the columns that it makes, and no others."""
    after = stage.after
    return (
        reads_of(stage.step.command) is not None
        and after is not None
        and bool(after.names())
        and not after.is_lazy
    )


def _only(stage: Stage) -> str:
    tables: Iterable[Table] = [] if stage.after is None else [stage.after]
    names = list(dict.fromkeys(name for table in tables for name in table.names()))
    more = f" and {len(names) - _COLUMNS} more" if len(names) > _COLUMNS else ""
    return f"It leaves {', '.join(names[:_COLUMNS])}{more}."
