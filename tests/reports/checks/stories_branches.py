"""Stories of branches and guides (tests.reports.checks.stories)."""

from datetime import date

from orgs.choices import Level, Mode
from orgs.models import Activity, BranchLevel, Coverage, Posting, Term, Visit
from tests.members.branches import members, post
from tests.members.rows import member
from tests.reports.checks.stories import SINCE, change, story


@story
def no_activity(w):
    yield w.b_general, False  # nobody records them yet
    Activity.objects.create(branch=w.a_own_branch, day=date(2025, 12, 1))
    yield w.b_general, True
    yield w.a_own_branch, True
    yield w.market_committee, False
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
