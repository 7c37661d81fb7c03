"""Visits and the matters they found; postings that are corrected."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from liangxin.dates import today
from orgs.choices import MatterState
from orgs.models import Matter, Option, Posting, Visit
from orgs.services import matters, postings, visits
from orgs.services.writing import OutsideScope

SPRING, SUMMER, AUTUMN = date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)


def visited(world, by="guide_user", **values):
    values = {"posting": world.posting, "day": SUMMER, "kind": "regular", "content": "政策宣传", **values}
    return visits.record(by=getattr(world, by), **values)


@pytest.mark.parametrize("by", ["guide_user", "town_a_clerk", "county_admin"])
def test_a_visit_is_recorded_by_its_guide_or_by_who_edits_the_organization(world, by):
    visit = visited(world, by)
    assert list(world.posting.visits.order_by("day")) == [world.visit, visit]
    assert visit.history.get().history_user == getattr(world, by)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("by", ["town_b_clerk", "town_a_viewer", "county_viewer", "supervisor_clerk", "auditor"])
def test_nobody_else_records_a_visit(world, by):
    with pytest.raises(OutsideScope):
        visited(world, by)
    assert Visit.objects.count() == 1


def test_a_guide_records_no_visit_of_another_guides_posting(world):
    other = Posting.objects.create(guide=world.other_guide, organization=world.a_some, start=SPRING)
    with pytest.raises(OutsideScope, match="您自己"):
        visited(world, posting=other)


def test_what_a_visit_finds_becomes_a_matter_with_a_day(world):
    Option.objects.create(key="matter_days", value=10)
    visit = visited(world, problems=" 没有活动场所 ")
    matter = visit.matters.get()
    assert (matter.text, matter.organization, matter.found) == ("没有活动场所", world.a_some, SUMMER)
    assert (matter.due, matter.state) == (SUMMER + timedelta(days=10), MatterState.OPEN)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"day": today() + timedelta(days=1)}, "不能晚于今天"),
        ({"day": date(2023, 8, 31)}, "从2023年9月1日起才联系"),
        ({"kind": "party"}, "不是有效选项"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(world, values, sentence):
    with pytest.raises(ValidationError, match=sentence):
        visited(world, **values)
    assert Visit.objects.count() == 1


def test_a_visit_lies_before_the_end_of_its_posting(world):
    postings.end(posting=world.posting, day=SUMMER, by=world.town_a_clerk)
    with pytest.raises(ValidationError, match="已于2025年6月1日终止"):
        visited(world, "town_a_clerk")
    assert visited(world, "town_a_clerk", day=SUMMER - timedelta(days=1)).pk


def test_a_second_press_of_the_button_records_nothing_twice(world):
    visited(world)
    with pytest.raises(ValidationError, match="已经记录过"):
        visited(world)
    assert visited(world, kind="festival").pk


def test_a_matter_follows_its_visit_until_somebody_takes_it_up(world):
    visit = visited(world, problems="没有场所")
    change = {"visit": visit, "by": world.guide_user}
    visits.change(values={"problems": "没有固定场所"}, **change)
    matter = visit.matters.get()
    assert matter.text == "没有固定场所"
    matters.change(matter=matter, values={"state": "doing", "handler": "县委组织部"}, by=world.town_a_clerk)
    visits.change(values={"problems": "经费不足"}, **change)
    assert sorted(visit.matters.values_list("text", "state")) == [("没有固定场所", "doing"), ("经费不足", "open")]
    visits.change(values={"problems": ""}, **change)
    assert [one.text for one in visit.matters.all()] == ["没有固定场所"]


def test_a_visit_with_a_matter_stays_at_its_organization(world):
    visit = visited(world, problems="没有场所")
    other = Posting.objects.create(guide=world.guide, organization=world.a_none, start=SPRING)
    with pytest.raises(ValidationError, match="另记一次"):
        visits.change(visit=visit, values={"posting": other}, by=world.guide_user)
    plain = visited(world, day=AUTUMN)
    assert visits.change(visit=plain, values={"posting": other}, by=world.guide_user).posting == other


def test_a_visit_entered_by_mistake_goes_with_its_untouched_matter(world):
    visit = visited(world, problems="没有场所")
    visits.remove(visit=visit, by=world.guide_user)
    assert not Matter.objects.exists()
    assert Matter.history.first().history_type == "-"
    kept = visited(world, problems="没有场所")
    matters.settle(matter=kept.matters.get(), result="已解决", by=world.town_a_clerk)
    with pytest.raises(ValidationError, match="1 件跟踪事项已经办理"):
        visits.remove(visit=kept, by=world.guide_user)


def test_a_matter_is_settled_with_a_result_and_a_day_and_opened_again(world):
    matter = matters.note(organization=world.a_some, text="经费不足", found=SUMMER, by=world.town_a_clerk)
    with pytest.raises(ValidationError, match="办理情况"):
        matters.settle(matter=matter, result=" ", by=world.town_a_clerk)
    with pytest.raises(ValidationError, match="办结日期"):
        matters.settle(matter=matter, result="已拨付", day=SPRING, by=world.town_a_clerk)
    assert matters.settle(matter=matter, result="已拨付", by=world.guide_user).settled == today()
    assert matters.change(matter=matter, values={"state": "doing"}, by=world.town_a_clerk).settled is None
    assert [one.state for one in matter.history.all()] == ["doing", "done", "open"]


@pytest.mark.parametrize("by", ["town_b_clerk", "town_a_viewer", "auditor"])
def test_strangers_and_readers_follow_no_matter(world, by):
    with pytest.raises(OutsideScope):
        matters.note(organization=world.a_some, text="经费不足", found=SUMMER, by=getattr(world, by))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"found": today() + timedelta(days=1)}, "不能晚于今天"),
        ({"due": SPRING}, "不能早于发现日期"),
        ({"text": ""}, "字段"),
    ],
)
def test_a_matter_that_cannot_be_is_refused(world, values, sentence):
    values = {"organization": world.a_some, "text": "经费不足", "found": SUMMER, **values}
    with pytest.raises(ValidationError, match=sentence):
        matters.note(by=world.town_a_clerk, **values)


def test_two_guides_may_look_after_one_organization(world):
    made = postings.assign_guide(
        organization=world.a_some, guide=world.other_guide, start=SUMMER, by=world.town_a_clerk, beside=True
    )
    world.posting.refresh_from_db()
    assert (world.posting.end, made.end) == (None, None)


def test_a_guide_is_not_followed_before_the_last_visit(world):
    visited(world, day=AUTUMN)
    with pytest.raises(ValidationError, match="还有走访"):
        postings.assign_guide(organization=world.a_some, guide=world.other_guide, start=SUMMER, by=world.town_a_clerk)
    world.posting.refresh_from_db()
    assert world.posting.end is None


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (date(2024, 6, 1), None, "已有走访"),
        (date(2023, 9, 1), date(2024, 5, 6), "还有走访"),
        (date(2023, 9, 1), AUTUMN, "重叠"),
        (date(2024, 1, 1), date(2024, 1, 1), "还有走访"),
    ],
)
def test_the_period_of_a_posting_keeps_its_visits_and_its_neighbours(world, start, end, sentence):
    Posting.objects.create(guide=world.guide, organization=world.a_some, start=SUMMER, end=date(2026, 1, 1))
    Posting.objects.filter(pk=world.posting.pk).update(end=SPRING)
    with pytest.raises(ValidationError, match=sentence):
        postings.amend(posting=world.posting, start=start, end=end, by=world.town_a_clerk)


def test_a_posting_is_corrected(world):
    version = world.a_some.version
    saved = postings.amend(posting=world.posting, start=date(2024, 1, 1), end=SUMMER, by=world.town_a_clerk)
    world.a_some.refresh_from_db()
    assert (saved.start, saved.end, world.a_some.version) == (date(2024, 1, 1), SUMMER, version + 1)
    with pytest.raises(OutsideScope):
        postings.amend(posting=world.posting, start=SPRING, end=None, by=world.town_b_clerk)
