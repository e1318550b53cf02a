"""The page, looked at in a real browser: its filters are clicked, and hostile text stays text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from spl.detections import Outcome
from spl.detections.reports import Run, html, write_report
from spl.detections.reports.visible import visible
from tests.unit.detections.reports.browser import browser, needs_browser
from tests.unit.detections.reports.runs import EVIL, STARTED, a_rule, hostile, ordinary, results

pytestmark = needs_browser

ALL = ["Wrong Command", "Remote Service", "No Data Here"]
Opener = Callable[..., "Page"]


class Page:
    """A report in the browser."""

    def __init__(self, driver: WebDriver, file: Path) -> None:
        self.driver = driver
        self.address = file.as_uri()
        driver.get("about:blank")
        driver.get_log("browser")
        driver.get(self.address)

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script)

    def find(self, selector: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return [each.text for each in found if each.is_displayed()]

    @property
    def names(self) -> list[str]:
        return self.texts(".rule .name")

    @property
    def shown(self) -> str:
        return str(self.find(".shown").text)

    def choose(self, facet: str, title: str) -> None:
        Select(self.find(f"select[name={facet}]")).select_by_visible_text(title)

    def wait(self, condition: Callable[[], bool]) -> None:
        WebDriverWait(self.driver, 20).until(lambda _: condition())


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def opened(driver: WebDriver, tmp_path: Path) -> Iterator[Opener]:
    def open_page(make: Callable[[Path], Run] = ordinary) -> Page:
        write_report("html", make(tmp_path), tmp_path / "report.html")
        return Page(driver, tmp_path / "report.html")

    yield open_page
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_page_needs_nothing_but_itself(opened: Opener) -> None:
    page = opened()
    assert page.driver.title == "Detection tests, 2024-11-13 12:01"
    assert page.run("return performance.getEntriesByType('resource').map(e => e.name)") == []
    assert page.driver.get_log("browser") == []


def test_what_did_not_pass_comes_first(opened: Opener) -> None:
    page = opened()
    assert page.names == ALL
    assert page.texts(".brief") == [
        "SPL301: Unknown search command 'statz'.",
        "2 rows, expected exactly 0",
        "https://x.example/datasets/a/b.log: not found",
    ]
    assert [text.split("\n") for text in page.texts(".tile")] == [
        ["0", "passed", "1 test"],
        ["1", "failed", "1 test"],
        ["1", "in error", "1 test"],
        ["1", "skipped", "1 test"],
    ]


@pytest.mark.parametrize(
    ("facet", "title", "names"),
    [
        ("kind", "Hunting (1)", ["No Data Here"]),
        ("tactics", "Credential Access (1)", ["No Data Here"]),
        ("tactics", "Other (1)", ["No Data Here"]),
        ("techniques", "T1569 System Services (2)", ALL[:2]),
        ("techniques", "T1003.001 OS Credential Dumping: LSASS Memory (1)", ["No Data Here"]),
        ("sources", "Sysmon EventID 1 (3)", ALL),
    ],
)
def test_a_list_filters(opened: Opener, facet: str, title: str, names: list[str]) -> None:
    page = opened()
    page.choose(facet, title)
    assert page.names == names
    assert page.shown == f"{len(names)} of 3 rules"
    page.find("button[type=reset]").click()
    page.wait(lambda: page.names == ALL)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("remote", ["Remote Service"]),
        ("  unknown   WRONG", ["Wrong Command"]),
        ("firsttime=min", []),
        ("min(_time)", ["Remote Service", "No Data Here"]),
        ("exactly 0", ["Remote Service"]),
        ("stage 2 kept", ["Remote Service"]),
        ("detections/no_data", ["No Data Here"]),
    ],
)
def test_words_filter(opened: Opener, words: str, names: list[str]) -> None:
    page = opened()
    page.find("body").send_keys("/")
    page.driver.switch_to.active_element.send_keys(words)
    assert page.names == names
    assert (page.texts(".nothing") == ["No rule matches."]) == (not names)


def test_statuses_and_techniques_are_clicked(opened: Opener) -> None:
    page = opened()
    page.find(".tile.failed").click()
    assert page.names == ["Remote Service"]
    page.find(".tile.skipped").click()
    assert page.names == ["Remote Service", "No Data Here"]
    page.find(".chip[data-technique=T1003]").click()
    assert page.names == ["No Data Here"]
    assert page.find(".chip[data-technique=T1003]").get_attribute("aria-pressed") == "true"
    page.find(".chip[data-technique=T1003]").click()
    assert page.names == ["Remote Service", "No Data Here"]


def test_the_address_leads_back_to_what_was_seen(opened: Opener) -> None:
    page = opened()
    page.find(".tile.error").click()
    page.find("input[name=text]").send_keys("statz")
    address = page.driver.current_url
    assert address.endswith("#status=error&text=statz")
    page.driver.get("about:blank")
    page.driver.get(address)
    assert page.names == ["Wrong Command"]
    page.driver.get("about:blank")
    page.driver.get(f"{page.address}#rule-2")
    assert "Remote Service" in page.find(".rule[open] summary").text


def test_the_keyboard_is_enough(opened: Opener) -> None:
    page = opened()
    page.find("body").send_keys(Keys.TAB)
    assert page.driver.switch_to.active_element.text == "Skip to the rules"
    page.run("document.querySelector('.rule.failed > summary').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert page.find(".rule.failed").get_attribute("open")
    page.find(".tile.skipped").send_keys(Keys.SPACE)
    assert page.names == ["No Data Here"]


def test_a_rule_shows_all_that_is_known(opened: Opener) -> None:
    page = opened()
    for rule in page.driver.find_elements(By.CSS_SELECTOR, ".rule > summary"):
        rule.click()
    assert page.find(".rule.error mark").text == "statz"
    assert "Did you mean 'stats'?" in page.find(".rule.error pre.error").text
    failed = page.find(".rule.failed")
    headings = [each.text for each in failed.find_elements(By.CSS_SELECTOR, "h4")]
    assert headings == [
        "1 risk event",
        'Drill-down: View "ws-01" 2 rows',
        'Drill-down: View "ws-01" 0 rows',
        "Error",
        "Why",
    ]
    first = failed.find_element(By.CSS_SELECTOR, ".rows")
    assert first.text.split("\n") == ["dest user count", "ws-01 al", "bo 3", "ws-02"]
    assert len(failed.find_elements(By.CSS_SELECTOR, ".timeline rect")) == 3
    assert failed.find_element(By.CSS_SELECTOR, "figcaption").text.split("\n") == [
        "2024-11-13 12:00:42",
        "3 events",
        "2024-11-13 12:01:42",
    ]
    assert failed.find_element(By.CSS_SELECTOR, ".t-command").text == "stats"
    assert failed.find_element(By.CSS_SELECTOR, ".t-macro").text == "`sysmon`"
    assert failed.find_element(By.CSS_SELECTOR, ".search").text.split("\n") == [
        "`sysmon` EventCode=1",
        "| stats count min(_time) as firstTime by dest user",
        "| where count > 2",
    ]


def test_coverage_by_tactic(opened: Opener) -> None:
    page = opened()
    covered = [text.split("\n") for text in page.texts(".tactic:not(.none)")]
    assert covered == [
        ["Execution", "2 of 16 techniques", "T1059", "T1569"],
        ["Credential Access", "1 of 18 techniques", "T1003"],
        ["Other", "1 technique that this version of ATT&CK lacks", "T9999"],
    ]
    chip = page.find(".chip[data-technique=T1059]")
    assert chip.get_attribute("aria-label").endswith("Interpreter: 1 failed, 1 error")


def test_an_interrupted_run_says_so(opened: Opener) -> None:
    page = opened(lambda folder: replace(ordinary(folder), interrupted=True, unknown=12))
    assert page.texts(".alert") == ["The run was interrupted: 12 tests were not run."]


@pytest.mark.parametrize("lazy", [False, True])
def test_hostile_text_is_text(opened: Opener, lazy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if lazy:
        monkeypatch.setattr(html, "LAZY", 0)
    page = opened(hostile)
    page.find("button[data-open=yes]").click()
    page.wait(lambda: page.run("return !document.querySelector('noscript')"))
    assert page.driver.get_log("browser") == []
    tags = [page.driver.find_elements(By.TAG_NAME, tag) for tag in ("script", "style", "img", "b")]
    assert list(map(len, tags)) == [1, 1, 0, 0]
    shown = visible(EVIL)
    assert shown in page.run("return document.querySelector('.rows td').textContent")
    assert shown in page.run("return document.querySelector('.search').textContent")
    assert shown in page.run("return document.querySelector('.reasons').textContent")
    assert page.find("footer").text.startswith("Times are in UTC.")
    assert page.run("return [...document.querySelectorAll('a')].map(a => a.protocol)") == [
        "file:",
        "https:",
    ]
    # The filters know the text by the very words that are chosen.
    for select in page.driver.find_elements(By.CSS_SELECTOR, "select"):
        Select(select).select_by_index(1)
    assert page.shown == "1 of 1 rules"


def test_nothing_else_may_run(opened: Opener) -> None:
    """Even text that became markup could do nothing."""
    page = opened()
    page.run(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        "document.body.append(s); document.body.setAttribute('style', 'color: red');"
    )
    assert page.run("return [window.ran === undefined, document.body.style.length]") == [True, 0]
    refused = [entry["message"] for entry in page.driver.get_log("browser")]
    assert len(refused) == 2
    assert all("Content Security Policy" in message for message in refused)


def test_many_rules_are_made_when_they_are_opened(opened: Opener) -> None:
    page = opened(whole_checkout)
    assert page.shown == "1,711 of 1,711 rules"
    assert page.run("return document.querySelectorAll('.rule td').length") == 0
    # A word that stands in one row of one rule, which nobody has opened.
    page.find("input[name=text]").send_keys("needle-1234<")
    assert page.names == ["Rule 1234"]
    page.find(".rule:not([hidden]) > summary").click()
    page.wait(lambda: "needle-1234<b>" in page.texts(".rule[open] td"))
    assert page.texts(".note") == ["The first 5 of 6 rows."]
    page.find("button[type=reset]").click()
    page.wait(lambda: page.shown == "1,711 of 1,711 rules")
    page.choose("techniques", "T1059 Command and Scripting Interpreter (855)")
    assert page.shown == "855 of 1,711 rules"


def whole_checkout(folder: Path) -> Run:
    """As many rules as are published."""
    rules = [
        a_rule(folder, f"Rule {number}", techniques=("T1059",) if number % 2 else ("T1078",))
        for number in range(1711)
    ]
    outcomes = [
        Outcome(
            rule,
            rule.tests[0],
            "passed",
            results=results(*({"a": f"needle-{number}<b>", "b": str(row)} for row in range(6))),
        )
        if number == 1234
        else Outcome(rule, rule.tests[0], "passed", results=results({"a": "x"}))
        for number, rule in enumerate(rules)
    ]
    return Run(tuple(outcomes), STARTED, 90.0, "1", folder=folder)


def test_without_scripts_everything_can_be_read(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CI server may forbid them; then the text that scripts would read is markup."""
    monkeypatch.setattr(html, "LAZY", 0)
    page = opened()
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page.driver.get(page.address)
    # Without scripts the driver does not wait for the page.
    assert WebDriverWait(page.driver, 60).until(cells_without_scripts) > 0


def cells_without_scripts(driver: WebDriver) -> int:
    """How many cells the page has; 0 until it is there, its filters hidden: they need scripts."""
    cells = "document.querySelectorAll('.rule td').length"
    hidden = "document.querySelector('.filters')?.hidden"
    expression = f"document.readyState == 'complete' && {hidden} ? {cells} : 0"
    found = driver.execute_cdp_cmd("Runtime.evaluate", {"expression": expression})
    return int(found["result"]["value"])


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen(opened: Opener, width: int) -> None:
    page = opened(hostile)
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    page.find("button[data-open=yes]").click()
    assert page.run("return document.documentElement.scrollWidth") <= width


def test_it_is_dark_where_the_screen_is(opened: Opener) -> None:
    page = opened()
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = page.run(ground)
    page.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    assert (light, page.run(ground)) == ("rgb(246, 247, 249)", "rgb(15, 19, 26)")


def test_it_can_be_printed(opened: Opener) -> None:
    page = opened()
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert page.texts(".filters") == []
    assert page.names == ALL
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
