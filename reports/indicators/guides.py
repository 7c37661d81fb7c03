"""Figures of guides, their visits, venues, and matters to follow."""

from django.db.models import Q

from orgs.choices import MatterState
from orgs.models import Guide, Matter, Organization, Posting, Venue, VenueItem, Visit
from orgs.scope import subtree
from reports.coverage.questions import Question
from reports.indicators.base import indicator, this_year

GROUP, BESIDE = "党建指导员", "阵地和事项"


def _postings(question: Question):
    mine = question.all_standings().values("organization")
    return Posting.objects.on(question.day).filter(organization__in=mine)


@indicator("guides", "派驻指导员", GROUP, "名", "当日联系本范围单位的党建指导员")
def guides(question):
    return Guide.objects.filter(pk__in=_postings(question).values("guide"))


@indicator("guided", "有指导员的单位", GROUP, "家", "当日有党建指导员的单位")
def guided(question):
    return Organization.objects.filter(pk__in=_postings(question).values("organization"))


@indicator("visits", "走访", GROUP, "次", "本年到当日，走访本范围单位的次数")
def visits(question):
    first, last = this_year(question)
    mine = question.all_standings().values("organization")
    return Visit.objects.filter(day__gte=first, day__lte=last, posting__organization__in=mine)


@indicator("venues", "达标阵地", BESIDE, "个", "当日启用、没有停用，且在用的标准项全部具备的活动阵地")
def venues(question):
    day = question.day.isoformat()
    wanted = list(VenueItem.objects.filter(retired=False).values_list("key", flat=True))
    found = Venue.objects.visible_to(question.user).filter(Q(closed="") | Q(closed__gt=day), opened__lte=day)
    if question.region:
        found = found.filter(subtree("region__code", question.region.code))
    # SQLite cannot ask what a list in JSON contains, and a county has few venues.
    full = [pk for pk, has in found.values_list("pk", "has") if set(wanted) <= set(has)]
    return Venue.objects.filter(pk__in=full)


def _matters(question):
    first, last = this_year(question)
    mine = question.all_standings().values("organization")
    return Matter.objects.filter(found__gte=first, found__lte=last, organization__in=mine)


@indicator("matters", "跟踪事项", BESIDE, "件", "本年到当日发现的事项")
def matters(question):
    return _matters(question)


@indicator("matters_done", "已办结事项", BESIDE, "件", "其中当日以前办结的")
def matters_done(question):
    return _matters(question).filter(state=MatterState.DONE, settled__lte=question.day)
