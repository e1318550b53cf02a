"""Whether a text is well-formed XML: lxml is the judge, and reads nothing but the text."""

from __future__ import annotations

from lxml import etree

_parser = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    # An event may be large: it is read as text, and entities, which could make it larger, are off.
    huge_tree=True,
)


def fault(text: str) -> str | None:
    """Why *text* is not one well-formed XML element, or None if it is."""
    try:
        etree.fromstring(text, _parser)
    except etree.XMLSyntaxError as error:
        return str(error.msg)
    except ValueError:  # what is not even a character of XML: zero bytes, lone surrogates
        return "Characters that XML does not allow"
    return None
