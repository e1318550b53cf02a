"""``pytest --spl-rules``: rules are ordinary tests."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

# A run within this process forgets what it imported; not all of that can be imported twice.
import spl.shell.pytest_rules  # noqa: F401
from tests.unit.detections.small_checkout import EVENTS, LOG, rule, write

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[3]
# Where this package is installed, pytest finds the plugin by itself.
PLUGIN = () if entry_points(group="pytest11", name="spl") else ("-p", "spl.shell.pytest_plugin")
FIRES = "rules/fires.yml::T"


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    write(
        pytester.path,
        {
            LOG: EVENTS,
            "rules/broken.yml": "name: 'x",
            "rules/empty.yml": "name: Empty\nsearch: index=main\n",
            "rules/fires.yml": rule("Fires", "user=* | table user", "mitre_attack_id: [T1059]"),
            "rules/is_silent.yml": rule("Is Silent", "user=zed"),
            "rules/no_log.yml": rule("No Log", "user=al", log="datasets/none.json"),
            "rules/too_many.yml": rule("Too Many", "user=* | table user"),
            "rules/too_many.test.yml": "tests:\n- name: 'a::b'\n  attack_data:\n"
            f"  - {{data: {LOG}, sourcetype: _json}}\n  expect: {{exactly: 0}}\n",
            "rules/wrong.yml": rule("Wrong", "user=al | statz count"),
            "test_own.py": "def test_own(): pass\n",
        },
    )
    return pytester


def run(project: pytest.Pytester, *words: str, apart: bool = False) -> pytest.RunResult:
    given = (*PLUGIN, "-p", "no:hypothesispytest", *words)
    return project.runpytest_subprocess(*given) if apart else project.runpytest_inprocess(*given)


def names(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line and " " not in line.split("::")[0]]


def test_every_test_of_a_rule_is_an_item(project: pytest.Pytester) -> None:
    result = run(project, "--spl-rules", "rules", "--collect-only", "-q")
    assert names(result) == [
        "rules/broken.yml::rule file",
        "rules/empty.yml::no tests",
        "rules/fires.yml::T",
        "rules/is_silent.yml::T",
        "rules/no_log.yml::T",
        "rules/too_many.yml::T",
        "rules/too_many.yml::a:b",
        "rules/wrong.yml::T",
        "test_own.py::test_own",
    ]


def test_failures_are_told_as_spl_tells_them(project: pytest.Pytester) -> None:
    result = run(project, "--spl-rules", "rules", "-rs")
    result.assert_outcomes(passed=3, failed=4, skipped=2)
    text = result.stdout.str()
    assert "Traceback" not in text
    assert "pytest_rules.py" not in text
    result.stdout.fnmatch_lines(
        [
            "*SPL610: This is not YAML*",
            "*0 rows, expected at least 1*",
            "*2 rows, expected none*",
            "user",
            "------",
            "bo",
            "al",
            "*SPL301: Unknown search command 'statz'.*",
            "*Did you mean 'stats'?*",
            "SKIPPED [[]1[]] rules/empty.yml:2: the rule has no tests",
            "SKIPPED [[]1[]] rules/no_log.yml:*: datasets/none.json: not found*",
        ]
    )


@pytest.mark.parametrize(
    ("words", "outcomes"),
    [
        (("-k", "fires"), {"passed": 1, "deselected": 8}),
        (("-k", "T1059"), {"passed": 1, "deselected": 8}),
        (("-k", "Too and not own"), {"passed": 1, "failed": 1, "deselected": 7}),
        (("-x", "--maxfail=1", "rules"), {"failed": 1}),
        ((FIRES,), {"passed": 1}),
        (("rules/too_many.yml::a:b", FIRES), {"passed": 1, "failed": 1}),
        (("test_own.py",), {"passed": 3, "failed": 4, "skipped": 2}),
        ((".",), {"passed": 3, "failed": 4, "skipped": 2}),
    ],
)
def test_items_are_chosen_as_ever(
    project: pytest.Pytester, words: tuple[str, ...], outcomes: dict[str, int]
) -> None:
    run(project, "--spl-rules", "rules", *words).assert_outcomes(**outcomes)


def test_the_last_failures_run_again(project: pytest.Pytester) -> None:
    run(project, "--spl-rules", "rules")
    fixed = project.path / "rules/is_silent.yml"
    fixed.write_text(fixed.read_text().replace("user=zed", "user=al"))
    run(project, "--spl-rules", "rules", "--lf").assert_outcomes(passed=1, failed=3)


def test_rules_run_in_several_processes(project: pytest.Pytester) -> None:
    result = run(project, "--spl-rules", "rules", "-n", "2", apart=True)
    result.assert_outcomes(passed=3, failed=4, skipped=2)


def test_the_ini_file_can_name_them(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nspl_rules = rules/fires.yml\nspl_data =\n    .\n")
    run(project).assert_outcomes(passed=2)
    (project.path / "below").mkdir()
    project.chdir()
    run(project, "--rootdir", ".", "test_own.py").assert_outcomes(passed=2)


def test_knowledge_is_given_as_on_the_command_line(project: pytest.Pytester) -> None:
    write(
        project.path,
        {
            "rules/fires.yml": rule("Fires", "`who` | table user"),
            "knowledge/macros.conf": "[who]\ndefinition = user=al\n",
        },
    )
    given = ("--spl-rules", "rules/fires.yml", "test_own.py")
    run(project, *given).assert_outcomes(passed=1, failed=1)
    run(project, *given, "--spl-macros", "knowledge").assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--spl-rules", "nowhere"), "*SPL501: There is no file or folder*"),
        (("--spl-rules", "rules", "--spl-data", "nowhere"), "*SPL501*"),
    ],
)
def test_what_is_not_there_is_a_usage_error(
    project: pytest.Pytester, words: tuple[str, ...], message: str
) -> None:
    result = run(project, *words)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([message])


def test_reports_of_pytest_hold_hostile_names(project: pytest.Pytester) -> None:
    evil = rule("Evil", "user=zed").replace("name: T", 'name: "<b>\\u202e]]>\\0"')
    write(project.path, {"rules/evil.yml": evil})
    result = run(project, "--spl-rules", "rules/evil.yml", "rules/evil.yml", "--junitxml=j.xml")
    result.assert_outcomes(failed=1)
    assert "\\u202e" in (project.path / "j.xml").read_text(encoding="utf-8")


def test_nothing_heavy_is_imported_without_rules(project: pytest.Pytester) -> None:
    """Every start of pytest imports the plugin, in projects that know nothing of rules, too."""
    project.makepyfile(
        test_own="import sys\ndef test_own():\n"
        "    assert [m for m in sys.modules if m.startswith('spl.')] ==\\\n"
        "        ['spl.shell', 'spl.shell.pytest_plugin']\n"
        "    assert not {'numpy', 'lark', 'pyarrow', 'yaml', 'click'} & set(sys.modules)\n"
    )
    run(project, "-p", "no:xdist", apart=True).assert_outcomes(passed=1)


def test_pytest_finds_the_plugin_by_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["pytest11"] == {"spl": "spl.shell.pytest_plugin"}


def test_the_package_gives_its_names_when_they_are_asked_for() -> None:
    script = (
        "import sys, spl\n"
        "assert 'spl.session' not in sys.modules\n"
        "assert set(spl.__all__) <= set(dir(spl))\n"
        "from spl import *\n"
        "assert Session is spl.Session and issubclass(DataError, SplError)\n"
        "try: spl.nothing\n"
        "except AttributeError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "module 'spl' has no attribute 'nothing'\n"
