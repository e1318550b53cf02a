"""A rule without flaws, and the linter that looks at it."""

import yaml

from spl.detections.lint import DataSources, Linter
from spl.session import Session

RULE = {
    "name": "Example",
    "id": "11111111-2222-3333-4444-555555555555",
    "version": 1,
    "date": "2024-11-13",
    "author": "Somebody",
    "status": "production",
    "type": "Anomaly",
    "description": "What it finds.",
    "search": "`sysmon` EventCode=1 | stats count min(_time) as firstTime BY dest user "
    "| `example_filter`",
    "how_to_implement": "Collect events of Sysmon.",
    "known_false_positives": "None.",
    "references": ["https://example.org"],
    "data_source": ["Sysmon EventID 1"],
    "rba": {
        "message": "Something on $dest$",
        "risk_objects": [{"field": "dest", "type": "system", "score": 20}],
        "threat_objects": [{"field": "user", "type": "account"}],
    },
    "tags": {
        "analytic_story": ["A"],
        "asset_type": "Endpoint",
        "product": ["Splunk Enterprise"],
        "security_domain": "endpoint",
        "mitre_attack_id": ["T1059.001"],
    },
    "tests": [{"name": "T", "attack_data": [{"data": "a.log", "source": "s", "sourcetype": "t"}]}],
}
EVENT = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    "<Provider Name='Microsoft-Windows-Sysmon'/><EventID>1</EventID>"
    "<Computer>pc1.example</Computer></System><EventData><Data Name='Image'>C:\\a.exe</Data>"
    "<Data Name='User'>al</Data></EventData></Event>"
)
SOURCE = {
    "name": "Sysmon EventID 1",
    "source": "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational",
    "sourcetype": "XmlWinEventLog",
    "fields": ["_time", "dest", "user", "process_name"],
    "example_log": EVENT,
}


def checkout(folder):
    """A checkout that describes one data source."""
    (folder / "data_sources").mkdir(exist_ok=True)
    (folder / "macros").mkdir(exist_ok=True)
    (folder / "data_sources" / "sysmon_eventid_1.yml").write_text(yaml.safe_dump(SOURCE))
    return folder


def linter(folder, lookups=(), **options):
    session = Session()
    session.lookups.update(dict(lookups))
    return Linter.of(session, DataSources.read(checkout(folder)), **options)


def write_rule(folder, keys):
    """The file of the rule without flaws, with other keys; a null key is left out."""
    path = folder / "example.yml"
    content = {key: value for key, value in {**RULE, **keys}.items() if value is not None}
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
    return path
