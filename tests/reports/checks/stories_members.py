"""Stories of members and people on the way (tests.reports.checks.stories)."""

from datetime import date

from members.choices import Person, State
from members.models import Candidate, DuesBase, DuesPayment, Membership, Step, Transfer
from tests.members.rows import member
from tests.reports.checks.stories import DAY, SINCE, change, story


@story
def two_branches(w):
    one = member(branch=w.a_own_branch)
    yield one, False
    Membership.objects.create(member=one, branch=w.a_joint_branch, start=SINCE)
    yield one, True


@story
def no_branch(w):
    one = member(organization=w.a_single)
    yield one, True
    Membership.objects.create(member=one, branch=w.a_own_branch, start=SINCE)
    yield one, False
    yield member(organization=w.a_single, left="2025"), False


@story
def at_closed(w):
    yield member(branch=w.a_own_branch, organization=w.a_closed), True
    yield member(branch=w.a_own_branch, organization=w.a_single), False


@story
def joined_young(w):
    one = member(branch=w.a_own_branch, birth="1990-05", joined="2008-04-30")
    yield one, True
    yield change(one, joined="2008-05-01"), False
    yield change(one, joined="2008"), False
    yield change(one, joined="2007"), True
    yield change(one, birth="1990-05-02", joined="2008-05-01"), True
    yield change(one, joined="2008-05"), False
    yield change(one, birth="1990", joined="2008-01-01"), False
    yield change(one, birth="", joined="2008-01-01"), False


@story
def full_early(w):
    one = member(branch=w.a_own_branch, joined="2020-07-01", full="2021-06-30")
    yield one, True
    yield change(one, full="2021-07-01"), False
    yield change(one, full="2021"), False
    yield change(one, full="2020"), True
    yield change(one, full=""), False


@story
def probation_over(w):
    one = member(branch=w.a_own_branch, person=Person.PROBATIONARY, joined="2025-06-29")
    yield one, True
    yield change(one, joined="2025-06-30"), False
    yield change(one, joined="2025-06"), False
    yield change(one, joined="2025-05"), True
    Candidate.objects.create(name=one.name, branch=w.a_own_branch, member=one, extended_until=date(2026, 12, 1))
    yield one, False
    yield member(branch=w.a_own_branch, joined="2020"), False


@story
def no_type(w):
    one = member(branch=w.a_own_branch)
    yield one, False
    one.persontypes.all().delete()
    yield one, True


@story
def no_birth(w):
    yield member(branch=w.a_own_branch), True
    yield member(branch=w.a_own_branch, birth="1980", joined="2005-07"), False


@story
def relation_open(w):
    yield member(branch=w.a_own_branch, state=State.POCKET), True
    yield member(branch=w.a_own_branch, state=State.LETTER), False


@story
def lost(w):
    yield member(branch=w.a_own_branch, state=State.LOST), True
    yield member(branch=w.a_own_branch, state=State.FLOATING), False


@story
def dues_unpaid(w):
    one = member(branch=w.a_own_branch)
    yield one, False
    DuesBase.objects.create(member=one, base=3000, start=SINCE)
    yield one, True
    last = DuesPayment.objects.create(member=one, branch=w.a_own_branch, month=date(2025, 11, 1), amount=15)
    yield one, True
    change(last, month=date(2025, 12, 1))
    yield one, False
    new = member("钱二", branch=w.a_own_branch)
    DuesBase.objects.create(member=new, base=3000, start=date(2026, 2, 1))
    yield new, False


@story
def letter_late(w):
    one = member(branch=w.a_own_branch)
    letter = Transfer.objects.create(
        member=one, origin=w.a_own_branch, target=w.a_joint_branch, sent=date(2026, 1, 1), valid_until=date(2026, 6, 29)
    )
    yield letter, True
    yield change(letter, valid_until=DAY), False
    yield change(letter, valid_until=date(2026, 4, 1), state="received", settled=date(2026, 5, 1)), False


@story
def applied_young(w):
    one = Candidate.objects.create(name="林一", branch=w.a_own_branch, birth="2008-07-01")
    Step.objects.create(candidate=one, number=1, day=DAY)
    yield one, True
    yield change(one, birth="2008-06-30"), False
    yield change(one, birth="2009"), True
    yield change(one, birth="2008"), False


@story
def candidate_unlinked(w):
    one = Candidate.objects.create(name="林一", branch=w.a_own_branch)
    yield one, False
    Step.objects.create(candidate=one, number=15, day=date(2026, 5, 1))
    yield one, True
    yield change(one, member=member(branch=w.a_own_branch)), False
