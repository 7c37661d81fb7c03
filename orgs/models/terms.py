"""Term (届次): an election of a branch and when the next is due; TermRule: how long a term lasts, in dated rows."""

from django.db import models

from liangxin.history import history
from liangxin.periods import Period, lasts
from orgs.choices import TermKind
from orgs.models.branches import PartyBranch
from orgs.scope import FactQuerySet


class TermRule(Period):
    """How many years a term lasts by kind of branch; a new rule is a new row (domain.md §3)."""

    kind = models.CharField("适用于", max_length=12, choices=TermKind)
    years = models.PositiveSmallIntegerField("任期（年）")

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "任期规定"
        ordering = ["kind", "start"]
        constraints = [lasts("termrule_lasts")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.years} 年"


class Term(models.Model):
    """A term that began with an election; the latest one counts. `due` is the day by which to elect again."""

    branch = models.ForeignKey(PartyBranch, models.CASCADE, verbose_name="党组织", related_name="terms")
    number = models.PositiveSmallIntegerField("届次", null=True, blank=True)
    elected = models.DateField("换届（选举）日期")
    due = models.DateField("届满日期", help_text="按任期规定算出，可以修改")
    note = models.CharField("说明", max_length=200, blank=True, help_text="如经批准延期、提前换届")

    objects = FactQuerySet.through("branch").as_manager()
    history = history(found_by=("branch",))

    class Meta:
        verbose_name = verbose_name_plural = "换届"
        ordering = ["branch_id", "-elected"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due__gt=models.F("elected")),
                name="term_due_after_elected",
                violation_error_message="届满日期必须晚于换届日期",
            ),
            models.UniqueConstraint(
                fields=["branch", "elected"], name="term_once", violation_error_message="这一天的换届已经登记"
            ),
        ]

    def __str__(self):
        return f"{self.branch} {self.elected}"
