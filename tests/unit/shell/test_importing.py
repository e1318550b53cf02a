"""Imports without a search for garbage."""

import gc

from spl.shell.importing import importing


def test_garbage_is_looked_for_again_and_nothing_kept_where_nothing_was_imported() -> None:
    kept = gc.get_freeze_count()
    with importing():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() == kept
