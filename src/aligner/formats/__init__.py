"""Formats: one module each, one row each in the table that names them."""

from __future__ import annotations
