"""What a Party member and a candidate for membership share: who the person is."""

from django.db import models

from liangxin.dates import PartialDateField
from liangxin.names import search_key
from members.choices import Education, Sex
from orgs.models.base import Versioned


class Someone(Versioned):
    """A person of a roster. The ID number is optional, sealed (members.secrets), and found by a keyed blind index."""

    name = models.CharField("姓名", max_length=60)
    sex = models.CharField("性别", max_length=1, choices=Sex, blank=True)
    birth = PartialDateField("出生日期", blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    education = models.CharField("学历", max_length=2, choices=Education, blank=True)
    phone = models.CharField("手机号码", max_length=60, blank=True)
    id_sealed = models.TextField("公民身份号码", blank=True, editable=False)
    id_index = models.CharField("公民身份号码检索", max_length=64, null=True, blank=True, unique=True, editable=False)
    search_key = models.TextField("检索", blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def derive(self):
        """Set the search key: the name, its pinyin and initials."""
        self.search_key = search_key(self.name, surname_first=True)
        self.id_index = self.id_index or None

    def save(self, *args, **kwargs):
        self.derive()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)
