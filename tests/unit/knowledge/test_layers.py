"""Apps and layers: who is heard where several speak."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from spl.errors import KnowledgeError
from spl.knowledge import Knowledge
from spl.knowledge.app import find_apps
from spl.knowledge.layers import AppFiles, Layered, in_order

WriteApp = Callable[..., Path]


def settings(*paths: Path, conf: str = "props") -> dict[str, dict[str, str]]:
    layered = AppFiles(in_order(find_apps(path) for path in paths), conf).at_search_time()
    return plain(layered)


def plain(layered: Layered) -> dict[str, dict[str, str]]:
    return {n: {k: s.value for k, s in found.items()} for n, found in layered.stanzas.items()}


def test_local_stands_above_default_attribute_by_attribute(write_app: WriteApp) -> None:
    app = write_app(
        {"default/props.conf": "[a]\nx = 1\ny = 1\n", "local/props.conf": "[a]\ny = 2\n"}
    )
    assert settings(app) == {"a": {"x": "1", "y": "2"}}


def test_an_empty_value_unsets(write_app: WriteApp) -> None:
    app = write_app({"default/props.conf": "[a]\nx = 1\n", "local/props.conf": "[a]\nx =\n"})
    assert settings(app) == {"a": {}}


def test_default_stanza_is_beneath_every_stanza(write_app: WriteApp) -> None:
    app = write_app({"default/props.conf": "x = 1\n[default]\ny = 1\n[a]\ny = 2\n"})
    assert settings(app) == {"a": {"x": "1", "y": "2"}}


def test_disabled_stanzas_are_not_there(write_app: WriteApp) -> None:
    app = write_app({"default/props.conf": "[a]\nx = 1\ndisabled = 1\n[b]\ndisabled = 0\n"})
    assert list(settings(app)) == ["b"]


def test_the_later_app_name_stands_above(write_app: WriteApp, tmp_path: Path) -> None:
    write_app({"local/props.conf": "[a]\nx = A\ny = A\n"}, "apps/A")
    write_app({"default/props.conf": "[a]\nx = B\n"}, "apps/B")
    assert settings(tmp_path / "apps") == {"a": {"x": "B", "y": "A"}}


def test_at_index_time_the_earlier_app_name_stands_above(
    write_app: WriteApp, tmp_path: Path
) -> None:
    write_app({"default/props.conf": "[a]\nx = A\ny = A\nz = A\n"}, "apps/A")
    write_app({"default/props.conf": "[a]\nx = B\n", "local/props.conf": "[a]\nz = B\n"}, "apps/B")
    write_app({"local/props.conf": "[a]\ny = b\n"}, "apps/b")
    files = AppFiles(in_order([find_apps(tmp_path / "apps")]), "props")
    assert plain(files.at_index_time()) == {"a": {"x": "A", "y": "b", "z": "B"}}
    assert plain(files.at_search_time()) == {"a": {"x": "B", "y": "b", "z": "B"}}


def test_at_index_time_too_a_later_path_stands_above(write_app: WriteApp) -> None:
    first = write_app({"local/props.conf": "[a]\nx = 1\n"}, "a")
    second = write_app({"default/props.conf": "[a]\nx = 2\n"}, "b")
    files = AppFiles(in_order(find_apps(path) for path in (first, second)), "props")
    assert plain(files.at_index_time()) == {"a": {"x": "2"}}


def test_a_later_path_stands_above(write_app: WriteApp) -> None:
    first = write_app({"default/props.conf": "[a]\nx = 1\n"}, "z")
    second = write_app({"default/props.conf": "[a]\nx = 2\n"}, "a")
    assert settings(first, second) == {"a": {"x": "2"}}


def test_a_disabled_app_is_not_heard(write_app: WriteApp) -> None:
    app = write_app(
        {"default/props.conf": "[a]\nx = 1\n", "local/app.conf": "[install]\nstate = disabled\n"}
    )
    assert settings(app) == {}


def test_an_app_steps_aside_for_the_one_that_replaces_it(write_app: WriteApp) -> None:
    ours = write_app(
        {
            "default/props.conf": "[a]\nx = ours\ny = ours\n",
            "default/app.conf": "[spl]\nreplaced_by = TA_theirs, TA_other\n",
        },
        "ours",
    )
    theirs = write_app({"default/props.conf": "[a]\nx = theirs\n"}, "TA_theirs")
    assert settings(ours) == {"a": {"x": "ours", "y": "ours"}}
    assert settings(ours, theirs) == {"a": {"x": "theirs"}}


def test_a_packed_app_is_read_without_unpacking(tmp_path: Path) -> None:
    packed = tmp_path / "packed.tgz"
    content = b"[a]\nx = 1\n"
    with tarfile.open(packed, "w:gz") as archive:
        for name in ("TA/default/props.conf", "TA/bin/run.py"):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    (app,) = find_apps(packed)
    assert (app.name, list(app.files)) == ("TA", ["default/props.conf"])
    assert settings(packed) == {"a": {"x": "1"}}


def test_a_broken_archive_is_an_error_with_its_name(tmp_path: Path) -> None:
    packed = tmp_path / "broken.spl"
    packed.write_bytes(b"not an archive")
    with pytest.raises(KnowledgeError, match=r"broken\.spl"):
        find_apps(packed)


def test_a_path_without_app_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="There is no app"):
        Knowledge.read([tmp_path / "nowhere"])
