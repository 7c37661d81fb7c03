"""Option (设置): an editable default, such as how many organizations a guide looks after (declared in orgs.options)."""

from django.db import models

from liangxin.history import history


class Option(models.Model):
    """One value that differs from the declared default."""

    key = models.SlugField("设置", max_length=40, unique=True)
    value = models.JSONField("值")

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "设置"
        ordering = ["key"]

    def __str__(self):
        return self.key
