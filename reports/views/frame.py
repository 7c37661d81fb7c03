"""The frame of this app's pages, as all pages have it."""

from orgs.pages import (
    COUNTY,
    EVERYBODY,
    IMPORTERS,
    READERS,
    REGIONAL,
    XLSX,
    content_disposition,
    download,
    framed,
    page,
)

__all__ = [
    "COUNTY",
    "EVERYBODY",
    "IMPORTERS",
    "READERS",
    "REGIONAL",
    "XLSX",
    "content_disposition",
    "download",
    "framed",
    "page",
]
