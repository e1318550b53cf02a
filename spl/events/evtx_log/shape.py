"""The XML of events as Splunk's forwarder writes it, out of the XML that the package evtx gives.

Splunk's shape: no white space between elements, attributes in single quotes, ``& < >`` as entities
and quotes as they are, GUIDs in braces, times with nine digits, elements of System that hold no
text closed in their tag. SIDs and ``%%1936`` codes stay as the log has them: what they stand for is
known to the machine that wrote it, and not to us.

Choices:
    - A GUID without a lower-case letter was a GUID in the log and gets braces; a lower-case one
      was a text (the ScriptBlockId of PowerShell) and stays as it is.
    - An element that holds line feed and blanks only is taken for an empty one, for that is how
      the package writes those.
    - A character that XML does not allow (a form feed in a script) becomes U+FFFD: the event would
      not be well-formed and have no fields.
"""

from __future__ import annotations

import re

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_BETWEEN_TAGS = re.compile(r">\n *<")
_PLAIN_DATA = re.compile(r"<Data Name=\"([^\"'&<>]*)\">")
_TAG = re.compile(r"<[A-Za-z_][^<>\"]*=\"[^<>]*>")
_ATTRIBUTE = re.compile(r"=\"([^\"]*)\"")
_GUID = r"[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}"
_ONLY_GUID = re.compile(_GUID)
_GUID_TEXT = re.compile(rf">({_GUID})<")
_NO_TEXT = re.compile(r"<(Provider|TimeCreated|Correlation|Execution|Security)\b([^<>]*)></\1>")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?Z")
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def splunk_shape(texts: list[str]) -> tuple[str, int]:
    """The events *texts* in Splunk's shape, one behind the other, each with a line feed behind it.

    Returns:
        The events, and how many characters were replaced.
    """
    text = "".join(texts).replace(_DECLARATION, "")
    text = _BETWEEN_TAGS.sub("><", text.strip("\n")).replace("</Event><Event", "</Event>\n<Event")
    text = _PLAIN_DATA.sub(r"<Data Name='\1'>", text)
    text = _TAG.sub(_tag, text)
    text = _GUID_TEXT.sub(r">{\1}<", text)
    text = _NO_TEXT.sub(r"<\1\2/>", text)
    text, replaced = _ILLEGAL.subn("\ufffd", text)
    return f"{text}\n" if text else "", replaced


def _tag(tag: re.Match[str]) -> str:
    return _ATTRIBUTE.sub(_attribute, tag[0])


def _attribute(found: re.Match[str]) -> str:
    value = found[1].replace("&quot;", '"').replace("'", "&apos;")
    if _ONLY_GUID.fullmatch(value):
        value = f"{{{value}}}"
    elif time := _TIME.fullmatch(value):
        whole, digits = value[:19], time[1] or ""
        value = f"{whole}.{digits:0<9}Z"
    return f"='{value}'"
