"""Defaults out of spl.toml and the environment: who wins, what is refused, what never counts."""

import json

import pytest
from click.testing import CliRunner

from spl.errors import DataError
from spl.shell.cli import cli
from spl.shell.config_file import SETTINGS


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder with a repository in it, which is the current folder, and a user's file."""
    for name in [*(each.variable for each in SETTINGS.values()), "SPL_NO_CONFIG"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".config" / "spl").mkdir(parents=True)
    monkeypatch.chdir(repository / "deep" / "er")
    return tmp_path


def say(folder, text):
    (folder / "spl.toml").write_text(text)


def run(*words, env=None):
    return CliRunner().invoke(cli, words, standalone_mode=False, env=env)


def known(*words, env=None):
    result = run(*words, "config", "--output", "json", env=env)
    assert result.exception is None, result.exception
    return {each["setting"]: (each["value"], each["from"]) for each in json.loads(result.output)}


ZONE = ("search", '| makeresults | eval x=strftime(0, "%H") | table x', "-o", "csv")


def hour(*words, env=None):
    result = run(*ZONE, *words, env=env)
    assert result.exception is None, result.exception
    return result.output.split()[-1]


def test_option_environment_project_user_default(home):
    assert hour() == "00"
    say(home / ".config" / "spl", 'tz = "Asia/Tokyo"')
    assert hour() == "09"
    say(home / "repository", 'tz = "Asia/Dubai"')
    assert hour() == "04"
    assert hour(env={"SPL_TZ": "Europe/Berlin"}) == "01"
    assert hour("--tz", "UTC", env={"SPL_TZ": "Europe/Berlin"}) == "00"
    assert hour(env={"SPL_NO_CONFIG": "1"}) == "00"


def test_config_shows_where_each_value_comes_from(home):
    user, project = home / ".config" / "spl", home / "repository"
    say(user, 'tz = "Asia/Tokyo"\nindex = "web"\nno-cache = true')
    say(project, 'tz = "Asia/Dubai"\noutput = "jsonl"')
    found = known(env={"SPL_INDEX": "env"})
    assert found["tz"] == ("Asia/Dubai", str(project / "spl.toml"))
    assert found["index"] == ("env", "SPL_INDEX")
    assert found["output"] == ("jsonl", str(project / "spl.toml"))
    assert found["no_cache"] == (True, str(user / "spl.toml"))
    assert found["geoip"] == (None, "default")
    table = run("config").output
    assert "Asia/Dubai" in table
    assert f"Files: {user / 'spl.toml'}, {project / 'spl.toml'}" in table


def test_every_setting_reaches_its_command(home):
    project = home / "repository"
    (project / "apps" / "mine" / "default").mkdir(parents=True)
    (project / "apps" / "mine" / "default" / "props.conf").write_text("[log]\nEVAL-y = 2\n")
    (project / "macros.conf").write_text("[m]\ndefinition = index=web\n")
    (project / "a.log").write_text("2024-01-01 00:00:00 x\n")
    say(
        project,
        'apps = "apps"\nmacros = ["macros.conf"]\nindex = "web"\noutput = "csv"\n'
        'memory = "1GB"\nno_cache = true\n',
    )
    result = run("search", "`m` | table y", str(project / "a.log"))
    assert result.exception is None, result.exception
    assert result.output.split() == ["y", "2"]


def test_an_index_for_all_logs_is_not_said_to_stores(home):
    log = home / "a.log"
    log.write_text("2024-01-01 00:00:00 x\n")
    store = str(home / "store")
    assert run("index", str(log), "-o", store).exception is None
    say(home / "repository", 'index = "web"')
    counted = run("search", "* | stats count by index", store, "-o", "csv")
    assert counted.output.split() == ["index,count", "main,1"]
    assert run("search", "*", store, "--index", "web").exception.code == "SPL509"


def test_the_nearest_file_counts_and_none_above_the_repository(home):
    say(home, 'tz = "Asia/Tokyo"')
    assert known()["tz"] == ("UTC", "default")
    say(home / "repository", 'tz = "Asia/Dubai"')
    say(home / "repository" / "deep", 'index = "web"')
    assert known()["index"][0] == "web"
    assert known()["tz"] == ("UTC", "default")


def test_below_home_without_a_repository_home_is_the_last(home, monkeypatch):
    (home / "repository" / ".git").rmdir()
    say(home, 'tz = "Asia/Tokyo"')
    assert known()["tz"][0] == "Asia/Tokyo"
    monkeypatch.setenv("HOME", str(home / "other"))
    assert known()["tz"][0] == "UTC"


WRONG = {
    "not TOML": ('index = "a"\ntz = Europe/Berlin', "SPL525", "line 2", "in quotes"),
    "cut off": ('tz = "Europe', "SPL525", "line 1", ""),
    "not UTF-8": (b"tz = '\xff'", "SPL525", "byte 6", ""),
    "misspelt": (
        'index = "a"\nmacro = "x"',
        "SPL526",
        "line 2, column 1",
        "Did you mean 'macros'?",
    ),
    "unknown": ("colour = 1", "SPL526", "colour", "Known are apps"),
    "a table": ("[index]\na = 1", "SPL526", "'index' is no text", "in quotes"),
    "no text": ("tz = 3", "SPL526", "'tz' is no text", "in quotes"),
    "no flag": ('no_cache = "yes"', "SPL526", "neither true nor false", "no_cache = true"),
    "no list": ("apps = [1]", "SPL526", "no list of texts", '["one", "two"]'),
    "nowhere": ('macros = "none.conf"', "SPL526", "none.conf", "relative to"),
    "no zone": ('tz = "Europe/Berlim"', "SPL526", "no time zone", "Europe/Berlin"),
    "no format": ('output = "jsom"', "SPL526", "no output format", "Did you mean 'json'"),
    "no size": ('memory = "much"', "SPL526", "no size", "512MB"),
    "write": ('write = "out"', "SPL527", "'write' cannot be set", "--write"),
    "to": ('to = "out.csv"', "SPL527", "'to' cannot be set", "--to"),
    "engine": ('engine = "spark"', "SPL527", "'engine' cannot be set", "--engine"),
    "master": ('master = "spark://x"', "SPL527", "'master' cannot be set", "--master"),
}


@pytest.mark.parametrize(("text", "code", "says", "hint"), WRONG.values(), ids=WRONG)
def test_what_makes_no_sense_is_one_error_with_a_place(home, text, code, says, hint):
    path = home / "repository" / "spl.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    error = run("search", "| makeresults").exception
    assert isinstance(error, DataError)
    assert error.code == code
    assert says in error.render()
    assert str(path) in error.render()
    assert hint in (error.hint or "")


def test_help_is_there_whatever_the_file_says(home):
    say(home / "repository", "nonsense")
    assert run("help", "SPL525").exception is None
    assert run("completion", "bash").exception is None
