"""Data entry for the registers in the admin frame, one module for each noun."""

from orgs.admin import branches, guides, organizations, places, tables, users, venues, visits

__all__ = ["branches", "guides", "organizations", "places", "tables", "users", "venues", "visits"]
