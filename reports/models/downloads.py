"""OriginalDownload: who took an uploaded original out, which may hold more about people than the registers do."""

from django.db import models

from liangxin.history import history
from orgs.models import User


class OriginalDownload(models.Model):
    """One download of an original, or of the user's own file with what is wrong marked in it."""

    number = models.BigIntegerField("导入批次")
    file_name = models.CharField("文件名", max_length=255)
    user = models.ForeignKey(User, models.SET_NULL, verbose_name="下载人", null=True, related_name="+")
    user_name = models.CharField("下载人姓名", max_length=150, blank=True)
    created = models.DateTimeField("下载时间", auto_now_add=True)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "原件下载"
        ordering = ["-id"]

    def __str__(self):
        return self.file_name
