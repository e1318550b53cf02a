"""iplocation: places out of a MaxMind DB file or a lookup table, and what it says without."""

import ipaddress
import struct
import sys

import pytest

import spl

CITY = {
    "city": {"names": {"en": "Oslo", "no": "Oslo by"}},
    "country": {"names": {"en": "Norway"}},
    "continent": {"names": {"en": "Europe"}},
    "subdivisions": [{"names": {"en": "Oslo County"}}],
    "location": {"latitude": 59.9, "longitude": 10.7, "time_zone": "Europe/Oslo"},
}
WIDE = {"build_epoch": 9, "node_count": 6}  # kinds of numbers; all others have 16 bits
SEARCH = "iplocation {} ip | fields - ip"


def encode(value, name=""):
    """A value in the format of MaxMind DB, version 2.0."""
    if isinstance(value, str):
        return _head(2, len(value.encode())) + value.encode()
    if isinstance(value, float):
        return _head(3, 8) + struct.pack(">d", value)
    if isinstance(value, int):
        kind = WIDE.get(name, 5)
        data = value.to_bytes(8, "big").lstrip(b"\0")
        return _head(kind, len(data)) + data
    if isinstance(value, list):
        return _head(11, len(value)) + b"".join(map(encode, value))
    pairs = (encode(key) + encode(item, key) for key, item in value.items())
    return _head(7, len(value)) + b"".join(pairs)


def _head(kind, size):
    first = (kind << 5 if kind < 8 else 0) | min(size, 29)
    extended = bytes([kind - 7]) if kind > 7 else b""
    return bytes([first]) + extended + (bytes([size - 29]) if size >= 29 else b"")


def database(network, record):
    """A database of IPv4 addresses in which one network has a record."""
    net = ipaddress.ip_network(network)
    bits = [int(bit) for bit in f"{int(net.network_address):032b}"[: net.prefixlen]]
    count = len(bits)
    tree = b""
    for place, bit in enumerate(bits):
        child = place + 1 if place + 1 < count else count + 16
        pair = [count, count]
        pair[bit] = child
        tree += b"".join(number.to_bytes(3, "big") for number in pair)
    about = {
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": 1,
        "database_type": "Test-City",
        "description": {"en": "test"},
        "ip_version": 4,
        "languages": ["en"],
        "node_count": count,
        "record_size": 24,
    }
    marker = b"\xab\xcd\xefMaxMind.com"
    return tree + b"\0" * 16 + encode(record) + marker + encode(about)


@pytest.fixture
def file(tmp_path):
    pytest.importorskip("maxminddb")
    path = tmp_path / "city.mmdb"
    path.write_bytes(database("81.2.69.0/24", CITY))
    return path


def located(session, options="", ip="81.2.69.7"):
    return dict(session.search(SEARCH.format(options), rows=[{"ip": ip}])[0])


def test_a_place(file):
    want = {
        "City": "Oslo",
        "Country": "Norway",
        "Region": "Oslo County",
        "lat": "59.9",
        "lon": "10.7",
    }
    assert located(spl.Session(geoip=file)) == want


def test_options(file):
    found = located(spl.Session(geoip=file), "prefix=g_ allfields=true lang=no")
    assert found["g_City"] == "Oslo by"
    assert found["g_Country"] == "Norway"
    assert found["g_Timezone"] == "Europe/Oslo"
    assert found["g_Continent"] == "Europe"


@pytest.mark.parametrize("ip", ["8.8.8.8", "10.0.0.1", "nothing", "2001:4860:4860::8888"])
def test_an_address_that_is_not_in_the_file_gets_nothing(file, ip):
    assert located(spl.Session(geoip=file), ip=ip) == {}


def test_a_file_that_is_no_database(tmp_path):
    pytest.importorskip("maxminddb")
    path = tmp_path / "x.mmdb"
    path.write_text("not one", "utf-8")
    with pytest.raises(spl.SplError) as caught:
        located(spl.Session(geoip=path))
    assert caught.value.code == "SPL511"


def test_without_the_package_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "maxminddb", None)
    with pytest.raises(spl.SplError) as caught:
        located(spl.Session(geoip=tmp_path / "other.mmdb"))
    assert caught.value.code == "SPL403"
    assert "maxminddb" in caught.value.hint


def test_a_lookup_table_does_as_well():
    session = spl.Session()
    session.lookups["iplocation"] = {
        "rows": [{"ip": "81.2.69.0/24", "City": "Oslo"}],
        "match_type": "CIDR(ip)",
    }
    assert located(session) == {"City": "Oslo"}


def test_with_neither_a_public_address_is_an_error_and_a_private_one_is_not():
    with pytest.raises(spl.SplError) as caught:
        located(spl.Session())
    assert caught.value.code == "SPL431"
    assert "--geoip" in caught.value.hint
    assert located(spl.Session(), ip="192.168.1.1") == {}
