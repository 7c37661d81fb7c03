"""Data entry for the registers in the admin frame, one module for each noun."""

from orgs.admin import activities, branches, guides, organizations, places, tables, users, venues, visits

__all__ = ["activities", "branches", "guides", "organizations", "places", "tables", "users", "venues", "visits"]
