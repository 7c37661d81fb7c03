"""The registers of this app in the admin frame; each module registers its own."""

from members.admin import branch_columns, candidates, members, posts

__all__ = ["branch_columns", "candidates", "members", "posts"]
