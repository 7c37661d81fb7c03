"""The made-up county of `manage.py demo`: registers of three years, and imports in each state."""

from reports.demo.county import County, make_county
from reports.demo.lists import add_list
from reports.demo.surveys import add_imports

__all__ = ["County", "add_imports", "add_list", "make_county"]
