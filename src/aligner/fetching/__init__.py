"""Pages of the web, fetched with care: bounded in size, time and redirects, and from public addresses only."""

from aligner.fetching.pages import FetchOptions, Page, fetch, in_known_encoding, is_address

__all__ = ["FetchOptions", "Page", "fetch", "in_known_encoding", "is_address"]
