"""What several registers share."""

from django.db import models


class Versioned(models.Model):
    """A register whose edits carry a version: a second editor sees both values instead of overwriting the first.

    Every change of the row or of one of its dated facts raises the version, so an import plan knows that it is stale.
    """

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        abstract = True
