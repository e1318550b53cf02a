"""Every published search is read the same after it was laid out, and stays as it was laid out."""

from spl.commands import shapes
from spl.engine.reading import Reader
from spl.language.layout import Formatter
from spl.language.layout.same import is_same
from tests.corpus.published import needs_checkout, searches, session

pytestmark = needs_checkout


def test_published_searches_mean_the_same():
    ours, formatter = session(), Formatter(shapes())
    read = Reader(ours.macros.definitions, ours.environment()).parse
    changed = {}
    for stem, text in searches("detections").items():
        made = formatter.format(text)
        if not is_same(text, made, read) or formatter.format(made) != made:
            changed[stem] = made
    assert changed == {}
