"""Round (摸排轮次): an as-of day, a due day and the towns that owe a file."""

from django.db import models

from liangxin.history import history
from orgs.models import Region, User


class RoundQuerySet(models.QuerySet):
    """Rounds of the county; everybody who imports sees them."""

    def visible_to(self, user):
        """Rounds that the user may open."""
        return self if getattr(user, "is_active", False) and user.may_import else self.none()


class Round(models.Model):
    """One round of the survey."""

    name = models.CharField("轮次", max_length=100, unique=True)
    as_of = models.DateField("情况日期")
    due = models.DateField("截止日期")
    towns = models.ManyToManyField(Region, verbose_name="应报乡镇", related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, verbose_name="发起人", null=True, related_name="+")
    created = models.DateTimeField("发起时间", auto_now_add=True)

    objects = RoundQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "摸排轮次"
        ordering = ["-as_of", "-id"]

    def __str__(self):
        return self.name
