"""Figures of Party branches: those that cover, or sit inside, an organization of the scope on the day."""

from django.db.models import Q

from orgs.choices import JOINT_MODES, Level
from orgs.models import BranchLevel, Coverage, PartyBranch, Standing
from reports.coverage.questions import Question
from reports.coverage.tables import branches_of
from reports.indicators.base import in_year, indicator

GROUP = "党组织"


@indicator("branches", "党组织", GROUP, "个", "当日覆盖本范围单位，或设在本范围单位内的党组织；联合的只算一个")
def branches(question: Question):
    return PartyBranch.objects.filter(pk__in=branches_of(question))


def _at(question, *levels):
    running = BranchLevel.objects.on(question.day).filter(level__in=levels)
    return branches(question).filter(pk__in=running.values("branch"))


@indicator("committees", "党委", GROUP, "个", "其中党委、党工委")
def committees(question):
    return _at(question, Level.COMMITTEE, Level.WORK_COMMITTEE)


@indicator("generals", "党总支", GROUP, "个", "其中党总支")
def generals(question):
    return _at(question, Level.GENERAL)


@indicator("sections", "党支部", GROUP, "个", "其中党支部，不含联合党支部")
def sections(question):
    return _at(question, Level.BRANCH)


@indicator("joint_sections", "联合党支部", GROUP, "个", "其中类别为联合党支部的")
def joint_sections(question):
    return _at(question, Level.JOINT_BRANCH)


@indicator("joint_branches", "联合覆盖的党组织", GROUP, "个", "以联合方式覆盖本范围单位的党组织")
def joint_branches(question):
    covering = Coverage.objects.on(question.day).filter(
        mode__in=JOINT_MODES, organization__in=question.standings().values("organization")
    )
    return PartyBranch.objects.filter(pk__in=covering.values("branch"))


def _of_the_scope(question):
    """Branches that cover, covered, host or hosted an organization of the scope, or lie in its place."""
    mine = Standing.objects.filter(pk__in=question.all_standings().values("pk")).values("organization")
    covering = Coverage.objects.filter(organization__in=mine).values("branch")
    return PartyBranch.objects.filter(Q(host__in=mine) | Q(pk__in=covering))


@indicator("founded", "今年新建", GROUP, "个", "成立时间在本年、当日以前，覆盖过或设在本范围单位的党组织")
def founded(question):
    return _of_the_scope(question).filter(in_year(question, "established"))


@indicator("dissolved", "今年撤销", GROUP, "个", "撤销时间在本年、当日以前，覆盖过或设在本范围单位的党组织")
def dissolved(question):
    return _of_the_scope(question).filter(in_year(question, "dissolved"))
