"""A story for each rule of the data checks: a generator that changes the small county, and says after each change of a
record whether the rule finds it. Each has at least one that is found and one that is not."""

from datetime import date, timedelta

from liangxin.dates import today
from liangxin.months import Quarter
from members.choices import Person, State
from members.models import Candidate, DuesBase, DuesPayment, Membership, Step, Transfer
from orgs.choices import Kind, Level, Mode, Source
from orgs.models import Activity, BranchLevel, Confirmation, Coverage, Posting, Standing, Term, Visit
from tests.members.branches import members, post
from tests.members.rows import member

DAY = date(2026, 6, 30)
SINCE = date(2021, 1, 1)
DAYS = {"unconfirmed": today()}  # of a quarter that is over, only what was registered then is to be confirmed
STORIES = {}


def story(tell):
    """Register the story of the rule that has its name."""
    STORIES[tell.__name__] = tell
    return tell


def change(record, **values):
    """Set columns of a row."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))
    return record


def states(organization, **values):
    """Set columns of an organization's standing."""
    Standing.objects.filter(organization=organization).update(**values)
    return organization


# Organizations -----------------------------------------------------------------------------------------------------


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


# Branches ----------------------------------------------------------------------------------------------------------


@story
def no_activity(w):
    yield w.b_general, False  # nobody records them yet
    Activity.objects.create(branch=w.a_own_branch, day=date(2025, 12, 1))
    yield w.b_general, True
    yield w.a_own_branch, True
    Activity.objects.create(branch=w.b_general, day=date(2026, 1, 2))
    yield w.b_general, False
    yield change(w.a_own_branch, established="2026-02"), False


@story
def host_closed(w):
    yield w.a_own_branch, False
    yield change(w.a_own_branch, host=w.a_closed), True


@story
def covers_nobody(w):
    yield w.a_own_branch, False
    Coverage.objects.filter(branch=w.a_own_branch).update(end=date(2025, 1, 1))
    yield w.a_own_branch, True
    yield w.county_committee, False


@story
def term_overdue(w):
    yield w.a_own_branch, False
    Term.objects.create(branch=w.a_own_branch, elected=date(2021, 3, 10), due=date(2024, 3, 10))
    yield w.a_own_branch, True
    Term.objects.create(branch=w.a_own_branch, elected=date(2024, 4, 1), due=date(2027, 4, 1))
    yield w.a_own_branch, False


@story
def term_due(w):
    term = Term.objects.create(branch=w.a_own_branch, elected=date(2023, 12, 1), due=date(2026, 12, 1))
    yield w.a_own_branch, True
    change(term, due=date(2027, 12, 1))
    yield w.a_own_branch, False


@story
def term_unknown(w):
    yield w.a_own_branch, True
    Term.objects.create(branch=w.a_own_branch, elected=date(2024, 4, 1), due=date(2027, 4, 1))
    yield w.a_own_branch, False


@story
def joint_one(w):
    yield w.a_joint_branch, False
    Coverage.objects.filter(organization=w.b_joint).update(end=date(2026, 1, 1))
    yield w.a_joint_branch, True


@story
def joint_crowded(w):
    for one in (w.a_should, w.a_some, w.a_none):
        Coverage.objects.create(branch=w.a_joint_branch, organization=one, mode=Mode.JOINT, start=SINCE)
    yield w.a_joint_branch, False
    Coverage.objects.create(branch=w.a_joint_branch, organization=w.b_none, mode=Mode.JOINT, start=SINCE)
    yield w.a_joint_branch, True


@story
def few_members(w):
    yield w.a_own_branch, False
    members(w.a_own_branch, 2)
    yield w.a_own_branch, True
    member("党员三", branch=w.a_own_branch)
    yield w.a_own_branch, False


@story
def no_secretary(w):
    yield w.a_own_branch, True
    post(w.a_own_branch, "林一")
    yield w.a_own_branch, False


@story
def empty_roster(w):
    yield w.a_own_branch, True
    member(branch=w.a_own_branch)
    yield w.a_own_branch, False


@story
def no_committee(w):
    people = members(w.a_own_branch, 7)
    yield w.a_own_branch, True
    for one, position in zip(people, ("secretary", "deputy", "committee"), strict=False):
        post(w.a_own_branch, one, position)
    yield w.a_own_branch, False


@story
def size_level(w):
    member(branch=w.a_own_branch)
    yield w.a_own_branch, False
    BranchLevel.objects.filter(branch=w.a_own_branch).update(level=Level.GENERAL)
    yield w.a_own_branch, True


@story
def post_no_member(w):
    yield post(w.a_own_branch, "林一"), True
    yield post(w.a_own_branch, member(branch=w.a_own_branch), "deputy"), False


# Members and people on the way -------------------------------------------------------------------------------------


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


# Guides ------------------------------------------------------------------------------------------------------------


@story
def guide_over(w):
    for one in (w.a_single, w.a_joint, w.a_should, w.a_none, w.b_none):
        Posting.objects.create(guide=w.other_guide, organization=one, start=SINCE)
    yield w.other_guide, False
    Posting.objects.create(guide=w.other_guide, organization=w.b_joint, start=SINCE)
    yield w.other_guide, True


@story
def guide_idle(w):
    yield w.other_guide, True
    yield w.guide, False


@story
def guide_silent(w):
    yield w.posting, True
    Visit.objects.create(posting=w.posting, day=date(2026, 6, 1))
    yield w.posting, False
