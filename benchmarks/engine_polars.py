"""The pipelines of ``python -m benchmarks engines`` in Polars, as one would write them by hand."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from benchmarks.engine_rows import REGEX, SIGNATURES
from benchmarks.predicates import PREDICATES

Answer = list[list[object]]
c = pl.col


class Engine:
    """A lazy frame over the files; every text as String."""

    def __init__(self, paths: list[Path]) -> None:
        kinds: dict[str, object] = {}
        for path in paths:
            for name, kind in pl.read_parquet_schema(path).items():
                kinds[name] = pl.String if isinstance(kind, pl.Categorical) else kind
        self.frame = pl.scan_parquet(
            paths,
            schema=kinds,
            cast_options=pl.ScanCastOptions(categorical_to_string="allow"),
            missing_columns="insert",
        )

    def answer(self, name: str) -> Answer:
        work = getattr(self, "_" + re.sub(r"\W+", "_", name))
        return work()

    def _code(self, *codes: str) -> pl.LazyFrame:
        return self.frame.filter(c("EventCode").is_in(list(codes)))

    def _seed_rule_named_pipe(self) -> Answer:
        pipe = c("PipeName").str.to_lowercase()
        kept = self._code("17", "18").filter(
            c("EventType").str.to_lowercase().is_in(["createpipe", "connectpipe"])
            & (
                pipe.is_in(["\\rmanfusservernotify32", "\\rmanfuscallbacknotify32"])
                | pipe.str.starts_with("\\rmsprint")
            )
        )
        name = _base("Image")
        return _rows(
            kept.select(
                "_time", dest="Computer", dvc="Computer", pipe_name="PipeName", process_exec=name,
                process_guid="ProcessGuid", process_id="ProcessId", process_name=name,
                process_path="Image", signature=c("EventCode").replace_strict(SIGNATURES),
                signature_id="EventCode", user_id="UserID",
                vendor_product=pl.lit("Microsoft Sysmon"),
                Image="Image", PipeName="PipeName",
            )
            .drop_nulls()
            .group_by(pl.exclude("_time"))
            .agg(*_times(), pl.len())
        )  # fmt: skip

    def _seed_rule_remcom(self) -> Answer:
        line = c("CommandLine").str.to_lowercase()
        kept = self._code("1").filter(
            (
                (_base("Image").str.to_lowercase() == "remcom.exe")
                | (c("OriginalFileName").str.to_lowercase() == "remcom.exe")
            )
            & line.str.contains("\\", literal=True)
            & (line.str.contains("/user:", literal=True) | line.str.contains("/pwd:", literal=True))
        )
        return _rows(
            kept.select(
                "_time", dest="Computer", user=c("User").str.extract(r"([^\\]*)$"),
                parent_process_name=_base("ParentImage"), process_name=_base("Image"),
                original_file_name="OriginalFileName", process="CommandLine",
                process_id="ProcessId", parent_process_id="ParentProcessId",
            )
            .drop_nulls()
            .group_by(pl.exclude("_time"))
            .agg(pl.len(), *_times())
        )  # fmt: skip

    def _stats_values_dc(self) -> Answer:
        return _rows(
            self._code("1")
            .drop_nulls(["Computer", "ParentImage"])
            .group_by("Computer", "ParentImage")
            .agg(
                pl.len(),
                c("CommandLine").drop_nulls().unique().sort().alias("lines"),
                c("User").drop_nulls().n_unique().alias("users"),
            )
        )

    def _regex_look_around(self) -> Answer:
        """Polars knows no look-around: Python's `re`, asked once of each command line."""
        kept = self._code("1").select("CommandLine", "Image")
        frame = kept.collect(engine="streaming")
        lines = frame["CommandLine"].drop_nulls().unique()
        search = re.compile(REGEX).search
        found = lines.filter([search(line) is not None for line in lines.to_list()])
        fits = frame.lazy().filter(c("CommandLine").is_in(found.implode()))
        return _rows(fits.drop_nulls("Image").group_by("Image").agg(pl.len()))

    def _rex(self) -> Answer:
        groups = c("CommandLine").str.extract_groups(r'(?<exe>\w+)\.exe"?\s+(?<switch>-+\w+)')
        found = self._code("1").select(groups.alias("g")).unnest("g").drop_nulls()
        return _rows(found.group_by("exe", "switch").agg(pl.len()))

    def _case_concat(self) -> Answer:
        port = c("DestinationPort").cast(pl.Float64, strict=False)
        kind = (
            pl.when(c("CommandLine").str.contains("(?i)powershell"))
            .then(pl.lit("ps"))
            .when((port > 1024) & (c("Initiated") == "true"))
            .then(pl.lit("net"))
            .when(c("Image").str.contains("SysWOW64", literal=True))
            .then(pl.lit("wow"))
            .otherwise(pl.lit("low"))
        )
        way = c("ParentImage").fill_null("?") + ">" + c("Image")
        found = self._code("1", "3").select(way=way, kind=kind).drop_nulls()
        return _rows(found.group_by("way", "kind").agg(pl.len()))

    def _eventstats(self) -> Answer:
        lines = self._code("1").select("Computer", n=c("CommandLine").str.len_chars())
        mean, deviation = c("n").mean().over("Computer"), c("n").std().over("Computer")
        far = lines.filter(c("n") > mean + 3 * deviation).drop_nulls("Computer")
        return _rows(far.group_by("Computer").agg(pl.len()))

    def _streamstats(self) -> Answer:
        lines = self._code("1").select("_time", "Computer", n=c("CommandLine").str.len_chars())
        running = (
            lines.drop_nulls("Computer")
            .sort("_time", descending=True)
            .select(
                "Computer",
                c=pl.int_range(1, pl.len() + 1).over("Computer"),
                total=c("n").cum_sum().over("Computer"),
            )
        )
        kept = running.filter(c("c") % 50 == 0)
        return _rows(kept.group_by("Computer").agg(pl.len(), c("total").max()))

    def _dedup(self) -> Answer:
        newest = c("_time").max()
        found = self.frame.drop_nulls(["Computer", "Image"]).group_by("Computer", "Image")
        return _rows(found.agg(newest).select("_time", "Computer", "Image"))

    def _sort(self) -> Answer:
        port = c("DestinationPort").cast(pl.Int64, strict=False)
        ordered = self._code("3").sort(
            port, "DestinationHostname", "_time", descending=[True, False, False], nulls_last=True
        )
        return _rows(ordered.select("_time", "DestinationPort", "DestinationHostname").head(1000))

    def _join(self) -> Answer:
        asked = (
            self._code("22")
            .drop_nulls("QueryName")
            .group_by("QueryName")
            .agg(asked=pl.len(), hosts=c("Computer").drop_nulls().n_unique())
        )
        both = self._code("3").join(asked, left_on="DestinationHostname", right_on="QueryName")
        found = both.drop_nulls("Image").group_by("Image")
        return _rows(found.agg(pl.len(), c("asked").sum(), c("hosts").max()))

    def _multivalue(self) -> Answer:
        each = self._code("1").select(h=c("Hashes").str.split(",")).explode("h")
        groups = c("h").str.extract_groups("(?<alg>[^=]+)=(?<hash>.+)")
        found = each.select(groups.alias("g")).unnest("g").drop_nulls("alg").group_by("alg")
        return _rows(found.agg(pl.len(), c("hash").n_unique()))

    def _bin_stats(self) -> Answer:
        start = (c("_time") // 300 * 300).alias("start")
        found = self.frame.select(start, "Computer", "Image").drop_nulls("Computer")
        return _rows(
            found.group_by("start", "Computer").agg(pl.len(), c("Image").drop_nulls().n_unique())
        )

    def _200_predicates(self) -> Answer:
        fields = sorted({field for field, _ in PREDICATES})
        frame = self.frame.select("Computer", *fields).collect(engine="streaming").lazy()
        asked = [
            frame.filter(_like(field, pattern))
            .drop_nulls("Computer")
            .group_by("Computer")
            .agg(pl.len())
            for field, pattern in PREDICATES
        ]
        found = pl.collect_all(asked)
        return [[i, *row] for i, rows in enumerate(found) for row in rows.rows()]


def _rows(frame: pl.LazyFrame) -> Answer:
    return [list(row) for row in frame.collect(engine="streaming").rows()]


def _base(name: str) -> pl.Expr:
    return c(name).str.extract(r"([^\\]*)$")


def _times() -> list[pl.Expr]:
    return [_shown(c("_time").min()), _shown(c("_time").max()).alias("last")]


def _shown(time: pl.Expr) -> pl.Expr:
    return pl.from_epoch(time.cast(pl.Int64)).dt.strftime("%Y-%m-%dT%H:%M:%S")


def _like(field: str, pattern: str) -> pl.Expr:
    text = "(?is)^" + ".*".join(map(re.escape, pattern.split("*"))) + "$"
    return c(field).str.contains(text.removesuffix(".*$").replace("(?is)^.*", "(?is)"))
