"""Writes binary event logs as Windows lays them out, for tests of the reader.

An event is given as XML. A GUID in braces and upper-case letters is written as a GUID, which is
what Windows does with one; every other text as a text.
"""

import re
import struct
import uuid

from lxml import etree

CHUNK = 65536
_GUID = re.compile(r"\{([0-9A-F-]{36})\}")
_FRAGMENT = b"\x0f\1\1\0"
_TEXT, _GUID_KIND = 1, 15


def evtx(chunks, count=None):
    """A log of *chunks*, each a list of events; *count* is what its header says of them."""
    count = len(chunks) if count is None else count
    header = struct.pack(
        "<8sQQQIHHHH", b"ElfFile\0", 0, max(0, count - 1), 99, 128, 1, 3, 4096, count
    )
    number, data = 1, header.ljust(4096, b"\0")
    for events in chunks:
        data += _chunk(events, number)
        number += len(events)
    return data


def _chunk(events, number):
    data = b"".join((b"\0" * 512,))
    for place, event in enumerate(events):
        body = _Writer(len(data) + 24).event(etree.fromstring(event))
        size = 24 + len(body) + 4
        start = struct.pack(
            "<4sIQQ", b"\x2a\x2a\0\0", size, number + place, 133_000_000_000_000_000
        )
        data += start + body + struct.pack("<I", size)
    last = number + len(events) - 1
    head = struct.pack("<8sQQQQIII", b"ElfChnk\0", number, last, number, last, 128, 512, len(data))
    assert len(data) <= CHUNK
    return (head.ljust(512, b"\0") + data[512:]).ljust(CHUNK, b"\0")


class _Writer:
    """Binary XML of one event, which begins at *place* in its chunk."""

    def __init__(self, place):
        self.place, self.data, self.guids = place, bytearray(), []

    def event(self, root):
        # an instance of a template that is defined right here; what is a GUID is put in behind it
        self.data += _FRAGMENT + b"\x0c\1" + struct.pack("<I", 7)
        self.data += struct.pack("<I", self.place + len(self.data) + 4)
        self.data += b"\0" * 4 + uuid.UUID(int=7).bytes_le
        size = len(self.data)
        self.data += b"\0" * 4 + _FRAGMENT
        self.element(root, default=None)
        self.data += b"\0"
        self.data[size : size + 4] = struct.pack("<I", len(self.data) - size - 4)
        self.data += struct.pack("<I", len(self.guids))
        self.data += b"".join(struct.pack("<HBB", 16, _GUID_KIND, 0) for _ in self.guids)
        self.data += b"".join(self.guids) + b"\0"
        return bytes(self.data)

    def element(self, node, default):
        name = etree.QName(node)
        attributes = dict(node.attrib)
        if name.namespace != default:
            attributes["xmlns"] = name.namespace
        self.data += (b"\x41" if attributes else b"\x01") + b"\0\0" + b"\0" * 4
        self.name(name.localname)
        if attributes:
            self.data += b"\0" * 4
            for left, (key, value) in enumerate(attributes.items(), 1 - len(attributes)):
                self.data += b"\x46" if left else b"\x06"
                self.name(key)
                self.value(value)
        self.data += b"\x02"
        if node.text:
            self.value(node.text)
        for child in node:
            self.element(child, name.namespace)
        self.data += b"\x04"

    def name(self, text):
        self.data += struct.pack("<I", self.place + len(self.data) + 4)
        self.data += b"\0" * 6 + struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"

    def value(self, text):
        guid = _GUID.fullmatch(text)
        if guid:
            self.data += struct.pack("<BHB", 0x0D, len(self.guids), _GUID_KIND)
            self.guids.append(uuid.UUID(guid[1]).bytes_le)
        else:
            data = text.encode("utf-16-le")
            self.data += struct.pack("<BBH", 0x05, _TEXT, len(data) // 2) + data
