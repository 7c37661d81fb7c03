"""Stories of organizations (tests.reports.checks.stories)."""

from datetime import timedelta

from liangxin.months import Quarter
from orgs.choices import Kind, Source
from orgs.models import Confirmation
from tests.reports.checks.stories import DAYS, SINCE, change, states, story


@story
def should_build(w):
    yield w.a_should, True
    yield states(w.a_should, full_members=2), False


@story
def joint_enough(w):
    yield w.b_joint, True
    yield w.a_joint, False


@story
def hundred_unbuilt(w):
    yield states(w.a_should, employees=100), True
    yield states(w.a_should, employees=99), False


@story
def fifty_no_member(w):
    yield w.b_none, True
    yield states(w.b_none, probationary_members=1), False


@story
def unguided(w):
    yield w.a_should, True
    yield w.a_some, False


@story
def no_reason(w):
    yield w.a_none, True
    yield w.a_should, False
    yield w.a_single, False


@story
def members_unstated(w):
    yield w.a_should, True
    yield states(w.a_should, probationary_members=0), False


@story
def employees_unstated(w):
    yield w.a_some, True
    yield w.a_single, False


@story
def operation_unclear(w):
    yield w.a_single, True
    yield states(w.a_single, operating=True, industry="C"), False
    yield change(w.a_single, address=""), True


@story
def head_unclear(w):
    yield w.a_single, True
    yield change(w.a_single, head_name="林一", head_phone="13800000009", head_is_member=False), False


@story
def roster_differs(w):
    stated = {"source": Source.ROSTER, "full_members": 4, "surveyed_full": 5, "surveyed_on": SINCE}
    yield states(w.a_single, **stated, surveyed_by=Source.SURVEY), True
    yield states(w.a_single, surveyed_full=4), False


@story
def no_established(w):
    yield w.a_none, True
    yield change(w.a_none, established="2019"), False


@story
def no_code(w):
    yield w.a_none, False
    yield change(w.a_none, credit_code=None), True


@story
def code_check(w):
    yield w.a_none, False
    wrong = "0" if w.a_none.credit_code[-1] != "0" else "1"
    yield change(w.a_none, credit_code=w.a_none.credit_code[:-1] + wrong), True


@story
def code_kind(w):
    yield w.a_none, False
    yield change(w.a_none, kind=Kind.SOCIAL), True
    yield change(w.a_some, kind=Kind.ENTERPRISE), True


@story
def same_phone(w):
    for one in (w.a_single, w.a_joint):
        yield change(one, head_phone="13800000009"), False
    yield change(w.a_none, head_phone="13800000009"), True
    yield change(w.a_none, head_phone=""), False


@story
def same_name(w):
    yield change(w.b_none, name=w.a_single.name), False
    yield change(w.a_none, name=w.a_single.name), True
    yield w.a_single, True


@story
def unconfirmed(w):
    first = Quarter.of(DAYS["unconfirmed"]).first
    Confirmation.objects.create(organization=w.a_single, day=first - timedelta(days=1))
    yield w.a_single, True
    Confirmation.objects.create(organization=w.a_single, day=first)
    yield w.a_single, False
