"""Acceptance (已知悉): a finding of the data checks that somebody accepted with a reason until a day."""

from django.db import models

from liangxin.history import history
from orgs.models import User


class Acceptance(models.Model):
    """One finding, named by its rule and the record it is about; it comes back when `until` is over."""

    rule = models.SlugField("规则", max_length=40)
    record = models.CharField("登记", max_length=40, help_text="如 orgs.organization")
    record_id = models.BigIntegerField("编号")
    record_name = models.CharField("名称", max_length=200)
    reason = models.CharField("原因", max_length=200)
    until = models.DateField("有效期至", help_text="过了这一天会再次提示")
    user = models.ForeignKey(User, models.SET_NULL, verbose_name="办理人", null=True, related_name="+")
    user_name = models.CharField("办理人姓名", max_length=150, blank=True)
    created = models.DateTimeField("办理时间", auto_now_add=True)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "体检已知悉"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["rule", "record", "record_id"], name="acceptance_once")]

    def __str__(self):
        return f"{self.rule}：{self.record_name}"
