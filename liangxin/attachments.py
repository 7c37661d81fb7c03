"""Attachment: a file that hangs on a record, kept encrypted outside the database (liangxin.vault)."""

from django.db import models


class Attachment(models.Model):
    """A kept file with the name it was uploaded under; `kept` is its name in the vault's folder of attachments."""

    file_name = models.CharField("文件名", max_length=255)
    kept = models.CharField("编号", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("字节数", editable=False)
    sha256 = models.CharField("校验值", max_length=64, editable=False)
    added = models.DateTimeField("上传时间", auto_now_add=True)
    user_name = models.CharField("上传人", max_length=150, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.file_name
