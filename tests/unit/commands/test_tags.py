"""tags: what tags.conf says of the values of fields."""

import pytest

import spl

BOTH = ["AL::admin", "pc1::lab", "pc1::windows"]


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    app = tmp_path_factory.mktemp("app")
    (app / "default").mkdir()
    (app / "default" / "tags.conf").write_text(
        "[host=pc1]\nlab = enabled\nwindows = enabled\n[user=al]\nadmin = enabled\n", "utf-8"
    )
    return spl.Session(apps=[app])


@pytest.mark.parametrize(
    ("search", "want"),
    [
        ("tags host", {"tag::host": ["lab", "windows"]}),
        ("tags", {"tag::host": ["lab", "windows"], "tag::user": "admin"}),
        ("tags outputfield=t user", {"t": "admin"}),
        ("tags outputfield=t inclname=t user", {"t": "user::admin"}),
        ("tags outputfield=t inclname=t inclvalue=t user", {"t": "user::AL::admin"}),
        (
            "tags outputfield=t inclvalue=t user host",
            {"t": ["AL::admin", "pc1::lab", "pc1::windows"]},
        ),
    ],
)
def test_tags(session, search, want):
    (row,) = session.search(f"{search} | fields - host user", rows=[{"host": "pc1", "user": "AL"}])
    assert dict(row) == want
