"""What a project says once for all its checks: `aligner.toml`, or `[tool.aligner]` in `pyproject.toml`."""

from aligner.configuration.applying import applied
from aligner.configuration.reading import OWN_SETTINGS, find_configuration, read_configuration
from aligner.configuration.schema import RULE_SETTINGS, SETTINGS, Configuration, Setting

__all__ = [
    "OWN_SETTINGS", "RULE_SETTINGS", "SETTINGS", "Configuration", "Setting", "applied", "find_configuration",
    "read_configuration",
]  # fmt: skip
