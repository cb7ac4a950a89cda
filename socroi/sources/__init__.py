"""Export files of the platforms, one file here for each exporter, each read into one tidy table.

export = socroi.sources.read("Campaigns.csv")
export.table, export.notes, export.window
"""

from socroi.sources.export import COLUMNS, METRICS, Export, Kind
from socroi.sources.reading import read
from socroi.sources.source import sources

__all__ = ["COLUMNS", "METRICS", "Export", "Kind", "read", "sources"]
