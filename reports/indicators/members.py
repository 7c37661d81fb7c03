"""Figures of Party members: those in force in a branch of the scope on the day."""

from django.db.models import Q

from members.choices import Person, State, TransferState
from members.models import Membership, PartyMember, PersonType, Relation, Transfer
from members.queries import not_left
from reports.coverage.questions import Question
from reports.indicators.base import indicator, people_of, this_year

GROUP, TRANSFERS = "党员", "组织关系转接"


@indicator("members", "党员", GROUP, "名", "当日在本范围党组织的党员，含预备党员")
def members(question: Question):
    running = Membership.objects.on(question.day).filter(people_of(question))
    typed = PersonType.objects.on(question.day)
    found = PartyMember.objects.filter(not_left(question.day), pk__in=running.values("member"))
    return found.filter(pk__in=typed.values("member"))


def _typed(question, person):
    return members(question).filter(pk__in=PersonType.objects.on(question.day).filter(person=person).values("member"))


@indicator("full", "正式党员", GROUP, "名", "其中正式党员")
def full(question):
    return _typed(question, Person.FULL)


@indicator("probationary", "预备党员", GROUP, "名", "其中预备党员")
def probationary(question):
    return _typed(question, Person.PROBATIONARY)


def _in_state(question, state):
    return members(question).filter(pk__in=Relation.objects.on(question.day).filter(state=state).values("member"))


@indicator("floating", "流动党员", GROUP, "名", "其中当日组织关系状态为流动党员的")
def floating(question):
    return _in_state(question, State.FLOATING)


@indicator("lost", "失联党员", GROUP, "名", "其中当日失联的")
def lost(question):
    return _in_state(question, State.LOST)


@indicator("letters", "已出具证明信", TRANSFERS, "名", "其中当日介绍信（证明信）已开出、还没有接收的")
def letters(question):
    return _in_state(question, State.LETTER)


@indicator(
    "pocket", "应转未转", TRANSFERS, "名", "其中当日登记为应转未转，或介绍信过了有效期还没有接收的（“口袋党员”）"
)
def pocket(question):
    day = question.day
    held = Transfer.objects.filter(Q(settled=None) | Q(settled__gt=day), sent__lte=day, valid_until__lt=day)
    named = Relation.objects.on(day).filter(state=State.POCKET)
    return members(question).filter(Q(pk__in=named.values("member")) | Q(pk__in=held.values("member")))


def _settled(question, reach: Q):
    first, last = this_year(question)
    return Transfer.objects.filter(reach, state=TransferState.RECEIVED, settled__gte=first, settled__lte=last)


@indicator("moved_in", "迁转（转入）", TRANSFERS, "人次", "本年到当日，本范围党组织接收的组织关系")
def moved_in(question):
    return _settled(question, people_of(question, "target"))


@indicator("moved_out", "转出", TRANSFERS, "人次", "本年到当日，本范围党组织转出、对方已接收的组织关系")
def moved_out(question):
    return _settled(question, people_of(question, "origin"))
