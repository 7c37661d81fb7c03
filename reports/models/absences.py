"""Absence: an organization in the register that a file covering its place and kind does not contain."""

from django.db import models

from orgs.models import Organization, Region
from reports.models.imports import ImportBatch, ImportRow


class AbsenceQuerySet(models.QuerySet):
    """Answers, seen with the organizations that they are about."""

    def visible_to(self, user):
        """Answers about organizations that the user sees."""
        return self.filter(organization__in=Organization.objects.visible_to(user))


class Absence(models.Model):
    """What the clerk answered about one absent organization; applying the batch carries it out.

    `region` is where it moved to, empty for a place outside of the county, which then stands in `reason`. `note` says
    why an answer was not carried out.
    """

    class Answer(models.TextChoices):
        CLOSED = "closed", "已注销"
        MOVED = "moved", "迁出"
        MISSED = "missed", "漏报"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, verbose_name="导入批次", related_name="absences")
    organization = models.ForeignKey(
        Organization, models.DO_NOTHING, verbose_name="单位", db_constraint=False, related_name="+"
    )
    name = models.CharField("单位名称", max_length=200)
    answer = models.CharField("去向", max_length=10, choices=Answer)
    day = models.DateField("日期", null=True, blank=True, help_text="注销或迁出的日期")
    reason = models.CharField("原因", max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="迁往", null=True, blank=True, related_name="+")
    written = models.BooleanField("已写入", default=False)
    note = models.CharField("没有照办的原因", max_length=200, blank=True)
    undo = models.CharField("撤销结果", max_length=10, choices=ImportRow.Undo, blank=True)
    undo_note = models.CharField("撤销说明", max_length=200, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上次有这次没有"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["batch", "organization"], name="absence_once")]

    def __str__(self):
        return f"{self.name} {self.get_answer_display()}"
