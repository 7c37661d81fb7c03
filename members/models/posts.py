"""Post (党内职务): who holds which post in a branch during a term."""

from django.db import models

from liangxin.history import history
from liangxin.periods import Period, lasts
from members.choices import Position, SecretarySource
from members.models.members import PartyMember
from members.scope import OfBranchQuerySet
from orgs.models import PartyBranch


class Post(Period):
    """A post in a branch. A holder who is in no roster is a name without a member, which is a finding.

    A management post held beside it is 双向进入、交叉任职 (domain.md §3).
    """

    branch = models.ForeignKey(PartyBranch, models.CASCADE, verbose_name="党组织", related_name="posts")
    member = models.ForeignKey(
        PartyMember, models.PROTECT, verbose_name="党员", null=True, blank=True, related_name="posts"
    )
    name = models.CharField("姓名", max_length=60, blank=True, help_text="不在花名册上的人才填写")
    phone = models.CharField("联系电话", max_length=60, blank=True)
    position = models.CharField("党内职务", max_length=20, choices=Position)
    management = models.CharField("管理层职务", max_length=100, blank=True, help_text="如董事长、总经理、理事长")
    source = models.CharField("书记来源", max_length=10, choices=SecretarySource, blank=True)

    objects = OfBranchQuerySet.as_manager()
    history = history(found_by=("branch", "member"))

    class Meta:
        verbose_name = verbose_name_plural = "党内职务"
        ordering = ["branch_id", "start"]
        constraints = [
            lasts("post_lasts"),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False) | ~models.Q(name=""),
                name="post_held",
                violation_error_message="请选择党员，不在花名册上的填写姓名",
            ),
        ]

    def __str__(self):
        return f"{self.get_position_display()} {self.holder}"

    @property
    def holder(self) -> str:
        """The name of who holds the post."""
        return self.member.name if self.member_id else self.name
