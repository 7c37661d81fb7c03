"""The made-up county of `manage.py demo`: registers of three years, and imports in each state."""

from reports.demo.county import County, make_county

__all__ = ["County", "make_county"]
