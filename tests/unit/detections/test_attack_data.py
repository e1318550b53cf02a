"""Where a log is: addresses and paths, folders, mirrors, maps, and what is no log."""

from __future__ import annotations

from pathlib import Path

import pytest

from spl.detections.attack_data import Missing, Place, locate, read_place
from spl.errors import DataError, KnowledgeError
from tests.unit.detections.small_checkout import write

BASE = "https://media.githubusercontent.com/media/splunk/attack_data/master"
ADDRESS = f"{BASE}/datasets/malware/x y/log.json"


def place_of(root: Path, given: str) -> Place:
    return read_place(given.replace("ROOT", str(root)))


@pytest.mark.parametrize(
    ("file", "given"),
    [
        ("datasets/malware/x y/log.json", "ROOT"),
        ("malware/x y/log.json", "ROOT"),
        (f"{BASE}/datasets/malware/x y/log.json".removeprefix("https://"), "ROOT"),
        ("a/malware/x y/log.json", f"{BASE}/datasets/=ROOT/a"),
        ("a/malware/x y/log.json", f"{BASE}/datasets=ROOT/a"),
        ("a/log.json", "datasets/malware/x y=ROOT/a"),
        ("a/one.json", "datasets/malware/x y/log.json=ROOT/a/one.json"),
        ("a/one.json", f"{ADDRESS}=ROOT/a/one.json"),
    ],
)
def test_an_address_is_found(tmp_path: Path, file: str, given: str) -> None:
    write(tmp_path, {file: "{}"})
    address = ADDRESS.replace(" ", "%20") if given == "ROOT" else ADDRESS
    assert locate(address, [place_of(tmp_path, given)]) == tmp_path / file


@pytest.mark.parametrize("form", ["map.yml", "map.json"])
def test_a_file_of_pairs_counts_from_its_own_folder_and_the_longest_beginning_wins(
    tmp_path: Path, form: str
) -> None:
    pairs = {
        "map.yml": f"{BASE}: here\n{BASE}/datasets/malware/x y: there\n",
        "map.json": f'{{"{BASE}": "here", "{BASE}/datasets/malware/x y": "there"}}',
    }
    root = write(
        tmp_path,
        {
            "sub/here/datasets/malware/x y/log.json": "{}",
            "sub/here/datasets/other.json": "{}",
            "sub/there/log.json": "{}",
            f"sub/{form}": pairs[form],
        },
    )
    place = read_place(str(root / "sub" / form))
    assert locate(ADDRESS, [place]) == root / "sub/there/log.json"
    assert locate(f"{BASE}/datasets/other.json", [place]) == root / "sub/here/datasets/other.json"
    assert isinstance(locate(f"{BASE}/datasetsX/other.json", [place]), Missing)


def test_a_log_behind_a_pointer_is_taken_from_another_place(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {"git/x.log": "version https://git-lfs.github.com/spec/v1\n", "cache/x.log": "real"},
    )
    git, cache = root / "git", root / "cache"
    assert locate("x.log", [git, cache]) == cache / "x.log"
    found = locate("x.log", [git])
    assert isinstance(found, Missing)
    assert found.pointer


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("x.log", "not found below "),
        ("", "not found below "),
        ("../x.log", "not found below "),
        ("https://h/a/%2e%2e/%2e%2e/x.log", "not found below "),
    ],
)
def test_a_log_that_is_not_here(tmp_path: Path, data: str, reason: str) -> None:
    root = write(tmp_path, {"x.log": "outside", "inner/y.log": "inside"})
    found = locate(data, [root / "inner"])
    assert isinstance(found, Missing)
    assert reason in found.reason
    assert not found.pointer


def test_places_that_are_none(tmp_path: Path) -> None:
    write(tmp_path, {"map.yml": "a: [1]\n", "list.yml": "- a\n"})
    with pytest.raises(KnowledgeError, match="SPL615"):
        read_place(str(tmp_path / "map.yml"))
    with pytest.raises(KnowledgeError, match="SPL610"):
        read_place(str(tmp_path / "list.yml"))
    with pytest.raises(DataError, match="SPL501"):
        read_place(str(tmp_path / "none"))
