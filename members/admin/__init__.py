"""The registers of this app in the admin frame; each module registers its own."""

from members.admin import candidates, members, posts

__all__ = ["candidates", "members", "posts"]
