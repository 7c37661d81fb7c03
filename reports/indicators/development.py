"""Figures of people on the way into the Party."""

from members.models import Candidate
from members.path import ADMITTED, CONFIRMED
from members.queries_development import as_of, of_rank
from reports.coverage.questions import Question
from reports.indicators.base import indicator, people_of, this_year

GROUP = "发展党员"


def _ranked(question: Question, title: str):
    return of_rank(as_of(Candidate.objects.filter(people_of(question)), question.day), title)


@indicator("applicants", "入党申请人", GROUP, "名", "当日已递交申请书、还没有确定为积极分子的")
def applicants(question):
    return _ranked(question, "申请人")


@indicator("activists", "入党积极分子", GROUP, "名", "当日已确定为积极分子、还没有确定为发展对象的")
def activists(question):
    return _ranked(question, "积极分子")


@indicator("targets", "发展对象", GROUP, "名", "当日已确定为发展对象、还没有接收为预备党员的")
def targets(question):
    return _ranked(question, "发展对象")


def _stepped(question, number):
    first, last = this_year(question)
    found = Candidate.objects.filter(people_of(question))
    return found.filter(steps__number=number, steps__day__gte=first, steps__day__lte=last)


@indicator("developed", "今年发展党员", GROUP, "名", "本年到当日，支部大会通过接收为预备党员的")
def developed(question):
    return _stepped(question, ADMITTED)


@indicator("confirmed", "今年转正", GROUP, "名", "本年到当日，上级党委批准转正的")
def confirmed(question):
    return _stepped(question, CONFIRMED)
