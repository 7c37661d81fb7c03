"""Acts on many rows of a register at once (批量办理): said before, taken back as one; each a class in a module here."""

from reports.many import branches, guides, members, organizations  # noqa: F401 - they register themselves
from reports.many.base import MANY, ManyAct

__all__ = ["MANY", "ManyAct"]
