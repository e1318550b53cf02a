"""Running tests: what they share, what they do not, baselines, risk, logs that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from spl import Session
from spl.columns.dictionary import Dictionary
from spl.detections import Outcome, Runner, find_rules, load_rule
from tests.unit.detections.small_checkout import EVENTS, LOG, rule, write

LOADS: Counter[str] = Counter()


class CountingSession(Session):
    """A session that counts what it loads."""

    def load(self, path: Any, *args: Any, **kwargs: Any) -> Any:
        LOADS[Path(path).name] += 1
        return super().load(path, *args, **kwargs)


def outcomes(root: Path, **options: Any) -> dict[str, list[Outcome]]:
    LOADS.clear()
    runner = Runner(CountingSession, [root], **options)
    return {path.stem: list(runner.run(load_rule(path))) for path in find_rules([root])}


def statuses(found: dict[str, list[Outcome]]) -> dict[str, list[str]]:
    return {name: [outcome.status for outcome in each] for name, each in found.items()}


def test_a_log_is_read_once_for_all_rules_that_name_it(tmp_path: Path) -> None:
    both = f"- {{name: B, attack_data: [{{data: {LOG}, source: s, sourcetype: _json}}, two.json]}}"
    root = write(
        tmp_path,
        {
            LOG: EVENTS,
            "two.json": EVENTS,
            "a.yml": rule("A", "user=al | stats count by user"),
            "b.yml": rule("B", "user=bo | stats count by user") + "\n" + both,
            "c.yml": rule("C", "user=no | stats count by user"),
        },
    )
    assert statuses(outcomes(root)) == {
        "a": ["passed"],
        "b": ["passed", "passed"],
        "c": ["failed"],
    }
    assert LOADS == {"one.json": 1, "two.json": 1}


def test_rules_share_the_answers_about_the_values_of_a_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: Counter[Any] = Counter()
    remember = Dictionary.remember

    def counted(self: Dictionary, key: Any, work: Any) -> Any:
        def noted(values: Dictionary) -> Any:
            worked[key] += "user" in str(key) or tuple(values.values) == ("al", "bo")
            return work(values)

        return remember(self, key, noted)

    files = {f"{name}.yml": rule(name, "user=a* | table user") for name in "abc"}
    root = write(tmp_path, {LOG: EVENTS, **files})
    monkeypatch.setattr(Dictionary, "remember", counted)
    assert set(map(tuple, statuses(outcomes(root)).values())) == {("passed",)}
    asked = {key: count for key, count in worked.items() if count}
    assert asked
    assert set(asked.values()) == {1}


def test_what_a_rule_writes_is_gone_before_the_next(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            LOG: EVENTS,
            "a.yml": rule("A", "user=al | outputlookup seen.csv | collect index=main"),
            "b.yml": rule("B", "| inputlookup seen.csv"),
            "c.yml": rule("C", "user=al | stats count | where count=1"),
        },
    )
    before = set(tmp_path.rglob("*"))
    found = outcomes(root)
    assert statuses(found) == {"a": ["passed"], "b": ["error"], "c": ["passed"]}
    assert set(tmp_path.rglob("*")) == before


def test_the_macros_and_lookups_of_a_checkout_are_there_from_any_folder_of_it(
    tmp_path: Path,
) -> None:
    root = write(
        tmp_path,
        {
            LOG: EVENTS,
            "macros/only_al.yml": "name: only_al\ndefinition: user=al\n",
            "lookups/homes.csv": "user,home\nal,Rome\n",
            "lookups/homes.yml": "name: homes\nfilename: homes.csv\n",
            "detections/web/a.yml": rule(
                "A", "`only_al` | lookup homes user | search home=Rome | `a_filter`"
            ),
        },
    )
    for path in (root, root / "detections", root / "detections/web", root / "detections/web/a.yml"):
        runner = Runner(Session, [root])
        [only] = find_rules([path])
        assert [outcome.status for outcome in runner.run(load_rule(only))] == ["passed"], path


def test_baselines_run_first_and_fill_the_lookups(tmp_path: Path) -> None:
    search = "user=* | lookup seen user OUTPUT old | where isnull(old) | table user"
    with_sidecar = (
        "tests:\n- name: with earlier logs\n"
        "  baseline_data: [{data: early.json, sourcetype: _json}]\n"
        f"  attack_data: [{{data: {LOG}, sourcetype: _json}}]\n"
        "  expect: {exactly: 1, rows: [{user: bo}]}\n"
    )
    root = write(
        tmp_path,
        {
            LOG: EVENTS,
            "early.json": '{"user": "al"}\n',
            "macros/m.yml": "name: m\ndefinition: x\n",
            "lookups/seen.csv": "user,old\nnobody,1\n",
            "lookups/seen.yml": "name: seen\nfilename: seen.csv\n",
            "baselines/b.yml": (
                "name: Seen\ntags: {detections: [New]}\n"
                "search: 'user=* | table user | eval old=1 | outputlookup seen | `b_filter`'\n"
            ),
            "detections/new.yml": rule("New", search),
            "detections/new.test.yml": with_sidecar,
            "detections/other.yml": rule("Other", search),
        },
    )
    found = outcomes(root)
    assert statuses(found) == {"new": ["failed", "passed"], "other": ["passed"]}
    assert found["new"][0].reasons == ("0 rows, expected at least 1",)
    assert (root / "lookups/seen.csv").read_text() == "user,old\nnobody,1\n"


def test_a_baseline_that_cannot_run_is_an_error_of_its_rule(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            LOG: EVENTS,
            "macros/m.yml": "name: m\ndefinition: x\n",
            "baselines/b.yml": "name: B\nsearch: '| fit X'\ntags: {detections: [A]}\n",
            "baselines/broken.yml": "name: [",
            "detections/a.yml": rule("A", "user=al"),
            "detections/b.yml": rule("B", "user=al"),
        },
    )
    found = outcomes(root)
    assert statuses(found) == {"a": ["error"], "b": ["passed"]}
    assert found["a"][0].error is not None
    assert "baselines/b.yml" in found["a"][0].error.render()
    site = Runner(Session, [root]).site(load_rule(root / "detections/a.yml"))
    assert "broken.yml" in str(site.problems)


@pytest.mark.parametrize(
    ("kind", "deployment", "count"),
    [
        ("TTP", "", 2),
        ("Hunting", "", 0),
        ("Hunting", "alert_action: {rba: {enabled: 'true'}}\ntags: {type: Hunting}\n", 2),
        ("Anomaly", "alert_action: {rba: {enabled: false}}\ntype: Anomaly\n", 0),
        ("Anomaly", "alert_action: {notable: {}}\ntype: Anomaly\n", 0),
    ],
)
def test_deployments_say_which_types_make_risk(
    tmp_path: Path, kind: str, deployment: str, count: int
) -> None:
    rba = "rba: {message: $user$ did it, risk_objects: [{field: user, type: user, score: 5}]}"
    root = write(
        tmp_path,
        {
            LOG: EVENTS,
            "macros/m.yml": "name: m\ndefinition: x\n",
            "deployments/d.yml": deployment or "name: none\n",
            "detections/a.yml": rule("A", "user=* | table user", rba, kind=kind),
        },
    )
    [outcome] = outcomes(root)["a"]
    assert outcome.status == "passed"
    assert len(outcome.risk) == count


def test_a_log_that_does_not_say_what_it_is_is_what_the_data_source_says(tmp_path: Path) -> None:
    text = rule("A", "sourcetype=my:type source=my_source", "data_source: [Mine]")
    root = write(
        tmp_path,
        {
            LOG: EVENTS,
            "data_sources/mine.yml": "name: Mine\nsource: my_source\nsourcetype: my:type\n",
            "detections/a.yml": text.replace(", source: s, sourcetype: _json", ""),
        },
    )
    assert statuses(outcomes(root)) == {"a": ["passed"]}


@pytest.mark.parametrize(
    ("files", "more", "reason"),
    [
        ({}, (), "datasets/one.json: not found below"),
        ({LOG: "version https://git-lfs.github.com/spec/v1\n"}, (), "is a Git-LFS pointer"),
        ({LOG: EVENTS}, ("tags: {manual_test: needs a person}",), "manual test: needs a person"),
    ],
)
def test_what_cannot_be_tested_is_skipped_with_the_reason(
    tmp_path: Path, files: dict[str, str], more: Sequence[str], reason: str
) -> None:
    root = write(tmp_path, {"a.yml": rule("A", "user=al", *more), **files})
    [outcome] = outcomes(root)["a"]
    assert outcome.status == "skipped"
    assert reason in outcome.reasons[0]


def test_a_manual_or_experimental_test_runs_when_every_test_is_asked_for(tmp_path: Path) -> None:
    manual = rule("A", "user=al", "tags: {manual_test: needs a person}")
    later = rule("B", "user=al").replace("{name: T,", "{name: T, test_type: experimental,")
    root = write(tmp_path, {LOG: EVENTS, "a.yml": manual, "b.yml": later})
    assert statuses(outcomes(root)) == {"a": ["skipped"], "b": ["skipped"]}
    assert statuses(outcomes(root, every=True)) == {"a": ["passed"], "b": ["passed"]}


@pytest.mark.parametrize(
    ("error", "said"),
    [(ZeroDivisionError("oh\nno"), "ZeroDivisionError: oh no"), (RecursionError(), "Recursion")],
)
def test_a_bug_is_an_error_of_the_rule_and_asks_to_be_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def broken(self: Session, text: str, **options: Any) -> None:
        raise error

    root = write(tmp_path, {LOG: EVENTS, "a.yml": rule("A", "user=al")})
    runner = Runner(Session, [root])
    loaded = load_rule(root / "a.yml")
    runner.site(loaded)
    monkeypatch.setattr(Session, "search", broken)
    [outcome] = runner.run(loaded)
    assert outcome.error is not None
    assert outcome.error.code == "SPL452"
    assert said in outcome.error.message
    assert "report" in str(outcome.error.hint)
    assert "Traceback" not in outcome.error.render()


def test_an_unreadable_log_is_an_error_of_each_rule_that_names_it(tmp_path: Path) -> None:
    files = {"a.yml": rule("A", "user=al"), "b.yml": rule("B", "user=bo")}
    root = write(tmp_path, {LOG: "", **files})
    found = outcomes(root)
    assert statuses(found) == {"a": ["error"], "b": ["error"]}
    assert LOADS == {"one.json": 1}
