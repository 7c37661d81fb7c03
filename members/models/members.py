"""PartyMember (党员) and what holds of a member during periods: type, branch, workplace, state of the 组织关系."""

from django.db import models
from django.db.models import Q

from liangxin.dates import PartialDateField, today
from liangxin.history import history
from liangxin.periods import Period, lasts
from members.choices import Left, Person, State
from members.models.people import Someone
from members.scope import MemberQuerySet, OfMemberQuerySet
from orgs.models import Organization, PartyBranch


class PartyMember(Someone):
    """A 正式党员 or 预备党员. `more` holds the switchable roster fields (members.roster), by key."""

    joined = PartialDateField("入党日期", blank=True)
    full = PartialDateField("转正日期", blank=True)
    left = PartialDateField("离开时间", blank=True, help_text="去世、转出县外、出党等；仍在册时留空")
    left_why = models.CharField("离开原因", max_length=10, choices=Left, blank=True)
    more = models.JSONField("其他花名册项", default=dict, blank=True)

    objects = MemberQuerySet.as_manager()
    history = history(excluded_fields=["search_key"])

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="member_named", violation_error_message="姓名不能是空白"
            ),
            models.CheckConstraint(
                condition=~Q(id_index=""), name="member_id_not_blank", violation_error_message="身份号码检索不能是空白"
            ),
        ]

    @property
    def in_a_branch(self) -> bool:
        """Whether the member is in a branch today, which then sends the letter of a transfer."""
        return self.memberships.on(today()).exists()


class OfMember(Period):
    """A dated fact of a member."""

    member = models.ForeignKey(PartyMember, models.CASCADE, verbose_name="党员", related_name="%(class)ss")

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        abstract = True


class PersonType(OfMember):
    """人员类别 over time; at most one on each day."""

    person = models.CharField("人员类别", max_length=12, choices=Person)

    history = history(found_by=("member",))

    class Meta:
        verbose_name = verbose_name_plural = "人员类别"
        ordering = ["member_id", "start"]
        constraints = [lasts("persontype_lasts")]

    def __str__(self):
        return self.get_person_display()


class Membership(OfMember):
    """所在党支部 over time. Two on one day are possible and a question of data quality (domain.md §3)."""

    branch = models.ForeignKey(PartyBranch, models.PROTECT, verbose_name="所在党支部", related_name="memberships")

    history = history(found_by=("member", "branch"))

    class Meta:
        verbose_name = verbose_name_plural = "所在党支部"
        ordering = ["member_id", "start"]
        constraints = [
            lasts("membership_lasts"),
            models.UniqueConstraint(
                fields=["member", "branch"],
                condition=Q(end=None),
                name="membership_once",
                violation_error_message="这名党员已在这个党支部",
            ),
        ]

    def __str__(self):
        return str(self.branch)


class Relation(OfMember):
    """组织关系状态 over time; at most one on each day. `where` is said of a 流动党员 or of a relation elsewhere."""

    state = models.CharField("组织关系", max_length=10, choices=State, default=State.HERE)
    where = models.CharField("说明", max_length=200, blank=True, help_text="如流动去向、组织关系所在地")

    history = history(found_by=("member",))

    class Meta:
        verbose_name = verbose_name_plural = "组织关系状态"
        ordering = ["member_id", "start"]
        constraints = [lasts("relation_lasts")]

    def __str__(self):
        return self.get_state_display()


class Workplace(OfMember):
    """工作单位 over time: the organization at which a member works; at most one on each day."""

    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="工作单位", related_name="workers")
    job = models.CharField("工作岗位", max_length=100, blank=True)

    history = history(found_by=("member", "organization"))

    class Meta:
        verbose_name = verbose_name_plural = "工作单位"
        ordering = ["member_id", "start"]
        constraints = [lasts("workplace_lasts")]

    def __str__(self):
        return str(self.organization)
