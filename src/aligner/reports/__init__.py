"""How findings are told: to a person as text or a web page, to programs, to code hosts, to translation tools."""

from aligner.reports.appearance import Appearance
from aligner.reports.collection import render_many
from aligner.reports.rules import RuleText
from aligner.reports.table import REPORTS, ReportFormat, render

__all__ = ["REPORTS", "Appearance", "ReportFormat", "RuleText", "render", "render_many"]
