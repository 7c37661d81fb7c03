"""Candidate (入党申请人、积极分子、发展对象), and the 25 steps (发展党员, domain.md §3) with votes and files."""

from django.db import models
from django.db.models import Q

from liangxin.attachments import Attachment
from liangxin.dates import PartialDateField
from liangxin.history import history
from members.choices import Ended
from members.models.members import PartyMember
from members.models.people import Someone
from members.scope import OfBranchQuerySet
from orgs.models import Organization, PartyBranch


class Candidate(Someone):
    """A person on the way into the Party; `member` is who the person became at step 15."""

    branch = models.ForeignKey(PartyBranch, models.PROTECT, verbose_name="培养的党支部", related_name="candidates")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="工作单位", null=True, blank=True, related_name="candidates"
    )
    member = models.OneToOneField(
        PartyMember, models.SET_NULL, verbose_name="对应的党员", null=True, blank=True, related_name="candidate"
    )
    # What step 15 made, its taking back removes; a member who stood in the roster before stays there.
    made_member = models.BooleanField("由发展登记新建", default=False, editable=False)
    extended_until = models.DateField("预备期延长至", null=True, blank=True)
    extended_on = models.DateField("延长决定日期", null=True, blank=True)
    ended = PartialDateField("终止时间", blank=True)
    ended_why = models.CharField("终止原因", max_length=10, choices=Ended, blank=True)
    note = models.TextField("备注", blank=True, max_length=2000)

    objects = OfBranchQuerySet.as_manager()
    history = history(excluded_fields=["search_key"])

    class Meta:
        verbose_name = verbose_name_plural = "发展党员"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="candidate_named", violation_error_message="姓名不能是空白"
            )
        ]


class Step(models.Model):
    """One of the 25 steps that a candidate has taken; the number names it (members.path)."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, verbose_name="发展党员", related_name="steps")
    number = models.PositiveSmallIntegerField("步骤")
    day = models.DateField("日期")
    people = models.CharField("有关人员", max_length=200, blank=True, help_text="如谈话人、培养联系人、入党介绍人")
    entitled = models.PositiveSmallIntegerField("应到有表决权人数", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到有表决权人数", null=True, blank=True)
    approved = models.PositiveSmallIntegerField("赞成人数", null=True, blank=True)
    training_days = models.PositiveSmallIntegerField("培训天数", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("培训学时", null=True, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)

    objects = OfBranchQuerySet.through("candidate__branch").as_manager()
    history = history(found_by=("candidate",))

    class Meta:
        verbose_name = verbose_name_plural = "发展步骤"
        ordering = ["candidate_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "number"], name="step_once", violation_error_message="这一步已经登记"
            ),
            models.CheckConstraint(condition=Q(number__range=(1, 25)), name="step_of_twenty_five"),
        ]

    def __str__(self):
        return f"{self.candidate} 第 {self.number} 步"


class StepFile(Attachment):
    """A file of a step."""

    step = models.ForeignKey(Step, models.CASCADE, verbose_name="发展步骤", related_name="files")

    objects = OfBranchQuerySet.through("step__candidate__branch").as_manager()
    history = history(found_by=("step",))

    class Meta:
        verbose_name = verbose_name_plural = "步骤附件"
        ordering = ["id"]
