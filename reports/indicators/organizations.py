"""Figures of organizations; each is one of the coverage table's, so that the two cannot disagree."""

from orgs.choices import Kind
from orgs.coverage import FIGURES, with_status
from orgs.models import Organization
from reports.coverage.questions import Question
from reports.indicators.base import indicator

GROUP = "单位"


def _behind(question: Question, figure: str, **more):
    """The organizations of a figure of the coverage table."""
    found = FIGURES[figure].filter(with_status(question.standings().filter(**more), question.day))
    return Organization.objects.filter(pk__in=found.values("organization"))


@indicator("total", "两新组织", GROUP, "家", "当日计入口径的单位")
def total(question):
    return _behind(question, "total")


@indicator("enterprises", "非公企业", GROUP, "家", "其中非公有制经济组织")
def enterprises(question):
    return _behind(question, "total", organization__kind=Kind.ENTERPRISE)


@indicator("socials", "社会组织", GROUP, "家", "其中社会组织")
def socials(question):
    return _behind(question, "total", organization__kind=Kind.SOCIAL)


@indicator("single", "单独组建", GROUP, "家", "单独组建党组织的单位")
def single(question):
    return _behind(question, "single")


@indicator("joint", "联合组建", GROUP, "家", "联合组建党组织的单位")
def joint(question):
    return _behind(question, "joint")


@indicator("affiliated", "挂靠组建", GROUP, "家", "挂靠组建的单位，独立组建率不含")
def affiliated(question):
    return _behind(question, "affiliated")


@indicator("no_members", "没有党员", GROUP, "家", "未建党组织且没有正式党员的单位")
def no_members(question):
    return _behind(question, "unbuilt_none")


@indicator("no_members_guided", "没有党员、有指导员", GROUP, "家", "其中当日有党建指导员的")
def no_members_guided(question):
    return no_members(question).filter(
        pk__in=FIGURES["unbuilt_guided"].filter(with_status(question.standings(), question.day)).values("organization")
    )


@indicator("direct", "直管", GROUP, "家", "概况中标为直管的单位")
def direct(question):
    return _behind(question, "total", direct=True)
