"""Organization (两新组织): one non-public enterprise or social organization. It is what coverage counts."""

from django.db import models
from django.db.models import Q

from liangxin.dates import PartialDateField
from liangxin.history import history
from liangxin.names import normal_name, search_key
from orgs.choices import Kind, UnbuiltReason
from orgs.models.base import Versioned
from orgs.scope import OrganizationQuerySet


class Organization(Versioned):
    """Identity and contact; what changes with time stands in Standing, Coverage, Posting, MassGroup and Tag."""

    kind = models.CharField("单位类型", max_length=12, choices=Kind)
    name = models.CharField("单位名称", max_length=200)
    normal_name = models.CharField("规范名称", max_length=200, db_index=True, editable=False)
    former_names = models.JSONField("曾用名", default=list, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, unique=True)
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="前身单位", null=True, blank=True, related_name="successors"
    )
    address = models.CharField("经营地址", max_length=2000, blank=True)
    registered_address = models.CharField("注册地址", max_length=2000, blank=True)
    head_name = models.CharField("负责人", max_length=2000, blank=True)
    head_phone = models.CharField("负责人电话", max_length=2000, blank=True)
    head_is_member = models.BooleanField("负责人是否党员", null=True, blank=True)
    head_is_secretary = models.BooleanField("负责人是否兼任书记", null=True, blank=True)
    established = PartialDateField("成立时间", blank=True)
    closed = PartialDateField("注销时间", blank=True)
    closed_reason = models.CharField("注销原因", max_length=2000, blank=True)
    charter_on = PartialDateField("党建入章时间", blank=True)
    unbuilt_reason = models.CharField("未建原因", max_length=20, choices=UnbuiltReason, blank=True)
    unbuilt_text = models.CharField("未建原因说明", max_length=2000, blank=True)
    plan_note = models.TextField("一企一策", blank=True, max_length=2000)
    survey = models.JSONField("摸排其他项", default=dict, blank=True)
    search_key = models.TextField("检索", blank=True, editable=False)

    objects = OrganizationQuerySet.as_manager()
    history = history(excluded_fields=["search_key"])

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(credit_code=""),
                name="organization_code_not_blank",
                violation_error_message="信用代码不能是空白",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="organization_named", violation_error_message="单位名称不能是空白"
            ),
        ]

    def __str__(self):
        return self.name

    def derive(self):
        """Set the columns that follow from others: the normal name and the search key."""
        self.normal_name = normal_name(self.name)
        self.credit_code = self.credit_code or None
        self.search_key = search_key(self.name, *self.former_names, self.credit_code or "")

    def save(self, *args, **kwargs):
        self.derive()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "normal_name", "search_key"}
        super().save(*args, **kwargs)
