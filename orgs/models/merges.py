"""Merge (合并): two entries of the register that were one organization, made one, and what it did to be taken back."""

from django.db import models

from orgs.models.organizations import Organization
from orgs.models.users import User
from orgs.scope import FactQuerySet


class Merge(models.Model):
    """One organization (`gone`) went into another (`kept`). The names of what went are copied: it is no more."""

    kept = models.ForeignKey(Organization, models.PROTECT, verbose_name="保留的单位", related_name="merges")
    gone = models.BigIntegerField("并入的单位", help_text="并入前的编号")
    gone_name = models.CharField("并入的单位名称", max_length=200)
    gone_code = models.CharField("并入的信用代码", max_length=18, blank=True)
    reason = models.CharField("合并原因", max_length=200, blank=True)
    user = models.ForeignKey(User, models.SET_NULL, verbose_name="合并人", null=True, related_name="+")
    user_name = models.CharField("合并人姓名", max_length=150, blank=True)
    created = models.DateTimeField("合并时间", auto_now_add=True)
    done = models.JSONField("经过", default=dict, editable=False)
    undone = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_name = models.CharField("撤销人姓名", max_length=150, blank=True)

    objects = FactQuerySet.through("kept").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合并记录"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.gone_name} → {self.kept}"
