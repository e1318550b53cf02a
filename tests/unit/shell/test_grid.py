"""Cells in columns, on lines of text and in Markdown."""

from spl.shell.render.grid import grid, markdown_grid


def test_cells_stand_beneath_their_headings() -> None:
    assert grid(["user", "n"], [["bob", "007"], ["a long name", "1"]]) == (
        "user         n\n"
        "-----------  ---\n"
        "bob          007\n"
        "a long name  1"
    )  # fmt: skip


def test_a_cell_of_several_lines_leaves_the_others_of_its_row_blank() -> None:
    assert grid(["a", "b"], [["1\n2", "x"], ["3", "y"]]) == (
        "a    b\n"
        "---  ---\n"
        "1    x\n"
        "2\n"
        "3    y"
    )  # fmt: skip


def test_a_row_without_texts_is_a_line_all_the_same() -> None:
    assert grid(["a\nb", "c"], [["", ""], ["1", "2"]]).split("\n")[3:] == ["", "1    2"]


def test_wide_characters_take_two_columns() -> None:
    assert grid(["中文", "b"], [["x", "y"]]) == "中文    b\n------  ---\nx       y"


def test_a_table_in_markdown() -> None:
    assert markdown_grid(["user", "n"], [["bob", "1"]]) == (
        "| user   | n   |\n"
        "|--------|-----|\n"
        "| bob    | 1   |"
    )  # fmt: skip
