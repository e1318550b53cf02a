"""The commands that Splunk has and this program refuses by name, with the reason.

They are in the book so that a search that uses one parses, and is refused where it stands.
"""

from __future__ import annotations

from spl.commands._book import command_files, refuse

_MODEL = "It needs a model of Splunk's Machine Learning Toolkit, whose numbers cannot be had here."
_LEARNS = "Its numbers come from a method that Splunk does not publish."
_SUMMARY = "It writes Splunk's own format for summary indexing."
_SERVER = "It asks a Splunk server about itself, and there is none."
_CHART = "It prepares a chart of Splunk Web and has no rows of its own."
_OUTSIDE = "It acts on the outside world; nothing outside is touched here."
_JOBS = "There are no earlier search jobs or saved searches here."
_SAMPLE = "It guesses rules from a sample; write the rule itself, for example with rex."

_REASONS: dict[str, tuple[str, str]] = {
    "analyzefields": ("options", _LEARNS),
    "anomalies": ("options", _LEARNS),
    "anomalousvalue": ("options", _LEARNS),
    "apply": ("options", _MODEL),
    "arules": ("options", _LEARNS),
    "associate": ("options", _LEARNS),
    "audit": ("options", _SERVER),
    "awssnsalert": ("options", _OUTSIDE),
    "bucketdir": ("options", _CHART),
    "cefout": ("options", _OUTSIDE),
    "cluster": ("options", _LEARNS),
    "cofilter": ("options", _LEARNS),
    "correlate": ("options", _LEARNS),
    "cyberchef": ("options", "It is an add-on's own command."),
    "dbinspect": ("options", _SERVER),
    "dbxquery": ("options", _OUTSIDE),
    "delete": ("options", "Loaded logs are never changed."),
    "deletemodel": ("options", _MODEL),
    "diff": ("options", "It compares two rows line by line for display."),
    "dump": ("options", _OUTSIDE),
    "erex": ("options", _SAMPLE),
    "findkeywords": ("options", _SAMPLE),
    "findtypes": ("options", _SAMPLE),
    "fit": ("options", _MODEL),
    "folderize": ("options", _CHART),
    "gauge": ("options", _CHART),
    "geom": ("options", _CHART),
    "geomfilter": ("options", _CHART),
    "geostats": ("stats", _CHART),
    "history": ("options", _JOBS),
    "iconify": ("options", _CHART),
    "input": ("options", _SERVER),
    "kmeans": ("options", _LEARNS),
    "kvform": ("options", "It reads form templates of a Splunk server; use rex or extract."),
    "listmodels": ("options", _MODEL),
    "loadjob": ("options", _JOBS),
    "localize": ("options", _JOBS),
    "mcollect": ("options", "It writes into a metric index."),
    "meventcollect": ("options", "It writes into a metric index."),
    "metasearch": ("search", _SERVER),
    "mpreview": ("options", _SERVER),
    "msearch": ("options", _SERVER),
    "outputtext": ("options", _CHART),
    "overlap": ("options", "It looks for gaps in a summary index."),
    "pivot": ("options", "Write the search with tstats instead."),
    "predict": ("options", _LEARNS),
    "redistribute": ("options", _SERVER),
    "relevancy": ("options", _LEARNS),
    "rest": ("options", _SERVER),
    "run": ("options", _OUTSIDE),
    "runshellscript": ("options", _OUTSIDE),
    "sample": ("options", _MODEL),
    "score": ("options", _MODEL),
    "script": ("options", _OUTSIDE),
    "searchtxn": ("options", _JOBS),
    "sendalert": ("options", _OUTSIDE),
    "sendemail": ("options", _OUTSIDE),
    "sichart": ("chart", _SUMMARY),
    "sirare": ("top", _SUMMARY),
    "sistats": ("stats", _SUMMARY),
    "sitimechart": ("chart", _SUMMARY),
    "sitop": ("top", _SUMMARY),
    "summary": ("options", _MODEL),
    "tscollect": ("options", "It writes a namespace of index files."),
    "typeahead": ("options", _SERVER),
    "typelearner": ("options", _SAMPLE),
    "typer": ("options", "Event types are found without it: search eventtype=…"),
    "walklex": ("options", _SERVER),
    "x11": ("options", _LEARNS),
}


def enter_refused() -> None:
    """Enter every command of the tables that has no file of its own."""
    for name, (shape, why) in _REASONS.items():
        if name not in command_files():
            refuse(name, shape=shape, why=why)
