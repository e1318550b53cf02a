"""Reports of a run of tests: one file per format."""

from spl.detections.reports.formats import FORMATS, render_report, write_report
from spl.detections.reports.run import Run

__all__ = ["FORMATS", "Run", "render_report", "write_report"]
