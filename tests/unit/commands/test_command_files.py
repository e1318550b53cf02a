"""Commands are found by the names of their files, and imported when they are asked for."""

import subprocess
import sys

from spl.commands import entries, shapes
from spl.commands._book import command_files


def test_every_file_enters_the_command_that_it_is_named_after():
    known = {entry.name for entry in entries() if entry.body is not None}
    assert known == set(command_files())


def test_every_name_has_a_shape():
    assert set(shapes()) == {word for e in entries() for word in (e.name, *e.aliases)}
    assert len(shapes()) == len(set(shapes()))
    assert "no-such-command" not in shapes()


def test_a_search_imports_the_commands_that_it_names():
    program = (
        "import spl, sys; spl.Session().search('| makeresults | kv | head 1')\n"
        "assert 'spl.commands.extract' in sys.modules\n"
        "spl.parse('| makeresults')\n"
    )
    lean = (
        "import spl, sys; spl.Session().search('| makeresults | head 1')\n"
        "assert 'spl.commands.head' in sys.modules\n"
        "assert not {'spl.commands.transaction', 'pyarrow', 'yaml'} & set(sys.modules)\n"
    )
    for text in (program, lean):
        subprocess.run([sys.executable, "-c", text], check=True)
