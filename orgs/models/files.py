"""BranchFile: the paper on which a branch was founded or dissolved."""

from django.db import models

from liangxin.attachments import Attachment
from liangxin.history import history
from orgs.choices import BranchPaper
from orgs.models.branches import PartyBranch
from orgs.scope import FactQuerySet


class BranchFile(Attachment):
    """A file of a branch."""

    branch = models.ForeignKey(PartyBranch, models.CASCADE, verbose_name="党组织", related_name="files")
    about = models.CharField("内容", max_length=12, choices=BranchPaper, default=BranchPaper.FOUNDED)

    objects = FactQuerySet.through("branch").as_manager()
    history = history(found_by=("branch",))

    class Meta:
        verbose_name = verbose_name_plural = "党组织附件"
        ordering = ["id"]
