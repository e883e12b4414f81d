"""Pages of the web, fetched with care: bounded in size, time and redirects, and from public addresses only."""

from aligner.fetching.pages import FetchOptions, Page, fetch, is_address

__all__ = ["FetchOptions", "Page", "fetch", "is_address"]
