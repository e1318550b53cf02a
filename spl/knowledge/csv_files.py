"""CSV files in the one folder that the user allows searches to write into."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from spl.errors import RunError
from spl.knowledge.lookups import Row, read_csv

_ENDS = (".csv", ".csv.gz")


class CsvFolder:
    """The folder: every file of it is named by a bare name.

    Attributes:
        path: where it is.
        written: whether anything is written; a rehearsal only reads.
    """

    def __init__(self, path: Path, *, written: bool = True) -> None:
        """Take a folder; it is made when the first file is written."""
        self.path = path
        self.written = written

    def place(self, name: str) -> Path:
        """The file that *name* stands for; ``.csv`` is added where it is missing.

        Raises:
            RunError: SPL434, the name leads out of the folder.
        """
        return self._inside(name if name.endswith(_ENDS) else f"{name}.csv")

    def _inside(self, bare: str) -> Path:
        path = self.path / bare
        plain = Path(bare).name == bare and not bare.startswith(".") and "\\" not in bare
        if not plain or "\0" in bare or path.is_symlink():
            raise RunError(
                f"'{bare}' is no name of a file.",
                code="SPL434",
                hint="Give a bare name; files are only touched in the folder that is allowed.",
            )
        return path

    def read(self, name: str) -> tuple[list[str], list[Row]] | None:
        """The columns and rows of a file, or None where there is none.

        Raises:
            DataError: SPL510, it is not CSV.
        """
        path = self.place(name)
        if not path.is_file():
            return None
        columns, rows = read_csv(path.read_bytes(), str(path))
        return columns, list(rows)

    def append(self, name: str, lines: Iterable[str]) -> None:
        """Write lines behind those of a file, whose whole name is *name*.

        Raises:
            RunError: SPL434, SPL435, as for `write`.
        """
        path = self._inside(name)
        if not self.written:
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
        except OSError as error:
            raise _unwritable(path, error) from error

    def write(self, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
        """Write a whole file.

        Raises:
            RunError: SPL435, the file cannot be written.
        """
        path = self.place(name.removesuffix(".gz"))
        if not self.written:
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        except OSError as error:
            raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> RunError:
    return RunError(f"Cannot write {path}: {error.strerror}.", code="SPL435")
