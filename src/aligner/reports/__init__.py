"""How findings are told: to a person as text, to a program as JSON."""

from aligner.reports.appearance import Appearance
from aligner.reports.table import REPORTS, ReportFormat, render

__all__ = ["REPORTS", "Appearance", "ReportFormat", "render"]
