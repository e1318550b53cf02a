"""Apps from anywhere: archives and folders that mean harm are refused or left alone."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from spl.errors import DataError, KnowledgeError
from spl.knowledge import Knowledge, lookups, packed
from spl.knowledge.conf import parse_conf

WriteApp = Callable[..., Path]
PROPS = b"[st]\nEVAL-a = 1\n"
_GZIP = gzip.compress(b"x", mtime=0)  # without a time: a test is called the same every time


def archive(path: Path, *members: tuple[str, bytes | tarfile.TarInfo], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, content in members:
            if isinstance(content, tarfile.TarInfo):
                content.name = name
                tar.addfile(content)
                continue
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def link(target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo()
    info.type, info.linkname = kind, target
    return info


def names(knowledge: Knowledge) -> list[str]:
    return [each.name for each in knowledge.props_for("s", "st", "h").calculated]


@pytest.mark.parametrize(
    ("name", "mode"), [("x.tgz", "w:gz"), ("x.spl", "w:gz"), ("x.tar.gz", "w:gz"), ("x.tar", "w")]
)
def test_a_packed_app_is_read(tmp_path: Path, name: str, mode: str) -> None:
    members = [("./x/default/props.conf", PROPS), ("x/bin/run.py", b"boom(")]
    knowledge = Knowledge.read([archive(tmp_path / name, *members, mode=mode)])
    assert (names(knowledge), knowledge.problems) == (["a"], ())


@pytest.mark.parametrize(
    "name",
    ["/x/default/props.conf", "../x/default/props.conf", "x/default/../../../props.conf",
     "x/../default/props.conf", "C:/x/default/props.conf", "\\\\host\\x\\default\\props.conf"],
)  # fmt: skip
def test_a_member_that_leads_out_of_the_app_refuses_the_archive(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnowledgeError, match="leads out of the app") as error:
        Knowledge.read([archive(tmp_path / "x.tgz", (name, PROPS))])
    assert error.value.code == "SPL603"


@pytest.mark.parametrize(
    "info",
    [link("/etc/passwd"), link("../../secret.csv"), link("x/secret", tarfile.LNKTYPE),
     link("", tarfile.CHRTYPE), link("", tarfile.FIFOTYPE)],
)  # fmt: skip
def test_links_and_devices_are_not_followed_and_told(tmp_path: Path, info: tarfile.TarInfo) -> None:
    path = archive(tmp_path / "x.tgz", ("x/lookups/a.csv", info), ("x/default/props.conf", PROPS))
    knowledge = Knowledge.read([path])
    assert names(knowledge) == ["a"]
    assert "a.csv" not in knowledge.lookups
    (problem,) = knowledge.problems
    assert "is not a plain file" in problem.render()
    assert "x/lookups/a.csv" in problem.render().replace(":lookups", "/lookups")


def test_what_unpacks_to_more_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "_LARGEST", 1 << 20)
    bomb = archive(tmp_path / "x.tgz", ("x/lookups/a.csv", b"0" * (1 << 21)))
    assert bomb.stat().st_size < 10_000
    with pytest.raises(KnowledgeError, match="unpacks to more than 1048576 bytes"):
        Knowledge.read([bomb])


def test_also_where_nobody_would_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_LARGEST", 1 << 20)
    bomb = archive(tmp_path / "x.tgz", ("x/bin/a", b"0" * (1 << 21)), ("x/default/a.conf", b""))
    with pytest.raises(KnowledgeError, match="unpacks to more than"):
        Knowledge.read([bomb])


def test_a_size_that_lies_fills_no_memory(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x/lookups/a.csv")
    info.size = 1 << 40
    (tmp_path / "x.tar").write_bytes(info.tobuf())
    with pytest.raises(KnowledgeError, match="unpacks to more than"):
        Knowledge.read([tmp_path / "x.tar"])


def test_a_number_of_members_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_MOST", 3)
    members = [(f"x/default/{n}.conf", b"") for n in range(4)]
    with pytest.raises(KnowledgeError, match="more than 3 members"):
        Knowledge.read([archive(tmp_path / "x.tgz", *members)])


@pytest.mark.parametrize(
    "data", [b"", b"\x1f\x8b", b"\x1f\x8b" + b"x" * 50, b"no archive" * 100, _GZIP]
)
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.tgz").write_bytes(data)
    with pytest.raises(KnowledgeError, match=r"Cannot read the packed app .*x\.tgz"):
        Knowledge.read([tmp_path / "x.tgz"])


def test_a_cut_archive_is_told(tmp_path: Path) -> None:
    whole = archive(tmp_path / "x.tar", ("x/default/props.conf", PROPS * 100), mode="w")
    whole.write_bytes(whole.read_bytes()[:700])
    with pytest.raises(KnowledgeError, match="Cannot read the packed app"):
        Knowledge.read([whole])


def test_a_link_out_of_an_apps_folder_is_not_followed(write_app: WriteApp, tmp_path: Path) -> None:
    app = write_app({"default/props.conf": PROPS.decode(), "lookups/real.csv": "a\n1\n"})
    secret = tmp_path / "secret.csv"
    secret.write_text("password\nx\n")
    (app / "lookups" / "stolen.csv").symlink_to(secret)
    (app / "lookups" / "alias.csv").symlink_to(app / "lookups" / "real.csv")
    (app / "local").symlink_to(tmp_path)
    knowledge = Knowledge.read([app])
    assert knowledge.lookup("alias.csv").columns == ("a",)
    assert "stolen.csv" not in knowledge.lookups
    told = [problem.render() for problem in knowledge.problems]
    assert len(told) == 2
    assert all("leads out of the app" in text for text in told)


def test_a_table_that_unpacks_to_more_than_the_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lookups, "_LARGEST", 1000)
    with pytest.raises(DataError, match="larger than 1000 bytes"):
        lookups.read_csv(gzip.compress(b"a\n" * 1000), "x.csv.gz")


def test_a_line_that_goes_on_and_on_is_read_in_time() -> None:
    start = time.perf_counter()
    conf = parse_conf("[st]\nx = 1\\\n" + "\\\n" * 200_000, "x.conf")
    assert time.perf_counter() - start < 5
    assert conf.stanzas["st"]["x"].value.startswith("1")


def test_a_file_of_another_kind_has_a_bounded_number_of_problems() -> None:
    assert len(parse_conf("no setting\n" * 5000, "x.conf").problems) == 1000
