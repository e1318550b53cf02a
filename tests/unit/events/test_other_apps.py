"""What the shipped apps make of logs that do not come from Windows."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

import spl

LOGIN = "May 27 09:28:36 gate sshd[56]: "
FLOW = {"event_type": "flow", "src_ip": "192.0.2.1", "dest_ip": "192.0.2.2", "dest_port": 443,
        "proto": "TCP", "app_proto": "tls",
        "flow": {"bytes_toserver": 600, "bytes_toclient": 500, "age": 2}}  # fmt: skip
HTTP = {"event_type": "http", "src_ip": "192.0.2.1", "dest_ip": "192.0.2.2", "proto": "TCP",
        "http": {"hostname": "shop.example", "url": "/a/b?c=d", "http_method": "GET",
                 "http_user_agent": "curl/8", "status": 200}}  # fmt: skip
ALERT = {"event_type": "alert", "src_ip": "192.0.2.1", "dest_ip": "192.0.2.2", "proto": "TCP",
         "alert": {"action": "allowed", "signature": "S", "signature_id": 7, "category": "C",
                   "severity": 1}}  # fmt: skip


def rows(text: str, sourcetype: str, search: str) -> list[dict[str, Any]]:
    session = spl.Session(now=1_800_000_000)
    session.load(io.BytesIO(text.encode()), source="log", sourcetype=sourcetype)
    return list(session.search(search))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Accepted password for ann from 192.0.2.7 port 63487 ssh2",
            {"action": "success", "user": "ann", "src": "192.0.2.7", "dest": "gate", "app": "sshd"},
        ),
        (
            "Failed password for invalid user bob from 192.0.2.7 port 63487 ssh2",
            {"action": "failure", "user": "bob", "src": "192.0.2.7", "dest": "gate", "app": "sshd"},
        ),
        (
            "Invalid user bob from 192.0.2.7 port 63487",
            {"action": "failure", "user": "bob", "src": "192.0.2.7", "dest": "gate", "app": "sshd"},
        ),
    ],
)
def test_log_ins_of_linux_are_authentication(line: str, expected: dict[str, str]) -> None:
    fields = " ".join(f"Authentication.{name}" for name in expected)
    search = f"| tstats count from datamodel=Authentication by {fields}"
    search += " | rename Authentication.* as * | fields - count"
    assert rows(LOGIN + line + "\n", "linux_secure", search) == [expected]


@pytest.mark.parametrize(
    ("event", "dataset", "expected"),
    [
        (
            FLOW,
            "Network_Traffic.All_Traffic",
            {"src": "192.0.2.1", "dest": "192.0.2.2", "dest_port": "443", "transport": "tcp",
             "app": "tls", "bytes": "1100", "action": "allowed", "user": "unknown"},
        ),
        (
            HTTP,
            "Web.Web",
            {"url": "/a/b?c=d", "uri_path": "/a/b", "uri_query": "c=d", "status": "200",
             "http_method": "GET", "http_user_agent": "curl/8", "url_length": "8",
             "http_referrer": "unknown", "vendor_product": "Suricata"},
        ),
        (
            ALERT,
            "Intrusion_Detection.IDS_Attacks",
            {"signature": "S", "category": "C", "severity": "high", "action": "allowed"},
        ),
    ],
)  # fmt: skip
def test_suricata_feeds_the_data_models(
    event: dict[str, object], dataset: str, expected: dict[str, str]
) -> None:
    text = json.dumps({"timestamp": "2023-07-31T18:25:57.132880+0000", **event}) + "\n"
    name = dataset.partition(".")[2]
    fields = " ".join(f"{name}.{each}" for each in expected)
    search = f"| tstats count from datamodel={dataset} by {fields}"
    search += f" | rename {name}.* as * | fields - count"
    assert rows(text, "suricata", search) == [expected]


def test_an_event_is_in_no_data_set_of_another_kind() -> None:
    text = json.dumps({"timestamp": "2023-07-31T18:25:57.132880+0000", **HTTP}) + "\n"
    search = "| tstats count from datamodel=Network_Traffic.All_Traffic"
    assert rows(text, "suricata", search) == [{"count": "0"}]
