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


TRAIL = {"eventSource": "iam.amazonaws.com", "eventName": "CreateUser", "awsRegion": "us-east-1",
         "eventTime": "2024-01-02T03:04:05Z", "sourceIPAddress": "192.0.2.1",
         "recipientAccountId": "1", "eventType": "AwsApiCall",
         "userIdentity": {"type": "AssumedRole", "accountId": "1", "principalId": "A:ann",
                          "arn": "arn:aws:sts::1:assumed-role/admin/ann"}}  # fmt: skip
LOGIN_TO_CONSOLE = {"eventSource": "signin.amazonaws.com", "eventName": "ConsoleLogin",
                    "eventTime": "2024-01-02T03:04:05Z", "eventType": "AwsConsoleSignIn",
                    "userIdentity": {"type": "IAMUser", "userName": "ann"},
                    "responseElements": {"ConsoleLogin": "Failure"}}  # fmt: skip
MAILBOX = {"Operation": "Set-Mailbox", "Workload": "Exchange", "UserId": "ann@example.com",
           "UserType": 2, "ClientIP": "192.0.2.1:443", "ResultStatus": "True",
           "Parameters": [{"Name": "Identity", "Value": "bob"}]}  # fmt: skip
ROLE = {"category": "AuditLogs", "operationName": "Add member to role", "properties": {
    "result": "success", "initiatedBy": {"user": {"id": "1", "userPrincipalName": "ann@x.example"}},
    "targetResources": [{"type": "User", "userPrincipalName": "bob@x.example"}]}}  # fmt: skip


@pytest.mark.parametrize(
    ("event", "sourcetype", "expected"),
    [
        (
            TRAIL,
            "aws:cloudtrail",
            {
                "user": "ann",
                "src": "192.0.2.1",
                "action": "created",
                "errorCode": "success",
                "tag": ["account", "change", "cloud"],
            },
        ),
        (
            {**TRAIL, "errorCode": "AccessDenied"},
            "aws:cloudtrail",
            {"errorCode": "AccessDenied", "result_id": "AccessDenied", "status": "failure"},
        ),
        (
            LOGIN_TO_CONSOLE,
            "aws:cloudtrail",
            {"action": "failure", "app": "AwsConsoleSignIn", "user_name": "ann", "user": None},
        ),
        (
            MAILBOX,
            "o365:management:activity",
            {
                "Identity": "bob",
                "src": "192.0.2.1",
                "user": "ann@example.com",
                "src_user_type": "2",
                "action": "modified",
                "status": "success",
            },
        ),
        (
            {**MAILBOX, "ClientIP": "[2001:db8::1]:443"},
            "o365:management:activity",
            {"src": "2001:db8::1"},
        ),
        (
            {**MAILBOX, "ClientIP": "2001:db8::1"},
            "o365:management:activity",
            {"src": "2001:db8::1"},
        ),
        (
            ROLE,
            "azure:monitor:aad",
            {"user": "bob@x.example", "src_user": "ann@x.example", "src_user_type": "user"},
        ),
    ],
)
def test_clouds(event: dict[str, Any], sourcetype: str, expected: dict[str, Any]) -> None:
    (found,) = rows(json.dumps(event), sourcetype, "search index=*")
    assert {name: found.get(name) for name in expected} == expected


def test_linux_audit_and_sysmon() -> None:
    line = "type=ADD_USER msg=audit(1722950859.266:69): pid=1 msg='op=adding user id=2 res=success'"
    (found,) = rows(line + 'UID="root"\n', "linux:audit", "search index=*")
    assert (found["op"], found["UID"], found["id"]) == ("adding user", "root", "2")
    event = (
        "<Event><System><EventID>1</EventID><Channel>Linux-Sysmon/Operational</Channel>"
        '<Computer>box</Computer></System><EventData><Data Name="Image">/usr/bin/id</Data>'
        '<Data Name="CommandLine">id -u</Data><Data Name="User">ann</Data></EventData></Event>'
    )
    search = "| tstats count from datamodel=Endpoint.Processes by Processes.process_name "
    search += "Processes.process Processes.user Processes.dest"
    (found,) = rows(event, "sysmon:linux", search)
    assert found == {
        "Processes.process_name": "id",
        "Processes.process": "id -u",
        "Processes.user": "ann",
        "Processes.dest": "box",
        "count": "1",
    }


def test_the_text_form_of_windows_events() -> None:
    text = (
        "10/09/2020 10:41:26 AM\nLogName=Security\nEventCode=4726\nType=Information\n"
        "ComputerName=pc.example\nTaskCategory=User Account Management\nMessage=Deleted.\n\n"
        "Subject:\n\tSecurity ID:\t\tS-1\n\tAccount Name:\t\tann\n\tAccount Domain:\t\tACME\n"
        "\tLogon ID:\t\t0x1\n\nTarget Account:\n\tSecurity ID:\t\tS-2\n\tAccount Name:\t\tbob\n"
        "\tAccount Domain:\t\tACME\n"
    )
    session = spl.Session(now=1_800_000_000)
    session.load(io.BytesIO((text * 2).encode()), "WinEventLog:Security", "WinEventLog")
    found = list(session.search("search EventCode=4726"))
    expected = {
        "dest": "pc.example",
        "user": "bob",
        "src_user": "ann",
        "Account_Name": ["ann", "bob"],
        "Logon_ID": "0x1",
        "TaskCategory": "User Account Management",
        "action": "deleted",
        "signature": "A user account was deleted",
    }
    assert [{name: row.get(name) for name in expected} for row in found] == [expected, expected]


def test_web_servers() -> None:
    line = '192.0.2.1 - ann [02/Jan/2024:03:04:05 +0000] "GET /a?b=c HTTP/1.1" 404 12 "-" "curl/8"'
    (found,) = rows(line, "access_combined", "search tag=web")
    expected = {
        "src": "192.0.2.1",
        "user": "ann",
        "status": "404",
        "status_description": "Not Found",
        "http_user_agent": "curl/8",
        "date_hour": "3",
        "action": "failure",
    }
    assert {name: found.get(name) for name in expected} == expected


def test_a_firewall_is_network_traffic() -> None:
    line = "1,2024/01/02 03:04:05,001,TRAFFIC,end,1,2024/01/02 03:04:05,192.0.2.1,192.0.2.2,,,r,"
    line += "ann,,ssl,vsys1,in,out,e1,e2,,,7,1,5000,443,0,0,0x1,tcp,allow,30,10,20,3"
    search = "| tstats sum(All_Traffic.bytes) as n from datamodel=Network_Traffic by "
    search += "All_Traffic.src All_Traffic.dest_port All_Traffic.action All_Traffic.app"
    assert rows(line, "pan:traffic", search) == [
        {
            "All_Traffic.src": "192.0.2.1",
            "All_Traffic.dest_port": "443",
            "All_Traffic.action": "allowed",
            "All_Traffic.app": "ssl",
            "n": "30",
        }
    ]
