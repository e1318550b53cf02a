"""Published detections and baselines parse, and print to text that parses to the same tree."""

import os
from pathlib import Path

import pytest
import yaml

from spl.language.expand import Macro
from spl.language.parser import parse
from tests.unit.language.shapes import SHAPES

CHECKOUT = os.environ.get("SPL_SECURITY_CONTENT")
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CHECKOUT, reason="SPL_SECURITY_CONTENT names no checkout"),
]
# Macros that the published searches call and other apps define.
FOREIGN = (
    Macro("drop_dm_object_name", ("object",), 'rename "$object$.*" as *'),
    Macro("cim_corporate_web_domain_search", ("field",), "[| inputlookup web | fields $field$]"),
    Macro("get_asset", ("field",), "lookup assets asset as $field$"),
)


class Macros(dict):
    """The checkout's macros; a filter that nobody defined lets everything pass."""

    def get(self, key, default=None):
        if key not in self and key.endswith("_filter"):
            return Macro(key, (), "search *")
        return super().get(key, default)


def load(path):
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@pytest.fixture(scope="module")
def macros():
    found = Macros({f"{macro.name}(1)": macro for macro in FOREIGN})
    for path in sorted(Path(CHECKOUT, "macros").glob("*.yml")):
        stanza = load(path)
        args = tuple(stanza.get("arguments") or ())
        key = f"{stanza['name']}({len(args)})" if args else stanza["name"]
        found[key] = Macro(stanza["name"], args, str(stanza["definition"]))
    return found


@pytest.mark.parametrize("folder", ["detections", "baselines"])
def test_parses_and_round_trips(folder, macros):
    paths = sorted(Path(CHECKOUT, folder).rglob("*.yml"))
    assert paths
    for path in paths:
        tree = parse(load(path)["search"], shapes=SHAPES, macros=macros)
        assert parse(str(tree), shapes=SHAPES) == tree, path.name
