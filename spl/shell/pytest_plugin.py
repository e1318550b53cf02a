"""The pytest plugin: ``pytest --spl-rules PATH`` makes a test of every test of a rule.

This file is imported whenever pytest starts, in every project of whoever has this package: it
imports nothing, and hands over to another one where rules are asked for.
"""

from __future__ import annotations

import importlib

import pytest

_HELP = (
    ("rules", "PATH", "Rule file, folder of rules or checkout whose tests are run as well."),
    ("data", "DIR|URL=PATH|FILE", "Where the logs that rules name are, as for 'spl test --data'."),
    ("apps", "DIR", "Folder of Splunk apps, or one app, whose .conf files to use."),
    ("macros", "PATH", "Macro definitions: a macros.conf, a YAML file, or a folder of them."),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--spl-rules`` and its companions, and the same as settings of the ini file."""
    group = parser.getgroup("spl", "tests of Splunk detections (spl)")
    for name, metavar, text in _HELP:
        group.addoption(
            f"--spl-{name}",
            action="append",
            default=[],
            metavar=metavar,
            help=f"{text} May be repeated.",
        )
        parser.addini(f"spl_{name}", text, type="linelist", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Hand over to the plugin that reads rules, where there are any to read."""
    if config.getoption("spl_rules") or config.getini("spl_rules"):
        rules = importlib.import_module("spl.shell.pytest_rules")
        config.pluginmanager.register(rules.open_rules(config), "spl-rules")
