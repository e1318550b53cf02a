"""Why a rule with one wrong word fails its test."""

from pathlib import Path

from spl.detections import Runner, load_rule
from spl.session import Session

ROOT = Path(__file__).parents[3]
RULE = ROOT / "examples/windows_service_execution_remcom.yml"


def broken(tmp_path: Path, old: str, new: str) -> Path:
    path = tmp_path / RULE.name
    text = RULE.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    sidecar = RULE.with_suffix(".test.yml")
    (tmp_path / sidecar.name).write_text(sidecar.read_text("utf-8"), "utf-8")
    return path


def lines_of(path: Path) -> list[str]:
    outcomes = list(Runner(Session, [ROOT], why=True).run(load_rule(path)))
    assert [outcome.status for outcome in outcomes] == ["failed", "passed"]
    assert outcomes[1].why == ()
    return [" ".join(line.split()) for line in outcomes[0].why]


def test_a_wrong_field_in_the_search(tmp_path: Path):
    lines = lines_of(broken(tmp_path, "Processes.process=", "Processes.proces="))
    assert lines[0] == "No results: stage 1 lets no row through."
    assert any("Did you mean 'Processes.process'" in line for line in lines)
    assert len(lines) < 24


def test_a_risk_object_that_no_row_has(tmp_path: Path):
    path = broken(tmp_path, "by Processes.dest Processes.user", "by Processes.dst Processes.user")
    lines = lines_of(path)
    assert lines[0] == "The search gives 7 rows."
    assert any("Did you mean" in line and "'Processes.dest'" in line for line in lines)


def test_a_rule_is_not_explained_unless_asked(tmp_path: Path):
    path = broken(tmp_path, "Processes.process=", "Processes.proces=")
    first, _ = Runner(Session, [ROOT]).run(load_rule(path))
    assert first.status == "failed"
    assert first.why == ()
