"""Fitting texts into a width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spl.shell.render.fit import NARROWEST, broken, fitted, shortened, width_of

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Mn", "Me", "Cf"]), max_size=60)


@given(TEXT, st.integers(2, 30))
def test_breaking_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = broken(text, width)
    assert "".join(lines) == text
    assert all(width_of(line) <= width for line in lines)


@given(TEXT, st.integers(3, 30))
def test_a_shortened_text_fits_and_keeps_its_end(text: str, width: int) -> None:
    short = shortened(text, width)
    assert width_of(short) <= width
    assert short == text or (short[0] == "…" and text.endswith(short[1:]))


def test_paths_break_behind_a_separator() -> None:
    assert broken(r"C:\Windows\System32\cmd.exe", 16) == ["C:\\Windows\\", "System32\\cmd.exe"]


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12), st.integers(1, 300))
def test_shares_fit_the_room_and_no_column_gets_more_than_it_wants(
    widths: list[int], room: int
) -> None:
    shares = fitted(widths, room)
    if shares is None:
        assert sum(min(w, NARROWEST) for w in widths) > room
    else:
        assert sum(shares) <= room
        assert all(min(w, NARROWEST) <= s <= w for s, w in zip(shares, widths, strict=True))


def test_narrow_columns_keep_their_width() -> None:
    assert fitted([5, 100, 100], 85) == [5, 40, 40]
    assert fitted([5, 6], 80) == [5, 6]
